const CAPACITY = 1024;
const MAX_PENDING = 512;

/** From the server's receipt to paint: the last thousand frames, and their percentiles. */
export class LatencyMeter {
  private readonly samples = new Float64Array(CAPACITY);
  private readonly sorted = new Float64Array(CAPACITY);
  private readonly pending = new Float64Array(MAX_PENDING);
  private waiting = 0;
  private total = 0;
  private reported = 0;

  /** What the server took in at this monotonic instant has arrived and waits to be seen. */
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

  /** The newest samples since the last call, at most `limit`. */
  fresh(limit: number): number[] {
    const from = Math.max(this.reported, this.total - limit);
    this.reported = this.total;
    return Array.from({ length: this.total - from }, (_, i) => this.samples[(from + i) % CAPACITY]);
  }

  /** Milliseconds below which the share `q` of the samples lies; NaN without samples. */
  percentile(q: number): number {
    const n = this.count;
    if (n === 0) return NaN;
    this.sorted.set(this.samples);
    const view = this.sorted.subarray(0, n).sort();
    return view[Math.min(n - 1, Math.ceil(q * n) - 1)];
  }

  clear(): void { this.total = this.waiting = this.reported = 0; }
}
