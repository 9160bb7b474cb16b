import uPlot from 'uplot';
import type { Painter } from '../model/paintLoop';
import type { Series } from '../model/series';
import type { Stroke } from '../model/colours';
import { palette } from '../views/theme';
import { TIME_STEPS, ValueBounds, tickLabels, tickSteps, timeLabels, timeTicks } from './axis';
import { drawLine, extremes, type Frame } from './linePath';

/** One line of a chart. */
export interface Line {
  readonly series: Series;
  readonly name: string;
  readonly stroke: Stroke;
}

export interface ChartOptions {
  readonly unit: string;
  /** The values are shares of a whole. */
  readonly share: boolean;
  readonly height: number;
  /** Charts with the same key show the same instant under the pointer. */
  readonly syncKey: string;
  /** The stretch of time to show, Unix milliseconds. */
  range(): { from: number; to: number };
  /** Whether an agent's lines are late: the last value is then carried on as a dashed tail. */
  tail(agent: string): boolean;
  /** The instant under the pointer or the keyboard's cursor; NaN when there is none. */
  onCursor(time: number, own: boolean): void;
  /** A stretch was marked with the pointer. */
  onSelect(from: number, to: number): void;
  /** Double click: back to the present. */
  onReset(): void;
}

const FONT = '11px system-ui, sans-serif';
/** Beyond so many lines each is as thin as the screen has them: where the processor draws, that takes an eighteenth of the time. */
const MANY = 20;
const ZEROS = new Float64Array(2);
const TAIL_DASH = [2, 4];
/** Pixels that the label of an instant needs on either side within the plot: half of its width, less the padding. */
const LABEL_REACH = 20;

/**
 * A line chart that slides with the clock. uPlot keeps axes, scales, cursor and selection; the lines are drawn straight from the rings by
 * `drawLine`, so nothing is copied or aligned on the way, and series with different instants share a chart.
 */
export class LineChart implements Painter {
  private plot: uPlot | null = null;
  private lines: readonly Line[] = [];
  private readonly hidden = new Set<string>();
  private readonly x = new Float64Array(2);
  private readonly bounds: ValueBounds;
  private readonly frame: Frame = { xMin: 0, yMin: 0, xScale: 1, yScale: 1, left: 0, bottom: 0, dot: 2 };
  private readonly range = { low: NaN, high: NaN };
  private width = 0;
  private widthMs = 300_000;
  private visible = false;
  private dirty = true;
  private readonly resize: ResizeObserver;
  private readonly sight: IntersectionObserver;

  constructor(private readonly host: HTMLElement, private readonly options: ChartOptions) {
    this.bounds = new ValueBounds(options.share);
    this.resize = new ResizeObserver(() => this.fit());
    this.resize.observe(host);
    this.sight = new IntersectionObserver(entries => {
      this.visible = entries[entries.length - 1].isIntersecting;
      this.dirty = true;
      if (this.visible) this.paint(true);
    }, { rootMargin: '120px' });
    this.sight.observe(host);
    host.addEventListener('dblclick', () => options.onReset());
  }

  get slideMs(): number { return this.visible && this.width > 0 ? this.widthMs / this.width : Infinity; }

  /** Other lines, or other names for them. */
  setLines(lines: readonly Line[], hidden: ReadonlySet<string>): void {
    const same = lines.length === this.lines.length && lines.every((line, i) => line.series === this.lines[i].series && sameStroke(line.stroke, this.lines[i].stroke));
    this.lines = lines;
    this.hidden.clear();
    for (const name of hidden) this.hidden.add(name);
    this.dirty = true;
    this.bounds.reset();
    if (!same) this.drop();
    if (this.visible) this.paint(true);
  }

  /** Puts the cursor at an instant, as the pointer would; NaN takes it away. */
  setCursor(time: number): void {
    if (!this.plot) return;
    const left = Number.isNaN(time) ? -10 : this.plot.valToPos(time, 'x');
    this.plot.setCursor({ left, top: Number.isNaN(time) ? -10 : 5 });
  }

  /** Colours or fonts changed. */
  restyle(): void {
    this.drop();
    this.dirty = true;
    if (this.visible) this.paint(true);
  }

  paint(_data: boolean): void {
    if (!this.visible || this.width < 40) return;
    const { from, to } = this.options.range();
    this.widthMs = to - from;
    // Time moves the picture by whole pixels only.
    if (!_data && !this.dirty && Math.abs(to - this.x[1]) < this.widthMs / this.width) return;
    this.dirty = false;
    this.range.low = this.range.high = NaN;
    for (let i = 0; i < this.lines.length; i++)
      if (!this.hidden.has(this.lines[i].name)) extremes(this.lines[i].series, from, to, this.range);
    this.bounds.fit(this.range.low, this.range.high);
    this.x[0] = from;
    this.x[1] = to;
    const plot = this.plot ??= this.build();
    plot.batch(() => {
      plot.setScale('x', { min: from, max: to });
      plot.setScale('y', { min: this.bounds.min, max: this.bounds.max });
    });
  }

  destroy(): void {
    this.resize.disconnect();
    this.sight.disconnect();
    this.drop();
  }

  private fit(): void {
    const width = Math.floor(this.host.clientWidth);
    if (width === this.width || width < 40) return;
    this.width = width;
    this.dirty = true;
    this.plot?.setSize({ width, height: this.options.height });
    if (this.visible) this.paint(true);
  }

  private drop(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private build(): uPlot {
    const { options } = this;
    const axis = { font: FONT, stroke: () => palette.dim, ticks: { show: false }, grid: { stroke: () => palette.grid, width: 1 } };
    return new uPlot({
      width: this.width,
      height: options.height,
      ms: 1,
      padding: [8, 6, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: true, y: false, setScale: false },
        sync: { key: options.syncKey, setSeries: false, scales: ['x', null] },
      },
      scales: {
        x: { time: true, auto: false, range: (_u, min, max) => [min, max] },
        y: { auto: false, range: (_u, min, max) => [min, max] },
      },
      axes: [
        { ...axis, space: 70, size: 24, gap: 4, incrs: TIME_STEPS, splits: (_u, _i, from, to, step) => timeTicks(from, to, step), values: (u, splits, _i, _space, step) => timeLabels(splits, step, u.posToVal(LABEL_REACH, 'x'), u.posToVal(u.bbox.width / uPlot.pxRatio - LABEL_REACH, 'x')) },
        { ...axis, space: 34, size: 56, gap: 6, incrs: tickSteps(options.unit), values: (_u, splits) => tickLabels(splits, options.unit) },
      ],
      series: [{}, ...this.lines.map((line): uPlot.Series => ({
        label: line.name,
        show: true,
        auto: false,
        width: this.lines.length > MANY ? 1 / uPlot.pxRatio : 1.5,
        stroke: () => palette.series[line.stroke.slot],
        dash: line.stroke.dash as number[],
        points: { show: false },
        paths: (u, index) => this.path(u, index),
      }))],
      hooks: {
        setCursor: [u => {
          const left = u.cursor.left ?? -1;
          options.onCursor(left < 0 ? NaN : u.posToVal(left, 'x'), u.cursor.event !== null && u.cursor.event !== undefined);
        }],
        setSelect: [u => {
          if (u.select.width < 8) return;
          const from = u.posToVal(u.select.left, 'x');
          const to = u.posToVal(u.select.left + u.select.width, 'x');
          u.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false);
          options.onSelect(Math.round(from), Math.round(to));
        }],
        draw: [u => this.drawTails(u)],
      },
    }, [this.x, ...this.lines.map(() => ZEROS)] as unknown as uPlot.AlignedData, this.host);
  }

  private path(u: uPlot, index: number): uPlot.Series.Paths | null {
    const line = this.lines[index - 1];
    if (!line || this.hidden.has(line.name)) return null;
    const stroke = new Path2D();
    drawLine(stroke, line.series, u.scales.x.min!, u.scales.x.max!, this.measure(u));
    return { stroke, flags: 1 } as uPlot.Series.Paths;
  }

  private measure(u: uPlot): Frame {
    const { frame } = this;
    const { left, top, width, height } = u.bbox;
    frame.left = left;
    frame.bottom = top + height;
    frame.xMin = u.scales.x.min!;
    frame.yMin = u.scales.y.min!;
    frame.xScale = width / (u.scales.x.max! - frame.xMin);
    frame.yScale = height / (u.scales.y.max! - frame.yMin);
    frame.dot = 1.5 * uPlot.pxRatio;
    return frame;
  }

  /** What a late agent last said, carried on faintly: known, but old. */
  private drawTails(u: uPlot): void {
    const context = u.ctx;
    for (const line of this.lines) {
      if (this.hidden.has(line.name) || !this.options.tail(line.series.agent)) continue;
      const ring = line.series.track.ring;
      const value = line.series.latest;
      if (!Number.isFinite(value) || ring.lastTime >= u.scales.x.max!) continue;
      const frame = this.measure(u);
      const y = frame.bottom - (value - frame.yMin) * frame.yScale;
      context.save();
      context.globalAlpha = 0.5;
      context.strokeStyle = palette.dim;
      context.lineWidth = uPlot.pxRatio;
      context.setLineDash(TAIL_DASH);
      context.beginPath();
      context.moveTo(Math.max(frame.left, frame.left + (ring.lastTime - frame.xMin) * frame.xScale), y);
      context.lineTo(frame.left + u.bbox.width, y);
      context.stroke();
      context.restore();
    }
  }
}

function sameStroke(a: Stroke, b: Stroke): boolean { return a.slot === b.slot && a.dash === b.dash; }
