import type { Channel, Filter, LiveEvent, Point, Position } from './messages';

/** What a subscription asks for. */
export interface SubscribeOptions {
  filter?: Filter;
  /** Latest state first where nothing can be recovered. Default true. */
  snapshot?: boolean;
  /** Above 0: at most one frame per interval with the newest point of each series. */
  intervalMs?: number;
  /** Start after this instant instead of with a snapshot, as far as the server's ring reaches. */
  since?: Position;
}

/** Takes what a subscription delivers. All members are called on the thread of the page, in the order of the wire. */
export interface SubscriptionHandler {
  /** Points in wire order. `snapshot` is true for latest state, false for points as they happen. */
  points?(points: readonly Point[], snapshot: boolean, frame: FrameInfo): void;
  event?(event: LiveEvent, channel: Channel, offset: number): void;
  /** The subscription stands. `recovered`: what was missed follows; otherwise a snapshot follows and there may be a hole before it. */
  subscribed?(recovered: boolean, position: Position): void;
  /** So many points were left out in favour of newer ones of the same series. */
  merged?(points: number): void;
  /** So many events did not fit and will not come. */
  lost?(events: number): void;
  /** The server refused a command. */
  refused?(code: string, message: string): void;
}

/** What is known of the frame that brought points. */
export interface FrameInfo {
  /** When the server took in the oldest of its points, Unix milliseconds, where it says so. */
  readonly receivedAt?: number;
  /** True for what was missed and is told afterwards. */
  readonly replay?: boolean;
  /** True for the last page of latest state. */
  readonly last?: boolean;
}

/** What a subscription has received so far. */
export interface SubscriptionCounts {
  points: number;
  snapshotPoints: number;
  events: number;
  merged: number;
  lost: number;
}

/** One channel's subscription and where it stands. */
export class Subscription {
  readonly counts: SubscriptionCounts = { points: 0, snapshotPoints: 0, events: 0, merged: 0, lost: 0 };
  filter: Filter = {};
  snapshot = true;
  intervalMs = 0;
  /** The last instant wholly received; null before the end of the first snapshot. */
  position: Position | null = null;
  /** The command whose answer is awaited; 0 when the subscription stands. */
  awaiting = 0;

  /** Where the awaited answer will continue from; null: with a snapshot. */
  private requested: Position | null = null;
  private explicitSince = false;
  private snapshotOffset: Position | null = null;
  /** Up to here frames tell the past. */
  private replayEnd = 0;
  private reached = 0;

  constructor(readonly channel: Channel, readonly handler: SubscriptionHandler) {}

  /** Takes new wishes; what was reached before does not count for them. */
  replace(options: SubscribeOptions): void {
    this.filter = options.filter ?? {};
    this.snapshot = options.snapshot ?? true;
    this.intervalMs = options.intervalMs ?? 0;
    // Asked to tell what was already told: up to where it had come the answer is the past.
    this.reached = options.since ? Math.max(this.reached, this.position?.offset ?? 0) : 0;
    this.position = options.since ?? null;
    this.explicitSince = options.since !== undefined;
  }

  /** A command goes out under this number. */
  asked(id: number): void {
    this.awaiting = id;
    this.requested = this.position;
    this.snapshotOffset = null;
  }

  /** The answer came. */
  answered(epoch: string, offset: number, recovered: boolean): void {
    this.awaiting = 0;
    this.explicitSince = false;
    // A snapshot counts once its last page is here; a recovered stream goes on exactly where it was asked to.
    this.position = recovered && this.requested ? this.requested : this.snapshot ? null : { epoch, offset };
    this.snapshotOffset = { epoch, offset };
    // Another epoch counts anew: what was reached in the last one says nothing of it.
    this.replayEnd = recovered ? Math.max(offset, this.reached) : (this.reached = 0);
    this.handler.subscribed?.(recovered, { epoch, offset });
  }

  /** A page of latest state. */
  page(epoch: string, offset: number, last: boolean, points: readonly Point[]): void {
    if (this.awaiting && this.explicitSince) return;
    this.counts.snapshotPoints += points.length;
    this.handler.points?.(points, true, last ? LAST : NO_FRAME);
    if (last && !this.awaiting) this.position = { epoch, offset };
  }

  /** Points as they happen. */
  frame(offset: number, points: readonly Point[], frame: FrameInfo): void {
    if (!this.moves(offset)) return;
    this.counts.points += points.length;
    this.handler.points?.(points, false, offset <= this.replayEnd ? REPLAY : frame);
    this.advance(offset);
  }

  /** One event. */
  event(event: LiveEvent, channel: Channel, offset: number): void {
    if (!this.moves(offset)) return;
    this.counts.events++;
    this.handler.event?.(event, channel, offset);
    this.advance(offset);
  }

  merged(points: number): void {
    this.counts.merged += points;
    this.handler.merged?.(points);
  }

  lost(from: number, to: number, events: number = Math.max(0, to - from)): void {
    this.counts.lost += events;
    this.handler.lost?.(events);
    this.advance(to);
  }

  /** False for what was already delivered, and for what the answer that is awaited will send again. */
  private moves(offset: number): boolean {
    if (this.awaiting && this.explicitSince) return false;
    // Pages of merged points carry the offset before them on purpose, so equal offsets pass.
    return this.awaiting !== 0 || this.position === null || offset >= this.position.offset;
  }

  private advance(offset: number): void {
    if (this.awaiting) return;
    if (this.position) { if (offset > this.position.offset) this.position = { epoch: this.position.epoch, offset }; }
    else if (!this.snapshot && this.snapshotOffset) this.position = { epoch: this.snapshotOffset.epoch, offset };
  }
}

const NO_FRAME: FrameInfo = {};
const LAST: FrameInfo = { last: true };
const REPLAY: FrameInfo = { replay: true };
