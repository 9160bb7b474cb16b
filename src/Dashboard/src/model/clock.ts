/** Samples of the server's clock kept for the estimate. */
const SAMPLES = 16;

/**
 * The server's clock as seen from here. A message that says when it was sent arrives late by its way, never early; so the largest
 * difference of the last samples is the one least delayed, and the estimate is behind by at most the shortest way.
 */
export class ServerClock {
  private readonly offsets = new Float64Array(SAMPLES);
  private count = 0;
  private best = 0;

  /**
   * @param now monotonic milliseconds
   * @param origin Unix milliseconds at which `now` was 0, by this machine's clock
   */
  constructor(private readonly now: () => number = () => performance.now(), private readonly origin: number = performance.timeOrigin) {
    this.best = origin;
  }

  /** The server's time was `serverAt` (Unix ms) when a message left that arrived at `receivedAt` (monotonic). */
  sample(serverAt: number, receivedAt: number): void {
    this.offsets[this.count++ % SAMPLES] = serverAt - receivedAt;
    let best = -Infinity;
    for (let i = 0; i < Math.min(this.count, SAMPLES); i++) best = Math.max(best, this.offsets[i]);
    this.best = best;
  }

  get synchronised(): boolean { return this.count > 0; }

  /** Unix milliseconds on the server's clock. */
  unix(at: number = this.now()): number { return this.best + at; }

  /** By how much this machine's clock is ahead of the server's, in milliseconds. */
  get skewMs(): number { return this.origin - this.best; }
}
