/** A shared allowance of points: rings grow while it lasts, then overwrite their oldest. */
export class PointBudget {
  private used = 0;

  constructor(readonly limit: number) {}

  get points(): number { return this.used; }

  take(points: number): boolean {
    if (this.used + points > this.limit) return false;
    this.used += points;
    return true;
  }

  /** Room that is owed in any case: the first few points of a series. */
  owe(points: number): void { this.used += points; }

  giveBack(points: number): void { this.used -= points; }
}

/**
 * Points in time order in two fixed arrays, used round and round. It doubles while its oldest point is younger than the span to keep and
 * the budget lasts; otherwise the newest point takes the place of the oldest. Pushing and reading allocate nothing.
 */
export class PointRing {
  private times: Float64Array;
  private values: Float64Array;
  private head = 0;
  private count = 0;

  constructor(private readonly budget: PointBudget, initial = 16, private readonly maximum = 8192, private readonly keepMs = 16 * 60_000) {
    this.times = new Float64Array(initial);
    this.values = new Float64Array(initial);
    budget.owe(initial);
  }

  get length(): number { return this.count; }
  get capacity(): number { return this.times.length; }
  get lastTime(): number { return this.count === 0 ? -Infinity : this.timeAt(this.count - 1); }
  get lastValue(): number { return this.count === 0 ? NaN : this.valueAt(this.count - 1); }
  get firstTime(): number { return this.count === 0 ? Infinity : this.timeAt(0); }

  timeAt(index: number): number { return this.times[this.slot(index)]; }
  valueAt(index: number): number { return this.values[this.slot(index)]; }

  /**
   * Appends a point. A time that is already covered is a repetition and is dropped; a time before the oldest means that the past is being
   * told anew (a replay that reaches further back), so the ring starts over.
   */
  push(time: number, value: number): boolean {
    if (this.count > 0 && time <= this.lastTime) {
      if (time >= this.firstTime) return false;
      this.clear();
    }
    if (this.count === this.times.length && !this.grow(time)) {
      this.head = (this.head + 1) % this.times.length;
      this.count--;
    }
    const slot = this.slot(this.count++);
    this.times[slot] = time;
    this.values[slot] = value;
    return true;
  }

  clear(): void { this.head = this.count = 0; }

  /** The first index whose time is at or after `time`; `length` if there is none. */
  lowerBound(time: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.timeAt(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Gives its room back; the ring is not used again. */
  release(): void { this.budget.giveBack(this.times.length); }

  private slot(index: number): number {
    const slot = this.head + index;
    return slot < this.times.length ? slot : slot - this.times.length;
  }

  private grow(now: number): boolean {
    const size = this.times.length;
    if (size >= this.maximum || now - this.firstTime > this.keepMs || !this.budget.take(size)) return false;
    const times = new Float64Array(size * 2);
    const values = new Float64Array(size * 2);
    for (let i = 0; i < this.count; i++) {
      times[i] = this.timeAt(i);
      values[i] = this.valueAt(i);
    }
    this.times = times;
    this.values = values;
    this.head = 0;
    return true;
  }
}

/** A ring that can be pinned: while it is, newer points wait beside it and what is shown does not move. */
export class Track {
  readonly ring: PointRing;
  private held: PointRing | null = null;

  constructor(private readonly budget: PointBudget, private readonly initial = 16, private readonly maximum = 8192) {
    this.ring = new PointRing(budget, initial, maximum);
  }

  /** Takes a point; one later than `pinnedAt` waits. Returns whether it was new. */
  push(time: number, value: number, pinnedAt: number): boolean {
    if (time <= pinnedAt) return this.ring.push(time, value);
    this.held ??= new PointRing(this.budget, this.initial, this.maximum);
    return time > this.ring.lastTime && this.held.push(time, value);
  }

  /** Where the newest point lies that was received, shown or not. */
  get newestRing(): PointRing { return this.held && this.held.length > 0 ? this.held : this.ring; }

  get newestTime(): number { return this.newestRing.lastTime; }

  /** What waited joins what is shown. */
  unpin(): void {
    const held = this.held;
    if (!held) return;
    this.held = null;
    for (let i = 0; i < held.length; i++) this.ring.push(held.timeAt(i), held.valueAt(i));
    held.release();
  }

  release(): void {
    this.ring.release();
    this.held?.release();
  }
}
