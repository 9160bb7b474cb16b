/** What the client needs of the platform; tests hand in their own. */
export interface LiveEnvironment {
  webSocket(url: string, protocol: string): WebSocketLike;
  eventSource(url: string): EventSourceLike;
  fetch(url: string, init?: { signal?: AbortSignal; headers?: Record<string, string> }): Promise<ResponseLike>;
  random(): number;
  /** Monotonic milliseconds. */
  now(): number;
}

export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number; reason: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(code?: number, reason?: string): void;
}

export interface EventSourceLike {
  readonly readyState: number;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: { data: string }) => void) | null;
  onerror: ((event: never) => void) | null;
  addEventListener(type: string, listener: (event: { data: string }) => void): void;
  close(): void;
}

export interface ResponseLike {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<unknown>;
}

/** The browser's own. */
export const browserEnvironment: LiveEnvironment = {
  webSocket: (url, protocol) => new WebSocket(url, protocol) as unknown as WebSocketLike,
  eventSource: url => new EventSource(url) as unknown as EventSourceLike,
  fetch: (url, init) => fetch(url, init),
  random: Math.random,
  now: () => performance.now(),
};
