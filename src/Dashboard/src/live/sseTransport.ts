import type { EventSourceLike, LiveEnvironment } from './environment';
import { parseMessage, type Channel } from './messages';
import { toQuery } from './query';
import type { Subscription } from './subscription';
import type { Transport, TransportEvents } from './transport';

/** Names that a server may put into the `event:` field; without one the browser says `message`. */
const NAMES = ['welcome', 'subscribed', 'snapshot', 'metrics', 'event', 'merged', 'lost', 'heartbeat', 'error', 'bye'];

/** `/live/sse`: one stream per subscription, each resumed by its own position. */
export class SseTransport implements Transport {
  readonly kind = 'sse';
  private readonly sources = new Map<Channel, EventSourceLike>();
  private opened = false;
  private over = false;

  constructor(private readonly url: string, private readonly environment: LiveEnvironment, private readonly events: TransportEvents) {}

  start(subscriptions: ReadonlyMap<Channel, Subscription>): void {
    for (const subscription of subscriptions.values()) this.subscribe(subscription);
  }

  subscribe(subscription: Subscription): void {
    if (this.over) return;
    this.unsubscribe(subscription);
    const query = toQuery(subscription.channel, subscription.filter, subscription.position, {
      ...(subscription.snapshot ? {} : { snapshot: 'false' }),
      ...(subscription.intervalMs > 0 ? { intervalMs: String(subscription.intervalMs) } : {}),
    });
    let source: EventSourceLike;
    try {
      source = this.environment.eventSource(`${this.url}/sse?${query}`);
    } catch (fault) {
      this.end(String(fault));
      return;
    }
    subscription.asked(1);
    this.sources.set(subscription.channel, source);
    const take = (event: { data: string }): void => {
      const message = typeof event.data === 'string' ? parseMessage(event.data) : null;
      if (!message || this.over) return;
      this.works();
      this.events.message(message);
    };
    source.onopen = () => this.works();
    source.onmessage = take;
    // The browser also fires a plain 'error' event, without data, when the stream breaks.
    for (const name of NAMES) source.addEventListener(name, take);
    source.onerror = event => { if (typeof (event as { data?: unknown }).data !== 'string') this.end('The event stream broke.'); };
  }

  unsubscribe(subscription: Subscription): void {
    this.sources.get(subscription.channel)?.close();
    this.sources.delete(subscription.channel);
  }

  call(): number { return 0; }
  ping(): number { return 0; }

  close(): void {
    this.over = true;
    for (const source of this.sources.values()) source.close();
    this.sources.clear();
  }

  private works(): void {
    if (this.opened || this.over) return;
    this.opened = true;
    this.events.opened();
  }

  private end(reason: string): void {
    if (this.over) return;
    this.close();
    this.events.ended(1006, reason);
  }
}
