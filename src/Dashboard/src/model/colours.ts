/**
 * Line colours after Okabe and Ito, told apart by people with any common colour blindness; darkened for the light theme and brightened for
 * the dark one so that each stands out 3:1 from the page. The eighth series begins again with dashes.
 */
export const LIGHT = ['#0072b2', '#b06f00', '#00805d', '#a4558a', '#2b86b8', '#c04f00', '#857a00'] as const;
export const DARK = ['#4aa3e0', '#e69f00', '#1fbf91', '#d98bb8', '#7cc8f2', '#f07a2a', '#f0e442'] as const;

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
