import type { LiveEnvironment } from './environment';
import type { Channel, LiveEvent, Point, Position } from './messages';
import { toQuery } from './query';
import type { Subscription } from './subscription';
import type { Transport, TransportEvents } from './transport';

const PAGE = 1000;
const MAX_PAGES = 100;
const MAX_KNOWN = 2_000;

interface Latest { items?: Point[]; epoch?: string; offset?: number; next?: string }
interface Events { items?: (LiveEvent & { timeUnixMs?: number })[] }

/** The last resort: `GET /api/v1/latest?since=` once an interval for metrics, `GET /api/v1/events` for everything else. */
export class PollingTransport implements Transport {
  readonly kind = 'polling';
  private readonly wanted = new Set<Subscription>();
  private readonly aborts = new AbortController();
  private readonly known = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private opened = false;
  private over = false;

  constructor(
    private readonly url: string,
    private readonly environment: LiveEnvironment,
    private readonly events: TransportEvents,
    private readonly everyMs = 1_000,
  ) {}

  start(subscriptions: ReadonlyMap<Channel, Subscription>): void {
    for (const subscription of subscriptions.values()) this.subscribe(subscription);
    void this.round();
  }

  subscribe(subscription: Subscription): void {
    subscription.asked(1);
    this.wanted.add(subscription);
  }

  unsubscribe(subscription: Subscription): void { this.wanted.delete(subscription); }
  call(): number { return 0; }
  ping(): number { return 0; }

  close(): void {
    this.over = true;
    clearTimeout(this.timer);
    this.aborts.abort();
  }

  private async round(): Promise<void> {
    try {
      for (const subscription of [...this.wanted]) {
        if (subscription.channel === 'metrics') await this.latest(subscription);
        else await this.activity(subscription);
      }
    } catch (fault) {
      this.end(fault);
      return;
    }
    if (this.over) return;
    if (!this.opened) { this.opened = true; this.events.opened(); }
    this.events.message({ type: 'heartbeat', serverAt: 0 });
    this.timer = setTimeout(() => void this.round(), this.everyMs);
  }

  private async latest(subscription: Subscription): Promise<void> {
    const since = subscription.position;
    const points: Point[] = [];
    let at: Position | null = null;
    let cursor: string | undefined;
    let pages = 0;
    do {
      const extra: Record<string, string> = { limit: String(PAGE), ...(cursor ? { cursor } : {}) };
      const page = await this.get<Latest>(`/api/v1/latest?${toQuery(null, subscription.filter, since, extra)}`);
      if (!page) throw new HttpFault(404);
      if (this.over || !this.wanted.has(subscription)) return;
      points.push(...page.items ?? []);
      // The position of the first page counts: what changes while the pages are read comes again with the next round.
      at ??= { epoch: page.epoch ?? '', offset: page.offset ?? 0 };
      cursor = page.next;
    } while (cursor && ++pages < MAX_PAGES);
    this.deliver(subscription, since, at, points);
  }

  private deliver(subscription: Subscription, since: Position | null, at: Position, points: Point[]): void {
    const same = since !== null && since.epoch === at.epoch;
    const channel = subscription.channel;
    if (subscription.awaiting) this.events.message({ type: 'subscribed', channel, epoch: at.epoch, offset: at.offset, recovered: same });
    if (same) this.events.message({ type: 'metrics', offset: at.offset, points });
    else this.events.message({ type: 'snapshot', channel, epoch: at.epoch, offset: at.offset, page: 1, last: true, points });
  }

  private async activity(subscription: Subscription): Promise<void> {
    const extra: Record<string, string> = { limit: '100', ...(subscription.channel === 'events' ? {} : { channel: subscription.channel }) };
    const page = await this.get<Events>(`/api/v1/events?${toQuery(null, subscription.filter, null, extra)}`);
    // A server without a log of events can still be polled for metrics.
    if (!page || this.over || !this.wanted.has(subscription)) return;
    const channel: Channel = subscription.channel;
    if (subscription.awaiting) this.events.message({ type: 'subscribed', channel, epoch: '', offset: 0, recovered: false });
    for (const event of (page.items ?? []).reverse()) {
      const key = `${event.source}\n${event.id}`;
      if (this.known.has(key)) continue;
      this.known.add(key);
      if (this.known.size > MAX_KNOWN) this.known.delete(this.known.values().next().value!);
      this.events.message({ type: 'event', channel, offset: 0, event });
    }
  }

  private async get<T>(path: string): Promise<T | null> {
    const response = await this.environment.fetch(new URL(path, this.url).toString(), { signal: this.aborts.signal });
    if (response.status === 404) return null;
    if (!response.ok) throw new HttpFault(response.status);
    return await response.json() as T;
  }

  private end(fault: unknown): void {
    if (this.over) return;
    this.close();
    const status = fault instanceof HttpFault ? fault.status : 0;
    const code = status === 401 ? 4002 : status === 403 ? 4500 : status === 429 || status === 503 ? 1013 : 1006;
    this.events.ended(code, status ? `The server answered ${status}.` : 'The server does not answer.');
  }
}

class HttpFault extends Error {
  constructor(readonly status: number) { super(`HTTP ${status}`); }
}
