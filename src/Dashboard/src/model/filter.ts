import type { FleetRow } from './fleet';

/** What a search box holds, taken apart: words, `label:value` pairs, states. */
export interface Search {
  readonly words: readonly string[];
  readonly labels: readonly (readonly [string, string])[];
}

/** Reads a search: words are joined by AND and sought in names, hosts and label values; `env:prod` asks for a label. */
export function parseSearch(text: string): Search {
  const words: string[] = [];
  const labels: [string, string][] = [];
  for (const token of text.trim().toLowerCase().split(/\s+/)) {
    const colon = token.indexOf(':');
    if (colon > 0 && colon < token.length - 1) labels.push([token.slice(0, colon), token.slice(colon + 1)]);
    else if (token) words.push(token);
  }
  return { words, labels };
}

/** The filters of the fleet page, as its URL holds them. */
export interface FleetFilter {
  readonly search: Search;
  /** `name=value`; values of one name are joined by OR, names by AND. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  readonly states: ReadonlySet<string>;
}

export function readFleetFilter(q: string, labels: readonly string[], states: readonly string[]): FleetFilter {
  const map = new Map<string, Set<string>>();
  for (const pair of labels) {
    const at = pair.indexOf('=');
    if (at <= 0) continue;
    const name = pair.slice(0, at);
    (map.get(name) ?? map.set(name, new Set()).get(name)!).add(pair.slice(at + 1));
  }
  return { search: parseSearch(q), labels: map, states: new Set(states) };
}

/** Whether a row passes. */
export function passes(row: FleetRow, filter: FleetFilter): boolean {
  if (filter.states.size > 0 && !filter.states.has(row.state)) return false;
  const labels = row.info?.labels ?? {};
  for (const [name, values] of filter.labels) if (!values.has(labels[name] ?? '')) return false;
  return matchesSearch(filter.search, row.id, row.info?.hostname ?? '', row.state, labels);
}

function matchesSearch(search: Search, id: string, hostname: string, state: string, labels: Readonly<Record<string, string>>): boolean {
  for (const [name, value] of search.labels) {
    const own = name === 'state' ? state : name === 'host' ? hostname : name === 'agent' ? id : lookUp(labels, name);
    // An id may itself hold a colon; then the token is an ordinary word.
    if (!own.toLowerCase().includes(value) && !id.toLowerCase().includes(`${name}:${value}`)) return false;
  }
  if (search.words.length === 0) return true;
  let text = `${id}\n${hostname}`;
  for (const name in labels) text += `\n${labels[name]}`;
  text = text.toLowerCase();
  return search.words.every(word => text.includes(word));
}

function lookUp(labels: Readonly<Record<string, string>>, name: string): string {
  for (const key in labels) if (key.toLowerCase() === name) return labels[key];
  return '';
}

/** The labels of the fleet with their values and how many agents carry each, for filter menus; the most useful first. */
export function labelFacets(rows: readonly FleetRow[], limit = 12): { name: string; values: { value: string; count: number }[] }[] {
  const facets = new Map<string, Map<string, number>>();
  for (const row of rows) for (const [name, value] of Object.entries(row.info?.labels ?? {})) {
    const values = facets.get(name) ?? facets.set(name, new Map()).get(name)!;
    values.set(value, (values.get(value) ?? 0) + 1);
  }
  return [...facets]
    .map(([name, values]) => ({ name, values: [...values].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)).slice(0, 50) }))
    .sort((a, b) => carriers(b) - carriers(a) || a.values.length - b.values.length || (a.name < b.name ? -1 : 1))
    .slice(0, limit);
}

function carriers(facet: { values: { count: number }[] }): number { return facet.values.reduce((sum, { count }) => sum + count, 0); }

/** A glob in which `*` stands for anything, as a predicate without regard to case. */
export function glob(pattern: string): (text: string) => boolean {
  const trimmed = pattern.trim().toLowerCase();
  if (trimmed === '' || trimmed === '*') return () => true;
  if (!trimmed.includes('*')) return text => text.toLowerCase().includes(trimmed);
  const parts = trimmed.split('*');
  return text => {
    const lower = text.toLowerCase();
    if (!lower.startsWith(parts[0])) return false;
    let at = parts[0].length;
    for (let i = 1; i < parts.length - 1; i++) {
      const found = lower.indexOf(parts[i], at);
      if (found < 0) return false;
      at = found + parts[i].length;
    }
    const last = parts[parts.length - 1];
    return lower.length - last.length >= at && lower.endsWith(last);
  };
}
