export const PAGES = ['fleet', 'agent', 'explore', 'feed', 'rejects', 'connect', 'status', 'wall'] as const;
export type Page = (typeof PAGES)[number];

/** Where the reader is. Everything that a view shows can be read off it, so that a link shows the same again. */
export interface Route {
  readonly page: Page | 'missing';
  /** The agent's id on its page. */
  readonly agent: string;
  readonly query: URLSearchParams;
}

/** What stays when one goes from page to page. */
const LASTING = ['w', 'theme'];

export function parseRoute(path: string, search: string): Route {
  const query = new URLSearchParams(search);
  const parts = path.split('/').filter(part => part !== '');
  if (parts.length === 0) return { page: 'fleet', agent: '', query };
  // An id holds slashes where somebody forgot to encode them; the rest of the path is the id.
  if (parts[0] === 'agents' && parts.length > 1) return { page: 'agent', agent: parts.slice(1).map(decode).join('/'), query };
  const page = PAGES.find(known => known === parts[0] && known !== 'agent');
  return { page: parts.length === 1 && page ? page : 'missing', agent: '', query };
}

export function pathOf(page: Page, agent = ''): string {
  return page === 'fleet' ? '/' : page === 'agent' ? `/agents/${encodeURIComponent(agent)}` : `/${page}`;
}

/** A link to a page that keeps the window and the theme of where one is. */
export function hrefOf(page: Page, from: Route, set: Readonly<Record<string, string>> = {}, agent = ''): string {
  const query = new URLSearchParams();
  for (const name of LASTING) { const value = from.query.get(name); if (value) query.set(name, value); }
  for (const [name, value] of Object.entries(set)) if (value !== '') query.set(name, value);
  return withQuery(pathOf(page, agent), query);
}

/** The same place with some of its query changed; an empty value takes the name out, a list repeats it. */
export function changed(route: Route, set: Readonly<Record<string, string | readonly string[]>>): string {
  const query = new URLSearchParams(route.query);
  for (const [name, value] of Object.entries(set)) {
    query.delete(name);
    for (const one of typeof value === 'string' ? [value] : value) if (one !== '') query.append(name, one);
  }
  const page = route.page === 'missing' ? 'fleet' : route.page;
  return withQuery(pathOf(page, route.agent), query);
}

export const WINDOWS = [1, 5, 15] as const;

/** The width of the time axis in minutes. */
export function windowOf(route: Route): number {
  const minutes = Number(route.query.get('w'));
  return (WINDOWS as readonly number[]).includes(minutes) ? minutes : 5;
}

/** The stretch of time to which the charts are pinned, in Unix milliseconds; null while they follow the clock. */
export function pinOf(route: Route): { from: number; to: number } | null {
  const from = Number(route.query.get('from'));
  const to = Number(route.query.get('to'));
  return from > 0 && to > from && to - from <= 86_400_000 ? { from, to } : null;
}

function withQuery(path: string, query: URLSearchParams): string {
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}

function decode(part: string): string {
  try { return decodeURIComponent(part); } catch { return part; }
}
