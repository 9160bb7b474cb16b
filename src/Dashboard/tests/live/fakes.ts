import type { EventSourceLike, LiveEnvironment, ResponseLike, WebSocketLike } from '../../src/live/environment';
import type { Point } from '../../src/live';

export class FakeSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;
  onCommand: (command: Record<string, unknown>) => void = () => {};

  constructor(readonly url: string, readonly protocol: string) {}

  send(text: string): void {
    const command = JSON.parse(text) as Record<string, unknown>;
    this.sent.push(command);
    this.onCommand(command);
  }

  close(): void { this.closed = true; }

  open(heartbeatMs = 5000): void {
    this.onopen?.(undefined as never);
    this.say({ type: 'welcome', protocol: 'cleanlite.v1', connection: 'c-1', serverAt: 1_000_000, heartbeatMs });
  }

  say(message: object): void { this.onmessage?.({ data: JSON.stringify(message) }); }

  end(code: number, reason = ''): void {
    const closing = this.onclose;
    this.closed = true;
    closing?.({ code, reason });
  }
}

export class FakeSource implements EventSourceLike {
  readyState = 0;
  onopen: ((event: never) => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onerror: ((event: never) => void) | null = null;
  closed = false;
  readonly listeners = new Map<string, (event: { data: string }) => void>();

  constructor(readonly url: string) {}

  addEventListener(type: string, listener: (event: { data: string }) => void): void { this.listeners.set(type, listener); }
  say(message: { type: string }, named = false): void {
    const event = { data: JSON.stringify(message) };
    if (named) this.listeners.get(message.type)?.(event);
    else this.onmessage?.(event);
  }
  break(): void { this.onerror?.({} as never); }
  close(): void { this.closed = true; }
}

export class FakeWorld implements LiveEnvironment {
  readonly sockets: FakeSocket[] = [];
  readonly sources: FakeSource[] = [];
  readonly requests: string[] = [];
  answer: (url: string) => unknown = () => { throw new Error('unreachable'); };
  randomValue = 1;

  get socket(): FakeSocket { return this.sockets[this.sockets.length - 1]; }
  get source(): FakeSource { return this.sources[this.sources.length - 1]; }

  onSocket: (socket: FakeSocket) => void = () => {};

  webSocket(url: string, protocol: string): FakeSocket {
    const socket = new FakeSocket(url, protocol);
    this.sockets.push(socket);
    this.onSocket(socket);
    return socket;
  }

  eventSource(url: string): FakeSource {
    const source = new FakeSource(url);
    this.sources.push(source);
    return source;
  }

  async fetch(url: string): Promise<ResponseLike> {
    this.requests.push(url);
    const body = this.answer(url);
    const status = typeof body === 'number' ? body : 200;
    return { ok: status < 400, status, json: async () => body };
  }

  random(): number { return this.randomValue; }
  now(): number { return performance.now(); }
}

export function point(agent: string, timestamp: number, value = timestamp, metric = 'm'): Point {
  return { agent, metric, labels: {}, timestamp, value };
}
