import type { CallMethod, Channel, ServerMessage } from './messages';
import type { Subscription } from './subscription';

/** The ways to the server, best first. */
export type TransportKind = 'websocket' | 'sse' | 'polling';
export const LADDER: readonly TransportKind[] = ['websocket', 'sse', 'polling'];

/** How a transport reports. After `ended` it is silent for good. */
export interface TransportEvents {
  /** The server answered: this way works. */
  opened(): void;
  message(message: ServerMessage): void;
  ended(code: number, reason: string): void;
}

/** One way to the server, used once: a new attempt makes a new one. */
export interface Transport {
  readonly kind: TransportKind;
  /** Starts; whatever is in `subscriptions` when the way is open is subscribed to. */
  start(subscriptions: ReadonlyMap<Channel, Subscription>): void;
  subscribe(subscription: Subscription): void;
  unsubscribe(subscription: Subscription): void;
  /** Sends a call and returns its number; 0 where this way carries none. */
  call(method: CallMethod): number;
  ping(): number;
  /** Ends it without a report. */
  close(): void;
}
