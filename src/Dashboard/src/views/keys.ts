import { changed, hrefOf, WINDOWS, windowOf } from '../model/route';
import { switchTheme, toggleHelp, togglePause } from './actions';
import { navigate, route } from './app';

/** What the present page does with the keys for rows; pages that list something set it. */
export const rows: { move: ((step: number) => void) | null; open: (() => void) | null } = { move: null, open: null };

const GO = new Map([['f', 'fleet'], ['e', 'explore'], ['a', 'feed'], ['r', 'rejects'], ['c', 'connect'], ['s', 'status']] as const);
const SEQUENCE_MS = 1_500;

/** The keys of the whole page. They rest while one types, and never take a key from the browser. */
export function startKeys(): void {
  let goUntil = 0;
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const { key } = event;
    if (performance.now() < goUntil) {
      goUntil = 0;
      const page = GO.get(key as 'f');
      if (page) { event.preventDefault(); navigate(hrefOf(page, route())); }
      return;
    }
    if (key === 'g') { goUntil = performance.now() + SEQUENCE_MS; return; }
    if (act(key, event)) event.preventDefault();
  });
}

function act(key: string, event: KeyboardEvent): boolean {
  const pressable = (event.target as Element | null)?.closest?.('button, a, summary, select, [role=button]') ?? null;
  switch (key) {
    case '/': {
      const search = document.querySelector<HTMLInputElement>('[data-search]');
      search?.focus();
      search?.select();
      return search !== null;
    }
    case '?': toggleHelp(); return true;
    case ' ': if (pressable && pressable.tagName !== 'A') return false; togglePause(); return true;
    case '[': case ']': widen(key === ']' ? 1 : -1); return true;
    case 't': switchTheme(); return true;
    case 'w': navigate(route().page === 'wall' ? hrefOf('fleet', route()) : hrefOf('wall', route())); return true;
    case 'j': rows.move?.(1); return rows.move !== null;
    case 'k': rows.move?.(-1); return rows.move !== null;
    case 'Enter': if (pressable || !rows.open) return false; rows.open(); return true;
    default: return false;
  }
}

function widen(step: number): void {
  const at = (WINDOWS as readonly number[]).indexOf(windowOf(route())) + step;
  const minutes = WINDOWS[Math.max(0, Math.min(WINDOWS.length - 1, at))];
  navigate(changed(route(), { w: minutes === 5 ? '' : String(minutes), from: '', to: '' }), true);
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.('input, textarea, select, [contenteditable], dialog') || element?.isContentEditable === true;
}
