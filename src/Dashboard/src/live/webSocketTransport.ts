import type { LiveEnvironment, WebSocketLike } from './environment';
import { parseMessage, type CallMethod, type Channel } from './messages';
import type { Subscription } from './subscription';
import type { Transport, TransportEvents } from './transport';

export const PROTOCOL = 'cleanlite.v1.json';
const NORMAL = 1000;

/** `/live` over a WebSocket: commands out, messages in. */
export class WebSocketTransport implements Transport {
  readonly kind = 'websocket';
  private socket: WebSocketLike | null = null;
  private open = false;
  private ids = 0;

  constructor(private readonly url: string, private readonly environment: LiveEnvironment, private readonly events: TransportEvents) {}

  start(subscriptions: ReadonlyMap<Channel, Subscription>): void {
    let socket: WebSocketLike;
    try {
      socket = this.environment.webSocket(`${this.url}?channels=none`, PROTOCOL);
    } catch (fault) {
      this.events.ended(1006, String(fault));
      return;
    }
    this.socket = socket;
    socket.onopen = () => {
      this.open = true;
      for (const subscription of subscriptions.values()) this.subscribe(subscription);
    };
    socket.onmessage = event => {
      const message = typeof event.data === 'string' ? parseMessage(event.data) : null;
      if (!message) return;
      if (message.type === 'welcome') this.events.opened();
      this.events.message(message);
    };
    socket.onerror = () => { /* A close follows and says more. */ };
    socket.onclose = event => {
      this.release();
      this.events.ended(event.code, event.reason);
    };
  }

  subscribe(subscription: Subscription): void {
    if (!this.open) return;
    const id = ++this.ids;
    const since = subscription.position;
    subscription.asked(id);
    this.send({
      id,
      action: 'subscribe',
      channel: subscription.channel,
      filter: subscription.filter,
      snapshot: subscription.snapshot,
      ...(subscription.intervalMs > 0 ? { intervalMs: subscription.intervalMs } : {}),
      ...(since ? { since } : {}),
    });
  }

  unsubscribe(subscription: Subscription): void {
    if (this.open) this.send({ id: ++this.ids, action: 'unsubscribe', channel: subscription.channel });
  }

  call(method: CallMethod): number {
    if (!this.open) return 0;
    this.send({ id: ++this.ids, action: 'call', method });
    return this.ids;
  }

  ping(): number {
    if (!this.open) return 0;
    this.send({ id: ++this.ids, action: 'ping' });
    return this.ids;
  }

  close(): void {
    const socket = this.socket;
    this.release();
    socket?.close(NORMAL);
  }

  private send(command: object): void { this.socket?.send(JSON.stringify(command)); }

  private release(): void {
    this.open = false;
    if (!this.socket) return;
    this.socket.onopen = this.socket.onmessage = this.socket.onclose = null;
    this.socket = null;
  }
}
