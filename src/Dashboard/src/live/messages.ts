/**
 * The messages of `/live`, subprotocol `cleanlite.v1.json` (docs/live.md). Within version 1 the contract only grows: unknown
 * types and fields are ignored by whoever reads them.
 */

/** Channels that can be subscribed to. */
export type Channel =
  | 'metrics' | 'agents' | 'tasks' | 'budget' | 'messages' | 'tools' | 'bids' | 'system' | 'rejects' | 'events';

/** One accepted point. `timestamp` is Unix milliseconds on the agent's clock, `unit` a UCUM code. */
export interface Point {
  agent: string;
  metric: string;
  labels?: Record<string, string>;
  timestamp: number;
  value: number;
  unit?: string;
}

/** An event as CloudEvents shape it. */
export interface LiveEvent {
  specversion?: string;
  id: string;
  source: string;
  type: string;
  time: string;
  subject?: string;
  severity?: 'info' | 'warn' | 'error';
  message?: string;
  data?: Record<string, unknown>;
}

/** Epoch and offset together name an instant of a channel's stream. */
export interface Position {
  epoch: string;
  offset: number;
}

/** Fields are joined by AND, the patterns of one field by OR; `!` in front excludes, `*` stands for anything. */
export interface Filter {
  agents?: readonly string[];
  metrics?: readonly string[];
  labels?: Readonly<Record<string, readonly string[]>>;
  types?: readonly string[];
  severities?: readonly string[];
}

export interface Welcome { type: 'welcome'; protocol: string; connection: string; serverAt: number; heartbeatMs: number }
export interface Subscribed { type: 'subscribed'; id?: number; channel: Channel; epoch: string; offset: number; recovered: boolean }
export interface Unsubscribed { type: 'unsubscribed'; id?: number; channel: Channel }
export interface Snapshot {
  type: 'snapshot'; channel: Channel; epoch: string; offset: number; page: number; last: boolean; points: Point[];
}
/** `receivedAt`: when the server took in the oldest of the points, Unix milliseconds; absent where they are told afterwards. */
export interface Metrics { type: 'metrics'; offset: number; receivedAt?: number; points: Point[] }
export interface EventMessage { type: 'event'; channel: Channel; offset: number; event: LiveEvent }
export interface Merged { type: 'merged'; channel: Channel; points: number; fromOffset: number; toOffset: number }
export interface Lost { type: 'lost'; channel: Channel; events: number; fromOffset: number; toOffset: number }
export interface Heartbeat { type: 'heartbeat'; serverAt: number; offsets?: Partial<Record<'metrics' | 'events', number>> }
export interface Pong { type: 'pong'; id?: number; serverAt: number }
export interface Result { type: 'result'; id?: number; method: string; result: unknown }
export interface ErrorMessage { type: 'error'; id?: number; code: string; message: string; retryable: boolean }
export interface Bye { type: 'bye'; code: number; reason: string; reconnectAfterMs?: number }

/** Everything that a server of version 1 may send, told apart by `type`. */
export type ServerMessage =
  | Welcome | Subscribed | Unsubscribed | Snapshot | Metrics | EventMessage | Merged | Lost | Heartbeat | Pong | Result | ErrorMessage | Bye;

/** Methods that `call` reaches. */
export type CallMethod = 'system.metrics' | 'system.events' | 'system.activeRequests';

/** Reads one message; null for what is no JSON object with a `type`. */
export function parseMessage(text: string): ServerMessage | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null && typeof (message as { type?: unknown }).type === 'string'
      ? message as ServerMessage
      : null;
  } catch {
    return null;
  }
}
