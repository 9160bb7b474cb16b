import type { Series } from '../model/series';

/** Where values go on the canvas: a linear map of each axis, in canvas pixels. */
export interface Frame {
  xMin: number;
  yMin: number;
  /** Pixels per millisecond and per unit of value. */
  xScale: number;
  yScale: number;
  left: number;
  bottom: number;
  /** Radius of a point that has no neighbour to be joined to. */
  dot: number;
}

/** What takes the strokes: a `Path2D`, or a test. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  arc(x: number, y: number, radius: number, start: number, end: number): void;
}

/**
 * Draws one series straight from its ring. Points are joined unless something is missing between them; a point alone is a dot. Where many
 * points share a pixel column only the first, least, greatest and last of them are drawn, which looks the same and costs a fraction.
 */
export function drawLine(pen: Pen, series: Series, from: number, to: number, frame: Frame): void {
  const ring = series.track.ring;
  const gap = series.gapMs;
  // One point on either side, so that the line reaches the edges.
  let index = Math.max(0, ring.lowerBound(from) - 1);
  const end = Math.min(ring.length, ring.lowerBound(to) + 1);
  let joined = false;
  let alone = false;
  let lastTime = -Infinity;
  let lastX = NaN;
  let lastY = NaN;
  while (index < end) {
    const value = series.shownAt(index);
    const time = ring.timeAt(index++);
    if (!(value === value)) {
      if (alone) dot(pen, lastX, lastY, frame);
      joined = alone = false;
      continue;
    }
    const x = frame.left + Math.round((time - frame.xMin) * frame.xScale * 2) / 2;
    let y = frame.bottom - (value - frame.yMin) * frame.yScale;
    if (!joined || time - lastTime > gap) {
      if (alone) dot(pen, lastX, lastY, frame);
      pen.moveTo(x, y);
      joined = alone = true;
    } else {
      pen.lineTo(x, y);
      alone = false;
    }
    lastTime = time;
    if (index < end) {
      const next = frame.left + Math.round((ring.timeAt(index) - frame.xMin) * frame.xScale * 2) / 2;
      if (next === x) {
        let low = y;
        let high = y;
        const start = y;
        while (index < end && frame.left + Math.round((ring.timeAt(index) - frame.xMin) * frame.xScale * 2) / 2 === x) {
          const v = series.shownAt(index);
          lastTime = ring.timeAt(index++);
          if (!(v === v)) continue;
          y = frame.bottom - (v - frame.yMin) * frame.yScale;
          if (y < low) low = y;
          if (y > high) high = y;
        }
        if (low < start) pen.lineTo(x, low);
        if (high > start) pen.lineTo(x, high);
        if (low < start || high > start) { pen.lineTo(x, y); alone = false; }
      }
    }
    lastX = x;
    lastY = y;
  }
  if (alone) dot(pen, lastX, lastY, frame);
}

function dot(pen: Pen, x: number, y: number, frame: Frame): void {
  pen.moveTo(x + frame.dot, y);
  pen.arc(x, y, frame.dot, 0, 2 * Math.PI);
}

/** The least and the greatest shown value between two instants, into `out`; NaN for none. */
export function extremes(series: Series, from: number, to: number, out: { low: number; high: number }): void {
  const ring = series.track.ring;
  const end = Math.min(ring.length, ring.lowerBound(to) + 1);
  for (let i = Math.max(0, ring.lowerBound(from) - 1); i < end; i++) {
    const value = series.shownAt(i);
    if (!(value === value)) continue;
    if (!(out.low <= value)) out.low = value;
    if (!(out.high >= value)) out.high = value;
  }
}
