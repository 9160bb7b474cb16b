import type { PointRing } from '../model/ring';

/** Where in its row a sparkline goes, in CSS pixels. */
export interface SparkBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Sparklines show the last minute, or so many reports where an agent reports less often. */
const REPORTS = 60;

/**
 * Adds one sparkline to the path of a context, in the row that begins at `top`. Shares run from 0 to 1, everything else from 0 to its own greatest value. Holes stay holes.
 */
export function traceSpark(context: CanvasRenderingContext2D, ring: PointRing, now: number, cadenceMs: number, share: boolean, box: SparkBox, top: number): void {
  const length = ring.length;
  if (length === 0) return;
  const step = cadenceMs > 0 ? Math.max(1_000, cadenceMs) : 1_000;
  const span = step * REPORTS;
  const from = Math.max(now, ring.lastTime) - span;
  let most = share ? 1 : 0;
  const first = ring.lowerBound(from);
  if (!share) for (let i = first; i < length; i++) most = Math.max(most, ring.valueAt(i));
  const xScale = box.width / span;
  const yScale = most > 0 ? (box.height - 2) / most : 0;
  const bottom = top + box.y + box.height - 1;
  const gap = Math.max(2_500, 3 * step);
  let last = -Infinity;
  let alone = false;
  let x = 0;
  let y = 0;
  for (let i = first; i < length; i++) {
    const time = ring.timeAt(i);
    const broken = time - last > gap;
    if (broken && alone) context.lineTo(x + 1, y);
    x = box.x + (time - from) * xScale;
    y = bottom - Math.max(0, ring.valueAt(i)) * yScale;
    if (broken) context.moveTo(x, y);
    else context.lineTo(x, y);
    alone = broken;
    last = time;
  }
  if (alone) context.lineTo(x + 1.5, y);
}
