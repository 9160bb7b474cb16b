import { clock, formatWith, scaleFor } from '../model/units';

/** Bounds of a value axis that stay put while the values move a little, and only then follow. */
export class ValueBounds {
  min = 0;
  max = 1;
  private started = false;

  /** @param share the values are shares of a whole: the axis goes from 0 to 1 and no further than need be */
  constructor(private readonly share: boolean) {}

  /** Takes what is in view; NaN for nothing. */
  fit(low: number, high: number): void {
    if (!Number.isFinite(low) || !Number.isFinite(high)) return;
    if (this.share && low >= 0 && high <= 1) {
      this.min = 0;
      this.max = 1;
      this.started = true;
      return;
    }
    const bottom = low >= 0 && low < high * 0.7 || low === high && low >= 0 ? 0 : low;
    const top = high <= 0 && high > low * 0.7 ? 0 : high;
    const spread = top - bottom || Math.abs(top) || 1;
    const fits = this.started && bottom >= this.min && top <= this.max && spread > 0.5 * (this.max - this.min);
    if (fits) return;
    this.started = true;
    this.min = bottom === 0 ? 0 : bottom - 0.08 * spread;
    this.max = top === 0 && bottom < 0 ? 0 : top + 0.08 * spread;
    if (this.min === this.max) this.max = this.min + 1;
  }

  /** Starts anew: other series, another window. */
  reset(): void { this.started = false; }
}

/** Labels for the ticks of a value axis: all in one unit, with as few digits as tell them apart. */
export function tickLabels(ticks: readonly number[], unit: string): string[] {
  if (ticks.length === 0) return [];
  const most = Math.max(Math.abs(ticks[0]), Math.abs(ticks[ticks.length - 1]));
  const scale = scaleFor(most, unit);
  const step = ticks.length > 1 ? Math.abs(ticks[1] - ticks[0]) * scale.factor : 1;
  let decimals = 0;
  // As many as the step itself has: 0.25 needs two, although it is above 0.1.
  while (decimals < 6 && Math.abs(step * 10 ** decimals - Math.round(step * 10 ** decimals)) > 1e-6 * 10 ** decimals * step) decimals++;
  const wide = most * scale.factor >= 1e6 || (step !== 0 && step < 1e-6);
  return ticks.map(tick => wide ? formatWith(tick, scale)
    : `${(tick * scale.factor).toFixed(decimals)}${scale.suffix === '%' ? '%' : scale.suffix && !scale.suffix.startsWith('\u2009') ? `\u2009${scale.suffix.trim()}` : ''}`);
}

/** Distances between ticks that people like; for bytes powers of two. */
export function tickSteps(unit: string): number[] {
  const steps: number[] = [];
  if (unit === 'By' || unit === 'By/s') {
    for (let power = 0; power <= 60; power += 1) steps.push(2 ** power);
    return steps;
  }
  for (let power = -9; power <= 15; power++) for (const lead of [1, 2, 2.5, 5]) steps.push(lead * 10 ** power);
  return steps;
}

/** Milliseconds between the labels of a time axis. */
export const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400].map(seconds => seconds * 1000);

/** Whole steps of the clock that hangs on the reader's wall. */
export function timeTicks(from: number, to: number, step: number): number[] {
  const zone = new Date(from).getTimezoneOffset() * 60_000;
  const ticks: number[] = [];
  for (let tick = Math.ceil((from - zone) / step) * step + zone; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/** Labels of instants; none before `start` or past `end`, where they would run into the values or over the edge. */
export function timeLabels(splits: readonly number[], step: number, start: number, end: number): string[] {
  return splits.map(time => time < start || time > end ? '' : clock(time, step < 60_000 ? 8 : 5));
}
