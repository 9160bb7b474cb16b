import { canonicalLabel, isCounter, labelValue, rateUnit } from './knowledge';
import { Track, type PointBudget } from './ring';

/** One series: an agent's metric with its labels, and its recent points. */
export class Series {
  readonly track: Track;
  readonly counter: boolean;
  /** The unit in which it is shown: that of the rate for a counter. */
  readonly shownUnit: string;
  /** Labels as `name=value`, in order. */
  readonly labelText: string;
  /** The usual distance of its points in milliseconds; 0 until two came. */
  cadenceMs = 0;

  constructor(
    readonly key: string,
    readonly agent: string,
    readonly metric: string,
    readonly labels: Readonly<Record<string, string>>,
    readonly unit: string,
    budget: PointBudget,
  ) {
    this.track = new Track(budget);
    this.counter = isCounter(metric, unit);
    this.shownUnit = this.counter ? rateUnit(unit) : unit;
    this.labelText = Object.entries(labels).map(([name, value]) => `${name}=${value}`).join(' ');
  }

  push(time: number, value: number, pinnedAt: number): boolean {
    const before = this.track.newestTime;
    if (!this.track.push(time, value, pinnedAt)) return false;
    // While the picture is pinned its cadence stays, since the picture's gaps go by it.
    if (time <= pinnedAt) this.cadenceMs = usualStep(this.cadenceMs, time - before);
    return true;
  }

  /** Two points further apart than this are not joined: something is missing between them. */
  get gapMs(): number { return Math.max(2_500, 3 * this.cadenceMs); }

  /** The value shown at a position of a ring: as it came, or the rate since the point before; NaN where there is none. */
  shownAt(index: number, ring = this.track.ring): number {
    if (!this.counter) return ring.valueAt(index);
    if (index < 1) return NaN;
    const rise = ring.valueAt(index) - ring.valueAt(index - 1);
    const time = ring.timeAt(index) - ring.timeAt(index - 1);
    // A fall means that the counter began again; across a hole nobody knows when it rose.
    return rise < 0 || time > this.gapMs ? NaN : rise / time * 1000;
  }

  /** The newest shown value. */
  get latest(): number { return this.shownAt(this.track.ring.length - 1); }

  /** The newest received value, shown or not. */
  get newest(): number {
    const ring = this.track.newestRing;
    return this.shownAt(ring.length - 1, ring);
  }

  /** The index of the shown point nearest to a time, within the gap; -1 if there is none. */
  nearest(time: number): number {
    const ring = this.track.ring;
    const after = ring.lowerBound(time);
    const before = after - 1;
    const index = after >= ring.length ? before
      : before < 0 ? after
      : time - ring.timeAt(before) <= ring.timeAt(after) - time ? before : after;
    return index >= 0 && index < ring.length && Math.abs(ring.timeAt(index) - time) <= this.gapMs ? index : -1;
  }
}

/** The usual distance of points, given one more: a slow average that a single late point does not upset, and that leaves an outage behind in a few points. */
export function usualStep(usual: number, step: number): number {
  if (!(step > 0 && step < Infinity)) return usual;
  return usual === 0 ? step : step < usual / 4 ? (usual + step) / 2 : usual + (Math.min(step, 4 * usual) - usual) / 8;
}

/** The labels in which these series differ, by their present names, in order of first appearance. */
export function differingLabels(series: readonly Series[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const one of series) for (const name in one.labels) {
    const canonical = canonicalLabel(name);
    let set = values.get(canonical);
    if (!set) values.set(canonical, set = new Set());
    set.add(one.labels[name]);
  }
  return [...values].filter(([name, set]) => set.size > 1 || series.some(one => labelValue(one.labels, name) === undefined)).map(([name]) => name);
}

/** A short name for each series among the others: the values of the labels in which they differ, and the agent where there are several. */
export function lineNames(series: readonly Series[]): string[] {
  const labels = differingLabels(series);
  const agents = new Set(series.map(one => one.agent)).size > 1;
  const metrics = new Set(series.map(one => one.metric)).size > 1;
  return series.map(one => {
    const parts = labels.map(name => labelValue(one.labels, name)).filter(value => value !== undefined && value !== '');
    if (metrics) parts.unshift(one.metric);
    if (agents) parts.unshift(one.agent);
    return parts.length > 0 ? parts.join(' \u00b7 ') : 'value';
  });
}
