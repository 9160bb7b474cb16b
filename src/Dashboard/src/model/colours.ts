/**
 * Line colours in the hues of Okabe and Ito. Each stands out 3:1 from the page, and any two differ in lightness where people with one of the
 * colour blindnesses see one hue. The eighth series begins again with dashes.
 */
export const LIGHT = ['#184cbc', '#b37301', '#237156', '#7b486e', '#008dd3', '#9d391a', '#788e64'] as const;
export const DARK = ['#0883fe', '#cc973c', '#76ffc0', '#ff5fa7', '#81bedf', '#ae6300', '#fbe559'] as const;

const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3], [4, 2]];

/** A place in the palette and its dash pattern. */
export interface Stroke {
  readonly slot: number;
  readonly dash: readonly number[];
}

/** FNV-1a, so that a name keeps its colour from page to page and day to day. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Names whose colour people expect to be the same everywhere. */
const KNOWN = new Map<string, number>(Object.entries({
  user: 0, system: 5, iowait: 1, nice: 4, steal: 3, interrupt: 6, softirq: 2, idle: 2,
  used: 0, free: 2, cached: 4, buffers: 3, receive: 0, transmit: 1, read: 0, write: 1,
}));

/**
 * Gives each name a stroke: its own place where that is free, the next free one otherwise, dashed once all are taken. Names that had a stroke
 * `before` keep it; for the others the outcome depends on the set of names, not on their order.
 */
export function assign(names: readonly string[], before: ReadonlyMap<string, Stroke> = new Map()): Map<string, Stroke> {
  const strokes = new Map<string, Stroke>();
  const taken = new Set<string>();
  const give = (name: string, stroke: Stroke): void => {
    strokes.set(name, stroke);
    taken.add(`${stroke.slot}:${stroke.dash}`);
  };
  const sorted = [...new Set(names)].sort();
  for (const name of sorted) { const stroke = before.get(name); if (stroke) give(name, stroke); }
  for (const name of sorted) if (!strokes.has(name)) give(name, firstFree(KNOWN.get(name) ?? hash(name) % LIGHT.length, taken));
  return strokes;
}

function firstFree(preferred: number, taken: ReadonlySet<string>): Stroke {
  for (const dash of DASHES) for (let step = 0; step < LIGHT.length; step++) {
    const slot = (preferred + step) % LIGHT.length;
    if (!taken.has(`${slot}:${dash}`)) return { slot, dash };
  }
  // More lines than eyes can follow: the legend and the table tell them apart.
  return { slot: preferred, dash: DASHES[0] };
}
