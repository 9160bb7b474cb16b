import { DARK, LIGHT } from '../model/colours';

/** Colours that hand-drawn parts need, as the style sheet has them at present. */
export interface Palette {
  dark: boolean;
  dim: string;
  grid: string;
  series: readonly string[];
}

export type ThemeChoice = 'auto' | 'light' | 'dark';

const KEY = 'cleanlite.theme';
const prefersDark = matchMedia('(prefers-color-scheme: dark)');
const followers = new Set<() => void>();
let choice: ThemeChoice = 'auto';

export const palette: Palette = { dark: false, dim: '', grid: '', series: LIGHT };

/** The theme in the URL counts, then the one chosen here before, then that of the system. */
export function startTheme(fromUrl: string | null): void {
  apply(asChoice(fromUrl) ?? asChoice(remembered()) ?? 'auto');
  prefersDark.addEventListener('change', () => apply(choice));
}

/** From the present look to the other one. */
export function toggleTheme(): void {
  apply(palette.dark ? 'light' : 'dark');
  try { localStorage.setItem(KEY, choice); } catch { /* Private windows have no memory; the theme then lasts as long as the page. */ }
}

export function onTheme(follower: () => void): () => void {
  followers.add(follower);
  return () => { followers.delete(follower); };
}

function apply(next: ThemeChoice): void {
  choice = next;
  const root = document.documentElement;
  if (next === 'auto') delete root.dataset.theme;
  else root.dataset.theme = next;
  palette.dark = next === 'dark' || (next === 'auto' && prefersDark.matches);
  palette.dim = colourOf('--dim');
  palette.grid = colourOf('--grid');
  palette.series = palette.dark ? DARK : LIGHT;
  for (const follower of followers) follower();
}

/** A colour of the style sheet, resolved for the present theme. */
function colourOf(name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

function remembered(): string | null {
  try { return localStorage.getItem(KEY); } catch { return null; }
}

function asChoice(text: string | null): ThemeChoice | null {
  return text === 'light' || text === 'dark' || text === 'auto' ? text : null;
}
