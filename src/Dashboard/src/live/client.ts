import { Backoff } from './backoff';
import { adviceFor } from './endings';
import { browserEnvironment, type LiveEnvironment } from './environment';
import type { CallMethod, Channel, EventMessage, ServerMessage } from './messages';
import { PollingTransport } from './pollingTransport';
import { SseTransport } from './sseTransport';
import { Subscription, type SubscribeOptions, type SubscriptionHandler } from './subscription';
import { LADDER, type Transport, type TransportEvents, type TransportKind } from './transport';
import { WebSocketTransport } from './webSocketTransport';

/** Where the connection stands. */
export type LivePhase =
  /** An attempt is under way. */
  | 'connecting'
  /** Messages arrive. */
  | 'live'
  /** A heartbeat is overdue; the connection may be dead. */
  | 'quiet'
  /** Lost; the next attempt is at `retryAt`. */
  | 'waiting'
  /** The server said not to come back, or `close` was called. */
  | 'stopped';

export interface LiveState {
  readonly phase: LivePhase;
  readonly transport: TransportKind;
  /** Monotonic milliseconds of the next attempt; 0 unless waiting. */
  readonly retryAt: number;
  /** The last close code and its reason. */
  readonly code: number;
  readonly reason: string;
  /** How often a connection was made anew after one that worked. */
  readonly reconnects: number;
}

export interface LiveClientOptions {
  /** `https://host/live` or `/live`; default: the page's own server. */
  url?: string;
  environment?: LiveEnvironment;
  onState?: (state: LiveState) => void;
  /**
   * Server time in Unix milliseconds, and the monotonic instant at which the message that carried it arrived; with the milliseconds of the round
   * trip where it answers a ping.
   */
  onServerTime?: (serverAt: number, receivedAt: number, roundTripMs?: number) => void;
  /** Offsets of the channels as the last heartbeat told them. */
  onOffsets?: (offsets: Partial<Record<Channel, number>>) => void;
  /** Called before coming back after 4002. */
  renew?: () => Promise<void>;
}

/** Failures in a row on one way, with the server otherwise reachable, after which the next way is tried. */
const FAILURES_BEFORE_FALLBACK = 3;
const CONNECT_TIMEOUT_MS = 10_000;
const CLIMB_AFTER_MS = 60_000;
const WATCH_EVERY_MS = 250;
const DEFAULT_HEARTBEAT_MS = 5_000;
const CALL_TIMEOUT_MS = 10_000;
/** Tolerance for a heartbeat that travels. */
const HEARTBEAT_GRACE_MS = 750;

interface PendingPing { sentAt: number; resolve: (roundTripMs: number) => void }
interface PendingCall { resolve: (result: unknown) => void; reject: (fault: Error) => void; timer: ReturnType<typeof setTimeout> }

/**
 * Keeps one connection to `/live`: subscribes, resumes with epoch and offset, backs off with full jitter, notices a link that has gone
 * silent, and falls back from WebSocket to Server-Sent Events to polling where something between breaks the better way.
 */
export class LiveClient {
  private readonly environment: LiveEnvironment;
  private readonly url: string;
  private readonly subscriptions = new Map<Channel, Subscription>();
  private readonly calls = new Map<number, PendingCall>();
  private readonly pings = new Map<number, PendingPing>();
  private readonly backoff: Backoff;
  private transport: Transport | null = null;
  private rung = 0;
  private failures = 0;
  private advisedMs = 0;
  private heartbeatMs = DEFAULT_HEARTBEAT_MS;
  private lastMessageAt = 0;
  private attemptAt = 0;
  private openedAt = 0;
  private worked = false;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private watchTimer: ReturnType<typeof setInterval> | undefined;
  private current: LiveState = { phase: 'stopped', transport: 'websocket', retryAt: 0, code: 0, reason: '', reconnects: 0 };

  constructor(private readonly options: LiveClientOptions = {}) {
    this.environment = options.environment ?? browserEnvironment;
    this.url = options.url ?? new URL('/live', location.href).toString();
    this.backoff = new Backoff(250, 5_000, () => this.environment.random());
  }

  get state(): LiveState { return this.current; }

  /** Milliseconds since the server was last heard. */
  get silenceMs(): number { return this.lastMessageAt === 0 ? 0 : this.environment.now() - this.lastMessageAt; }

  /** Connects, and stays connected until `close`. */
  start(): void {
    if (this.current.phase !== 'stopped') return;
    this.backoff.reset();
    this.failures = this.rung = 0;
    this.watchTimer ??= setInterval(() => this.watch(), WATCH_EVERY_MS);
    this.connect();
  }

  /** Ends the connection. `start` begins anew, resuming where it was. */
  close(): void {
    clearTimeout(this.retryTimer);
    clearInterval(this.watchTimer);
    this.watchTimer = undefined;
    this.drop();
    this.become({ phase: 'stopped', retryAt: 0, code: 1000, reason: 'Closed here.' });
  }

  /** Tries at once instead of waiting: the page came back to the front, the network came up. */
  hurry(): void {
    if (this.current.phase === 'waiting') this.connect();
  }

  /** Subscribes to a channel, or replaces what was asked of it before. One subscription per channel. */
  subscribe(channel: Channel, options: SubscribeOptions, handler: SubscriptionHandler): Subscription {
    const before = this.subscriptions.get(channel);
    const subscription = before?.handler === handler ? before : new Subscription(channel, handler);
    subscription.replace(options);
    this.subscriptions.set(channel, subscription);
    this.transport?.subscribe(subscription);
    return subscription;
  }

  /** The subscription to a channel, if there is one. */
  subscriptionOf(channel: Channel): Subscription | undefined { return this.subscriptions.get(channel); }

  unsubscribe(channel: Channel): void {
    const subscription = this.subscriptions.get(channel);
    if (!subscription) return;
    this.subscriptions.delete(channel);
    this.transport?.unsubscribe(subscription);
  }

  /** Asks the server about itself. Rejects where the present way carries no calls; the HTTP API has the same answers. */
  call(method: CallMethod): Promise<unknown> {
    const id = this.transport?.call(method) ?? 0;
    if (!id) return Promise.reject(new Error('Calls need a WebSocket.'));
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.calls.delete(id);
        reject(new Error(`The server did not answer ${method}.`));
      }, CALL_TIMEOUT_MS);
      this.calls.set(id, { resolve, reject, timer });
    });
  }

  /** Measures a round trip in milliseconds; rejects where the present way has no way back. */
  ping(): Promise<number> {
    const sentAt = this.environment.now();
    const id = this.transport?.ping() ?? 0;
    if (!id) return Promise.reject(new Error('Pings need a WebSocket.'));
    return new Promise(resolve => this.pings.set(id, { sentAt, resolve }));
  }

  private connect(): void {
    clearTimeout(this.retryTimer);
    this.drop();
    const kind = LADDER[this.rung];
    this.attemptAt = this.environment.now();
    this.openedAt = 0;
    const transport = this.make(kind);
    this.transport = transport;
    this.become({ phase: 'connecting', transport: kind, retryAt: 0 });
    transport.start(this.subscriptions);
  }

  private make(kind: TransportKind): Transport {
    // A transport that was replaced may still report; only the present one is heard.
    const events: TransportEvents = {
      opened: () => { if (made === this.transport) this.opened(); },
      message: message => { if (made === this.transport) this.receive(message); },
      ended: (code, reason) => { if (made === this.transport) void this.ended(code, reason); },
    };
    const made: Transport = kind === 'websocket' ? new WebSocketTransport(this.url.replace(/^http/, 'ws'), this.environment, events)
      : kind === 'sse' ? new SseTransport(this.url, this.environment, events)
      : new PollingTransport(this.url, this.environment, events);
    return made;
  }

  private opened(): void {
    const again = this.worked;
    this.worked = true;
    this.failures = 0;
    this.advisedMs = 0;
    this.openedAt = this.lastMessageAt = this.environment.now();
    this.become({ phase: 'live', code: 0, reason: '', reconnects: this.current.reconnects + (again ? 1 : 0) });
  }

  private receive(message: ServerMessage): void {
    this.lastMessageAt = this.environment.now();
    if (this.current.phase === 'quiet') this.become({ phase: 'live' });
    switch (message.type) {
      case 'welcome':
        if (message.heartbeatMs > 0) this.heartbeatMs = message.heartbeatMs;
        this.options.onServerTime?.(message.serverAt, this.lastMessageAt);
        break;
      case 'heartbeat':
        this.backoff.reset();
        if (message.serverAt > 0) this.options.onServerTime?.(message.serverAt, this.lastMessageAt);
        if (message.offsets) this.options.onOffsets?.(message.offsets);
        break;
      case 'subscribed': {
        const subscription = this.subscriptions.get(message.channel);
        // An answer to a command that was replaced meanwhile says nothing about the present one.
        if (subscription && (message.id === undefined || message.id === subscription.awaiting))
          subscription.answered(message.epoch, message.offset, message.recovered);
        this.backoff.reset();
        break;
      }
      case 'snapshot':
        if (Array.isArray(message.points))
          this.subscriptions.get(message.channel)?.page(message.epoch, message.offset, message.last, message.points);
        break;
      case 'metrics':
        if (Array.isArray(message.points)) this.subscriptions.get('metrics')?.frame(message.offset, message.points, message);
        break;
      case 'event':
        if (typeof message.event === 'object' && message.event !== null)
          this.takerOf(message)?.event(message.event, message.channel, message.offset);
        break;
      case 'merged':
        this.subscriptions.get(message.channel)?.merged(message.points);
        break;
      case 'lost':
        (this.subscriptions.get(message.channel) ?? this.subscriptions.get('events'))?.lost(message.fromOffset, message.toOffset, message.events);
        break;
      case 'pong':
        this.answered(message.id ?? 0, message.serverAt);
        break;
      case 'result':
        this.settle(message.id ?? 0, call => call.resolve(message.result));
        break;
      case 'error':
        this.refused(message.id ?? 0, message.code, message.message);
        break;
      case 'bye':
        this.advisedMs = message.reconnectAfterMs ?? 0;
        break;
    }
  }

  private answered(id: number, serverAt: number): void {
    const ping = this.pings.get(id);
    if (!ping) return;
    this.pings.delete(id);
    const roundTripMs = this.lastMessageAt - ping.sentAt;
    if (serverAt > 0) this.options.onServerTime?.(serverAt, this.lastMessageAt, roundTripMs);
    ping.resolve(roundTripMs);
  }

  private takerOf({ channel, event }: EventMessage): Subscription | undefined {
    const named = this.subscriptions.get(channel) ?? this.subscriptions.get('events');
    // Events beyond a subscription's rate come as a number on channel system, whichever channel they were of.
    return named ?? (event.type === 'system.folded' ? [...this.subscriptions.values()].find(s => s.channel !== 'metrics') : undefined);
  }

  private refused(id: number, code: string, text: string): void {
    if (this.settle(id, call => call.reject(new Error(text)))) return;
    for (const subscription of this.subscriptions.values())
      if (subscription.awaiting === id || id === 0) subscription.handler.refused?.(code, text);
  }

  private settle(id: number, how: (call: PendingCall) => void): boolean {
    const call = this.calls.get(id);
    if (!call) return false;
    clearTimeout(call.timer);
    this.calls.delete(id);
    how(call);
    return true;
  }

  private async ended(code: number, reason: string): Promise<void> {
    const opened = this.openedAt > 0;
    this.drop();
    const advice = adviceFor(code);
    if (advice === 'stop') {
      clearInterval(this.watchTimer);
      this.watchTimer = undefined;
      this.become({ phase: 'stopped', retryAt: 0, code, reason: reason || `The server ended the connection with ${code}.` });
      return;
    }
    if (advice === 'backoff') this.backoff.skipTo(4);
    const delay = this.advisedMs > 0 ? this.advisedMs : this.backoff.next();
    this.advisedMs = 0;
    this.become({ phase: 'waiting', retryAt: this.environment.now() + delay, code, reason });
    this.retryTimer = setTimeout(() => this.connect(), delay);
    if (advice === 'renew') await this.renew();
    if (!opened && advice === 'resume') await this.considerFallback();
  }

  private async renew(): Promise<void> {
    try { await this.options.renew?.(); } catch { /* The next attempt will be refused and says why. */ }
  }

  /** A way that fails again and again while the server itself answers is blocked by something between: the next one is tried. */
  private async considerFallback(): Promise<void> {
    const rung = this.rung;
    // A server that is away or has just come back says nothing about the way to it.
    if (!await this.reachable()) this.failures = 0;
    else if (this.rung === rung && this.openedAt === 0) this.failures++;
    if (this.failures < FAILURES_BEFORE_FALLBACK) return;
    this.failures = 0;
    this.rung = (rung + 1) % LADDER.length;
  }

  private async reachable(): Promise<boolean> {
    try {
      return (await this.environment.fetch(new URL('/health/live', this.url).toString())).ok;
    } catch {
      return false;
    }
  }

  private watch(): void {
    const now = this.environment.now();
    const { phase } = this.current;
    if (phase === 'connecting' && now - this.attemptAt > CONNECT_TIMEOUT_MS) void this.ended(1006, 'The server did not answer in time.');
    if (phase !== 'live' && phase !== 'quiet') return;
    const silence = now - this.lastMessageAt;
    if (silence > 2 * this.heartbeatMs + HEARTBEAT_GRACE_MS) void this.ended(1006, 'The connection went silent.');
    else if (phase === 'live' && silence > this.heartbeatMs + HEARTBEAT_GRACE_MS) this.become({ phase: 'quiet' });
    else if (this.rung > 0 && now - this.openedAt > CLIMB_AFTER_MS) this.climb();
  }

  /** From time to time the best way is tried again; if it still fails, one failure is enough to come back here. */
  private climb(): void {
    this.rung = 0;
    this.failures = FAILURES_BEFORE_FALLBACK - 1;
    this.connect();
  }

  private drop(): void {
    const transport = this.transport;
    this.transport = null;
    transport?.close();
    for (const subscription of this.subscriptions.values()) subscription.awaiting = 0;
    for (const id of [...this.calls.keys()]) this.settle(id, call => call.reject(new Error('The connection was lost.')));
    this.pings.clear();
  }

  private become(change: Partial<LiveState>): void {
    this.current = { ...this.current, ...change };
    this.options.onState?.(this.current);
  }
}
