/** Samples of the server's clock kept for the estimate. */
const SAMPLES = 16;

/**
 * The server's clock as seen from here. The answer to a ping was written in the middle of its round trip, give or take half of it: of the last samples the
 * one of the shortest trip counts. Without any, a message that says when it was sent arrives late by its way, never early; so the largest difference
 * is the one least delayed, and the estimate is behind by at most the shortest way.
 */
export class ServerClock {
  private readonly offsets = new Float64Array(SAMPLES);
  private readonly trips = new Float64Array(SAMPLES).fill(Infinity);
  private count = 0;
  private best = 0;
  private trip = Infinity;

  /**
   * @param now monotonic milliseconds
   * @param origin Unix milliseconds at which `now` was 0, by this machine's clock
   */
  constructor(private readonly now: () => number = () => performance.now(), private readonly origin: number = performance.timeOrigin) {
    this.best = origin;
  }

  /** The server's time was `serverAt` (Unix ms) when a message left that arrived at `receivedAt` (monotonic), `roundTripMs` after it was asked for. */
  sample(serverAt: number, receivedAt: number, roundTripMs = Infinity): void {
    const at = this.count++ % SAMPLES;
    this.trips[at] = roundTripMs;
    this.offsets[at] = serverAt - receivedAt + (roundTripMs === Infinity ? 0 : roundTripMs / 2);
    let chosen = 0;
    for (let i = 1; i < Math.min(this.count, SAMPLES); i++)
      if (this.trips[i] < this.trips[chosen] || (this.trips[i] === this.trips[chosen] && this.offsets[i] > this.offsets[chosen])) chosen = i;
    this.best = this.offsets[chosen];
    this.trip = this.trips[chosen];
  }

  get synchronised(): boolean { return this.count > 0; }

  /** The shortest of the last round trips in milliseconds, half of which is how far the estimate may be off; NaN where none was measured. */
  get tripMs(): number { return this.trip === Infinity ? NaN : this.trip; }

  /** Unix milliseconds on the server's clock. */
  unix(at: number = this.now()): number { return this.best + at; }

  /** The monotonic instant of a time on the server's clock. */
  monotonic(unix: number): number { return unix - this.best; }

  /** By how much this machine's clock is ahead of the server's, in milliseconds. */
  get skewMs(): number { return this.origin - this.best; }
}
