import type { LatencyMeter } from './latency';

/** Something on the page that is drawn by hand. */
export interface Painter {
  /** Draws the present state. `data` is false when only time has moved. */
  paint(data: boolean): void;
  /** Milliseconds in which its picture moves by one pixel; Infinity if time alone does not change it. */
  readonly slideMs: number;
}

export interface PaintEnvironment {
  now(): number;
  requestFrame(callback: () => void): void;
  /** Calls back once what was drawn in this frame has been handed to the screen. */
  afterPaint(callback: () => void): void;
  setTimer(callback: () => void, ms: number): number;
  clearTimer(id: number): void;
  readonly hidden: boolean;
  readonly reducedMotion: boolean;
}

/** The share of the main thread that drawing may take before frames are spread out. */
const LOAD = 0.5;
const FRAME_MS = 1000 / 60;
const SLOWEST_SLIDE_MS = 1000;

/**
 * Draws when there is something new or when the axis has moved by a pixel, never otherwise, and not at all while the page is hidden. When
 * drawing takes long the frames move apart, so that the page stays answerable; `framesPerSecond` says how far it has come to that.
 */
export class PaintLoop {
  private readonly painters = new Set<Painter>();
  private asked = false;
  private data = false;
  private cost = 0;
  private earliest = 0;
  private timer = 0;

  constructor(private readonly environment: PaintEnvironment, private readonly latency: LatencyMeter) {}

  /** Milliseconds that one round of drawing takes, smoothed. */
  get costMs(): number { return this.cost; }

  /** How many rounds a second drawing is held to at present. */
  get framesPerSecond(): number { return Math.min(60, 1000 / Math.max(FRAME_MS, this.cost / LOAD)); }

  add(painter: Painter): () => void {
    this.painters.add(painter);
    this.invalidate();
    return () => { this.painters.delete(painter); };
  }

  /** New data arrived, or something else changed what is to be seen. */
  invalidate(): void {
    this.data = true;
    this.ask();
  }

  /** The page came back to the front: everything is drawn at once. */
  wake(): void {
    this.earliest = 0;
    this.latency.forget();
    this.invalidate();
  }

  private ask(): void {
    if (this.asked || this.environment.hidden) return;
    this.asked = true;
    this.environment.requestFrame(this.frame);
  }

  private readonly frame = (): void => {
    this.asked = false;
    const start = this.environment.now();
    // Half a frame of tolerance: the display's beat is not ours.
    if (start < this.earliest - FRAME_MS / 2) {
      this.later(this.earliest - start);
      return;
    }
    const data = this.data;
    this.data = false;
    for (const painter of this.painters) this.paintOne(painter, data);
    const spent = this.environment.now() - start;
    this.cost += (spent - this.cost) / 8;
    this.earliest = start + (this.environment.reducedMotion ? SLOWEST_SLIDE_MS : spent > FRAME_MS * LOAD ? spent / LOAD : 0);
    if (this.latency.hasPending) this.environment.afterPaint(this.painted);
    this.later(this.nextSlide());
  };

  /** One chart that fails harms no neighbour: it is told once and left out. */
  private paintOne(painter: Painter, data: boolean): void {
    try {
      painter.paint(data);
    } catch (fault) {
      this.painters.delete(painter);
      console.error(fault);
    }
  }

  private readonly painted = (): void => this.latency.painted(this.environment.now());

  private nextSlide(): number {
    let soonest = Infinity;
    for (const painter of this.painters) soonest = Math.min(soonest, painter.slideMs);
    return this.environment.reducedMotion ? Math.max(SLOWEST_SLIDE_MS, soonest) : soonest;
  }

  private later(ms: number): void {
    this.environment.clearTimer(this.timer);
    if (ms !== Infinity) this.timer = this.environment.setTimer(this.onTimer, Math.max(4, ms));
  }

  private readonly onTimer = (): void => this.ask();
}

/** The browser's own. */
export function browserPaint(): PaintEnvironment {
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => { for (const callback of waiting.splice(0)) callback(); };
  const motion = matchMedia('(prefers-reduced-motion: reduce)');
  return {
    now: () => performance.now(),
    requestFrame: callback => { requestAnimationFrame(callback); },
    afterPaint: callback => { waiting.push(callback); channel.port2.postMessage(0); },
    setTimer: (callback, ms) => setTimeout(callback, ms) as unknown as number,
    clearTimer: id => clearTimeout(id),
    get hidden() { return document.hidden; },
    get reducedMotion() { return motion.matches; },
  };
}
