/** Waiting times between attempts: exponential with full jitter, so that a thousand viewers do not come back in one instant. */
export class Backoff {
  private attempt = 0;

  /** @param random uniform in [0, 1). */
  constructor(
    private readonly baseMs = 250,
    private readonly capMs = 5_000,
    private readonly random: () => number = Math.random,
  ) {}

  /** Failures since the last success. */
  get failures(): number { return this.attempt; }

  /** Milliseconds to wait before the next attempt: uniform between 0 and the present ceiling, never below 50. */
  next(): number {
    const ceiling = Math.min(this.capMs, this.baseMs * 2 ** Math.min(this.attempt++, 16));
    return Math.max(50, Math.round(this.random() * ceiling));
  }

  /** Starts further up: the server asked for patience. */
  skipTo(attempt: number): void { this.attempt = Math.max(this.attempt, attempt); }

  /** A connection worked. */
  reset(): void { this.attempt = 0; }
}
