const CAPACITY = 1024;
const MAX_PENDING = 512;

/** From receipt to paint: the last thousand frames, and their percentiles. */
export class LatencyMeter {
  private readonly samples = new Float64Array(CAPACITY);
  private readonly sorted = new Float64Array(CAPACITY);
  private readonly pending = new Float64Array(MAX_PENDING);
  private waiting = 0;
  private total = 0;

  /** A frame arrived at this monotonic instant and waits to be seen. */
  received(at: number): void {
    if (this.waiting < MAX_PENDING) this.pending[this.waiting++] = at;
  }

  /** Everything that waited is on the screen since this instant. */
  painted(at: number): void {
    for (let i = 0; i < this.waiting; i++) this.samples[this.total++ % CAPACITY] = at - this.pending[i];
    this.waiting = 0;
  }

  /** What waited was not shown: the page was hidden or pinned. */
  forget(): void { this.waiting = 0; }

  get count(): number { return Math.min(this.total, CAPACITY); }
  get hasPending(): boolean { return this.waiting > 0; }

  /** Milliseconds below which the share `q` of the samples lies; NaN without samples. */
  percentile(q: number): number {
    const n = this.count;
    if (n === 0) return NaN;
    this.sorted.set(this.samples);
    const view = this.sorted.subarray(0, n).sort();
    return view[Math.min(n - 1, Math.ceil(q * n) - 1)];
  }

  clear(): void { this.total = this.waiting = 0; }
}
