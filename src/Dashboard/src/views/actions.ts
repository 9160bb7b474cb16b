import { pinOf, windowOf } from '../model/route';
import { route, session, setQuery, useFollow } from './app';
import { palette, toggleTheme } from './theme';

let help = false;
const helpFollowers = new Set<() => void>();

export function toggleHelp(): void {
  help = !help;
  for (const follower of helpFollowers) follower();
}

export function useHelp(): boolean {
  useFollow(follower => {
    helpFollowers.add(follower);
    return () => { helpFollowers.delete(follower); };
  });
  return help;
}

export function togglePause(): void {
  if (session.paused) resumeAll();
  else session.pause();
}

/** Back to the present, whichever way it was left. */
export function resumeAll(): void {
  if (pinOf(route())) setQuery({ from: '', to: '' });
  session.resume();
}

export function switchTheme(): void {
  toggleTheme();
  if (route().query.has('theme')) setQuery(themeQuery());
}

function themeQuery(): { theme: string } { return { theme: palette.dark ? 'dark' : 'light' }; }

/** Writes into the address what one sees, its theme and the stretch of time where that stands still, and copies the address. */
export function copyLink(): Promise<boolean> {
  const { from, to } = timeRange();
  setQuery({ ...themeQuery(), ...(session.paused && { from: from.toFixed(), to: to.toFixed() }) });
  return copy(location.href);
}

/** The stretch of time that all charts of the page show. */
export function timeRange(): { from: number; to: number } {
  const pin = pinOf(route());
  if (pin) return pin;
  const to = session.now().unix;
  return { from: to - windowOf(route()) * 60_000, to };
}

export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
