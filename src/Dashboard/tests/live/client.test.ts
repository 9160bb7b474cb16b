import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LiveClient, type LiveState } from '../../src/live';
import { FakeWorld, point } from './fakes';
import { ModelServer, matches } from './model-server';

let world: FakeWorld;
let states: LiveState[];
let client: LiveClient;
const extras: { serverTimes: number[]; offsets: unknown[]; renewals: number } = { serverTimes: [], offsets: [], renewals: 0 };

beforeEach(() => {
  vi.useFakeTimers();
  world = new FakeWorld();
  states = [];
  Object.assign(extras, { serverTimes: [], offsets: [], renewals: 0 });
  client = new LiveClient({
    url: 'http://server/live',
    environment: world,
    onState: state => states.push(state),
    onServerTime: at => extras.serverTimes.push(at),
    onOffsets: offsets => extras.offsets.push(offsets),
    renew: async () => { extras.renewals++; },
  });
});

afterEach(() => {
  client.close();
  vi.useRealTimers();
});

describe('connecting', () => {
  it('offers the subprotocol, subscribes to nothing by query and sends its subscriptions when open', () => {
    client.subscribe('metrics', { filter: { agents: ['web-*'] } }, {});
    client.start();
    expect(world.socket.url).toBe('ws://server/live?channels=none');
    expect(world.socket.protocol).toBe('cleanlite.v1.json');
    expect(world.socket.sent).toEqual([]);
    world.socket.open();
    expect(world.socket.sent).toEqual([{ id: 1, action: 'subscribe', channel: 'metrics', filter: { agents: ['web-*'] }, snapshot: true }]);
    expect(client.state.phase).toBe('live');
  });

  it('sends a subscription that was made while the socket was opening', () => {
    client.start();
    client.subscribe('events', { snapshot: false, intervalMs: 250 }, {});
    world.socket.open();
    expect(world.socket.sent[0]).toMatchObject({ channel: 'events', snapshot: false, intervalMs: 250 });
  });

  it('hands on the time and the offsets of the server', () => {
    client.start();
    world.socket.open();
    world.socket.say({ type: 'heartbeat', serverAt: 1_005_000, offsets: { metrics: 7 } });
    expect(extras.serverTimes).toEqual([1_000_000, 1_005_000]);
    expect(extras.offsets).toEqual([{ metrics: 7 }]);
  });

  it('ignores what it does not know and what is no message', () => {
    client.start();
    world.socket.open();
    world.socket.onmessage?.({ data: '{' });
    world.socket.onmessage?.({ data: new ArrayBuffer(2) });
    world.socket.say({ type: 'future', anything: 1 });
    world.socket.say({ type: 'metrics', offset: 1, points: 'none' });
    world.socket.say({ type: 'event', channel: 'tasks', offset: 1, event: null });
    expect(client.state.phase).toBe('live');
  });

  it('gives up an attempt that gets no answer within ten seconds', () => {
    client.start();
    vi.advanceTimersByTime(10_300);
    expect(client.state).toMatchObject({ phase: 'waiting' });
    expect(world.socket.closed).toBe(true);
  });
});

describe('delivering', () => {
  function live() {
    const points: number[] = [];
    const snapshots: number[] = [];
    const subscription = client.subscribe('metrics', {}, {
      points: (batch, snapshot) => (snapshot ? snapshots : points).push(...batch.map(p => p.timestamp)),
    });
    client.start();
    world.socket.open();
    return { points, snapshots, subscription };
  }
  const subscribed = (id: number, offset: number, recovered = false) =>
    ({ type: 'subscribed', id, channel: 'metrics', epoch: 'e', offset, recovered });

  it('counts points, merges and losses', () => {
    const { subscription, points } = live();
    world.socket.say(subscribed(1, 10));
    world.socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 10, page: 1, last: true, points: [point('a', 1)] });
    world.socket.say({ type: 'metrics', offset: 12, points: [point('a', 2), point('a', 3)] });
    world.socket.say({ type: 'merged', channel: 'metrics', points: 30, fromOffset: 12, toOffset: 50 });
    world.socket.say({ type: 'lost', channel: 'metrics', fromOffset: 50, toOffset: 57 });
    expect(subscription.counts).toEqual({ points: 2, snapshotPoints: 1, events: 0, merged: 30, lost: 7 });
    expect(points).toEqual([2, 3]);
  });

  it('takes merged pages that carry the offset before them, then the last one', () => {
    const { points, subscription } = live();
    world.socket.say(subscribed(1, 5));
    world.socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 5, page: 1, last: true, points: [] });
    world.socket.say({ type: 'metrics', offset: 6, points: [point('a', 1)] });
    world.socket.say({ type: 'metrics', offset: 6, points: [point('a', 9)] });
    world.socket.say({ type: 'metrics', offset: 20, points: [point('b', 9)] });
    expect(points).toEqual([1, 9, 9]);
    expect(subscription.position).toEqual({ epoch: 'e', offset: 20 });
  });

  it('drops a frame that it already had', () => {
    const { points } = live();
    world.socket.say(subscribed(1, 5));
    world.socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 5, page: 1, last: true, points: [] });
    world.socket.say({ type: 'metrics', offset: 8, points: [point('a', 3)] });
    world.socket.say({ type: 'metrics', offset: 7, points: [point('a', 2)] });
    expect(points).toEqual([3]);
  });

  it('says which page of latest state was the last', () => {
    const lasts: unknown[] = [];
    client.subscribe('metrics', {}, { points: (_points, _snapshot, frame) => lasts.push(frame.last) });
    client.start();
    world.socket.open();
    world.socket.say({ type: 'subscribed', id: 1, channel: 'metrics', epoch: 'e', offset: 10, recovered: false });
    for (const last of [false, true]) world.socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 10, page: 1, last, points: [point('a', 1)] });
    world.socket.say({ type: 'metrics', offset: 11, points: [point('a', 2)] });
    expect(lasts).toEqual([undefined, true, undefined]);
  });

  it('resumes nowhere while a snapshot is half here, and at its offset once it is whole', () => {
    live();
    world.socket.say(subscribed(1, 10));
    world.socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 10, page: 1, last: false, points: [point('a', 1)] });
    world.socket.end(1006);
    vi.advanceTimersByTime(300);
    world.socket.open();
    expect(world.socket.sent[0].since).toBeUndefined();
    world.socket.say(subscribed(1, 10));
    world.socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 10, page: 1, last: true, points: [point('a', 1)] });
    world.socket.end(1006);
    vi.advanceTimersByTime(300);
    world.socket.open();
    expect(world.socket.sent[0].since).toEqual({ epoch: 'e', offset: 10 });
  });

  it('asks for a snapshot again when a new filter was not answered before the link broke', () => {
    const { subscription } = live();
    world.socket.say(subscribed(1, 10));
    world.socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 10, page: 1, last: true, points: [] });
    client.subscribe('metrics', { filter: { agents: ['b'] } }, subscription.handler);
    world.socket.say({ type: 'metrics', offset: 11, points: [point('a', 2)] });
    world.socket.end(1006);
    vi.advanceTimersByTime(300);
    world.socket.open();
    expect(world.socket.sent[0]).toMatchObject({ filter: { agents: ['b'] }, snapshot: true });
    expect(world.socket.sent[0].since).toBeUndefined();
  });

  it('ignores the answer to a command that it replaced', () => {
    const { subscription } = live();
    client.subscribe('metrics', { filter: { agents: ['b'] } }, subscription.handler);
    world.socket.say(subscribed(1, 10));
    expect(subscription.awaiting).toBe(2);
    world.socket.say(subscribed(2, 10));
    expect(subscription.awaiting).toBe(0);
  });

  it('reaches back on request and delivers the replay once', () => {
    const { points, subscription } = live();
    world.socket.say(subscribed(1, 10));
    world.socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 10, page: 1, last: true, points: [] });
    client.subscribe('metrics', { since: { epoch: 'e', offset: 4 } }, subscription.handler);
    // Sent before the server read the command: the replay brings it again.
    world.socket.say({ type: 'metrics', offset: 11, points: [point('a', 11)] });
    world.socket.say(subscribed(2, 11, true));
    world.socket.say({ type: 'metrics', offset: 11, points: [5, 6, 7, 8, 9, 10, 11].map(t => point('a', t)) });
    expect(points).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect(subscription.position).toEqual({ epoch: 'e', offset: 11 });
  });

  it('takes points of a restarted server for live ones, however far its predecessor had counted', () => {
    const replays: boolean[] = [];
    const handler = { points: (_: unknown, snapshot: boolean, frame: { replay?: boolean }) => { if (!snapshot) replays.push(frame.replay === true); } };
    const empty = (epoch: string, offset: number) => ({ type: 'snapshot', channel: 'metrics', epoch, offset, page: 1, last: true, points: [] });
    client.subscribe('metrics', {}, handler);
    client.start();
    world.socket.open();
    world.socket.say(subscribed(1, 1_000));
    world.socket.say(empty('e', 1_000));
    client.subscribe('metrics', { since: { epoch: 'e', offset: 900 } }, handler);
    world.socket.say(subscribed(2, 1_000, true));
    world.socket.say({ type: 'metrics', offset: 1_001, points: [point('a', 1)] });
    world.socket.end(1006);
    vi.advanceTimersByTime(300);
    world.socket.open();
    world.socket.say({ ...subscribed(1, 10), epoch: 'f' });
    world.socket.say(empty('f', 10));
    client.subscribe('metrics', { since: { epoch: 'f', offset: 5 } }, handler);
    world.socket.say({ ...subscribed(2, 10, true), epoch: 'f' });
    world.socket.say({ type: 'metrics', offset: 10, points: [point('a', 2)] });
    world.socket.say({ type: 'metrics', offset: 11, points: [point('a', 3)] });
    expect(replays).toEqual([false, true, false]);
  });

  it('gives an event to the subscription of its channel, else to that of all events', () => {
    const seen: string[] = [];
    client.subscribe('events', {}, { event: (event, channel) => seen.push(`events:${channel}:${event.type}`) });
    client.subscribe('rejects', {}, { event: event => seen.push(`rejects:${event.type}`) });
    client.start();
    world.socket.open();
    world.socket.say({ type: 'event', channel: 'tasks', offset: 1, event: { id: '1', source: 's', type: 'task.created', time: '' } });
    world.socket.say({ type: 'event', channel: 'rejects', offset: 2, event: { id: '2', source: 's', type: 'reject', time: '' } });
    expect(seen).toEqual(['events:tasks:task.created', 'rejects:reject']);
  });

  it('settles calls and pings by their number, and rejects them when the link breaks', async () => {
    live();
    const result = client.call('system.metrics');
    const ping = client.ping();
    world.socket.say({ type: 'result', id: 2, method: 'system.metrics', result: { errors: 0 } });
    vi.advanceTimersByTime(12);
    world.socket.say({ type: 'pong', id: 3 });
    expect(await result).toEqual({ errors: 0 });
    expect(await ping).toBe(12);
    const refused = client.call('system.events');
    world.socket.say({ type: 'error', id: 4, code: 'unknown_method', message: 'No such method.', retryable: false });
    await expect(refused).rejects.toThrow('No such method.');
    const cut = client.call('system.events');
    world.socket.end(1006);
    await expect(cut).rejects.toThrow('lost');
  });
});

describe('coming back', () => {
  it('waits with full jitter between a quarter of a second and five seconds', () => {
    client.start();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      world.socket.end(1006);
      waits.push(client.state.retryAt - performance.now());
      vi.advanceTimersByTime(5_000);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
    world.randomValue = 0;
    world.socket.end(1006);
    expect(client.state.retryAt - performance.now()).toBe(50);
  });

  it('comes back when the server said it should', () => {
    client.start();
    world.socket.open();
    world.socket.say({ type: 'bye', code: 1012, reason: 'The server is restarting.', reconnectAfterMs: 1400 });
    world.socket.end(1012, 'The server is restarting.');
    expect(client.state).toMatchObject({ phase: 'waiting', code: 1012, reason: 'The server is restarting.' });
    vi.advanceTimersByTime(1399);
    expect(world.sockets).toHaveLength(1);
    vi.advanceTimersByTime(1);
    expect(world.sockets).toHaveLength(2);
  });

  it.each([[1001], [1006], [1012], [1013], [4001], [4002], [4003]])('comes back after %i', async code => {
    client.start();
    world.socket.open();
    world.socket.end(code);
    expect(client.state.phase).toBe('waiting');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(world.sockets).toHaveLength(2);
  });

  it.each([[1002], [1003], [1007], [1009], [4500], [4501], [4503]])('stays away after %i until started again', async code => {
    client.start();
    world.socket.open();
    world.socket.end(code, 'because');
    expect(client.state).toMatchObject({ phase: 'stopped', code, reason: 'because' });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(world.sockets).toHaveLength(1);
    client.start();
    expect(world.sockets).toHaveLength(2);
  });

  it('is patient after 1011', () => {
    client.start();
    world.socket.open();
    world.socket.end(1011);
    expect(client.state.retryAt - performance.now()).toBe(4000);
  });

  it('hands on the number of folded events, whichever channel was subscribed to', () => {
    const folded: unknown[] = [];
    client.subscribe('metrics', {}, {});
    client.subscribe('tasks', {}, { event: event => folded.push(event.data) });
    client.start();
    world.socket.open();
    const event = { id: 'f', source: 'server', type: 'system.folded', time: '2026-11-20T10:30:00Z', data: { count: '37' } };
    world.socket.say({ type: 'event', channel: 'system', offset: 850, event });
    world.socket.say({ type: 'event', channel: 'system', offset: 851, event: { ...event, type: 'system.started' } });
    expect(folded).toEqual([{ count: '37' }]);
  });

  it('is patient after 1013 and renews credentials after 4002', async () => {
    client.start();
    world.socket.open();
    world.socket.end(1013);
    expect(client.state.retryAt - performance.now()).toBe(4000);
    await vi.advanceTimersByTimeAsync(4000);
    world.socket.open();
    world.socket.end(4002);
    await vi.advanceTimersByTimeAsync(0);
    expect(extras.renewals).toBe(1);
  });

  it('notices a missed heartbeat within a second and gives a silent link up', () => {
    client.start();
    world.socket.open(2000);
    vi.advanceTimersByTime(2_500);
    expect(client.state.phase).toBe('live');
    vi.advanceTimersByTime(500);
    expect(client.state.phase).toBe('quiet');
    world.socket.say({ type: 'heartbeat', serverAt: 1, offsets: {} });
    expect(client.state.phase).toBe('live');
    vi.advanceTimersByTime(5_100);
    expect(client.state).toMatchObject({ phase: 'waiting', reason: 'The connection went silent.' });
  });

  it('tries at once when hurried', () => {
    client.start();
    world.socket.end(1006);
    client.hurry();
    expect(world.sockets).toHaveLength(2);
    client.hurry();
    expect(world.sockets).toHaveLength(2);
  });

  it('counts reconnects after a connection that worked only', () => {
    client.start();
    world.socket.end(1006);
    vi.advanceTimersByTime(5_000);
    world.socket.open();
    expect(client.state.reconnects).toBe(0);
    world.socket.end(1006);
    vi.advanceTimersByTime(5_000);
    world.socket.open();
    expect(client.state.reconnects).toBe(1);
  });

  it('hears nothing more from a connection that it gave up', () => {
    const points: unknown[] = [];
    client.subscribe('metrics', {}, { points: batch => points.push(...batch) });
    client.start();
    world.socket.open();
    const old = world.socket;
    const late = old.onmessage!;
    vi.advanceTimersByTime(11_000);
    late({ data: JSON.stringify({ type: 'metrics', offset: 1, points: [point('a', 1)] }) });
    expect(points).toEqual([]);
  });
});

describe('against a model of the server', () => {
  // Random publishing, cuts, restarts and filter changes: what arrives is compared with what the server published.
  it.each(Array.from({ length: 200 }, (_, seed) => [seed + 1]))('loses and doubles nothing that the ring held (seed %i)', seed => {
    const random = lcg(seed);
    const server = new ModelServer(40);
    let connected = false;
    world.onSocket = socket => queueMicrotask(() => {
      if (socket !== world.socket) return;
      connected = true;
      server.accept(socket);
    });
    const segments: { recovered: boolean; got: string[]; filter: readonly string[]; epoch: string; from: number }[] = [];
    const handler = {
      subscribed: (recovered: boolean, position: { epoch: string; offset: number }) => {
        if (!recovered) segments.push({ recovered, got: [], filter: [], epoch: position.epoch, from: position.offset });
      },
      points: (batch: readonly { agent: string; timestamp: number }[], snapshot: boolean) => {
        if (!snapshot) segments[segments.length - 1].got.push(...batch.map(p => `${p.agent}@${p.timestamp}`));
      },
    };
    const subscription = client.subscribe('metrics', {}, handler);
    client.start();
    let clock = 0;
    const published = new Map<string, string[]>();
    return (async () => {
      for (let step = 0; step < 120; step++) {
        const dice = random();
        if (dice < 0.7) {
          const p = point(`a${Math.floor(random() * 3)}`, ++clock);
          server.publish(p);
          (published.get(server.epoch) ?? published.set(server.epoch, []).get(server.epoch)!).push(`${p.agent}@${p.timestamp}`);
          if (random() < 0.6) server.flush();
        } else if (dice < 0.82 && connected) {
          server.cut();
          connected = false;
          world.socket.end(random() < 0.5 ? 1006 : 4001);
        } else if (dice < 0.86) {
          server.restart();
          if (connected) { connected = false; world.socket.end(1012); }
        } else {
          await vi.advanceTimersByTimeAsync(400);
        }
        await vi.advanceTimersByTimeAsync(1);
      }
      for (let i = 0; i < 20; i++) {
        await vi.advanceTimersByTimeAsync(1_000);
        server.heartbeat();
      }
      server.flush();
      for (const segment of segments) {
        const all = published.get(segment.epoch) ?? [];
        // From the snapshot's offset on, exactly what was published, in order, once, up to where the segment ends.
        expect(segment.got).toEqual(all.slice(segment.from, segment.from + segment.got.length));
      }
      const last = segments[segments.length - 1];
      expect(last.from + last.got.length).toBe((published.get(last.epoch) ?? []).length);
      expect(subscription.position?.offset).toBe(server.offset);
    })();
  });

  it('takes the filter into account when it resumes', async () => {
    const server = new ModelServer(100);
    world.onSocket = socket => queueMicrotask(() => server.accept(socket));
    const got: string[] = [];
    const filter = { agents: ['b'] };
    client.subscribe('metrics', { filter }, { points: (batch, snapshot) => { if (!snapshot) got.push(...batch.map(p => `${p.agent}@${p.timestamp}`)); } });
    client.start();
    await vi.advanceTimersByTimeAsync(1);
    for (let t = 1; t <= 10; t++) server.publish(point(t % 2 ? 'a' : 'b', t));
    server.flush();
    server.cut();
    world.socket.end(1006);
    for (let t = 11; t <= 20; t++) server.publish(point(t % 2 ? 'a' : 'b', t));
    await vi.advanceTimersByTimeAsync(1000);
    server.flush();
    const expected = Array.from({ length: 20 }, (_, i) => point((i + 1) % 2 ? 'a' : 'b', i + 1)).filter(p => matches(filter, p));
    expect(got).toEqual(expected.map(p => `${p.agent}@${p.timestamp}`));
  });
});

describe('falling back', () => {
  const reachable = (url: string): unknown => url.endsWith('/health/live') ? {} : 500;

  async function failWebSocket(times: number): Promise<void> {
    for (let i = 0; i < times; i++) {
      world.socket.end(1006);
      await vi.advanceTimersByTimeAsync(5_000);
    }
  }

  it('stays with WebSocket while the server does not answer at all', async () => {
    client.start();
    await failWebSocket(10);
    expect(world.sources).toHaveLength(0);
    expect(client.state.transport).toBe('websocket');
  });

  it('takes the event stream when only the WebSocket fails, and resumes on it', async () => {
    world.answer = reachable;
    const points: number[] = [];
    client.subscribe('metrics', { filter: { agents: ['a'] } }, { points: batch => points.push(...batch.map(p => p.timestamp)) });
    client.start();
    world.socket.open();
    world.socket.say({ type: 'subscribed', id: 1, channel: 'metrics', epoch: 'e', offset: 3, recovered: false });
    world.socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 3, page: 1, last: true, points: [] });
    await failWebSocket(4);
    expect(client.state).toMatchObject({ transport: 'sse' });
    expect(world.source.url).toBe('http://server/live/sse?channels=metrics&agent=a&since=e%3A3');
    world.source.say({ type: 'subscribed', channel: 'metrics', epoch: 'e', offset: 3, recovered: true } as never);
    world.source.say({ type: 'metrics', offset: 4, points: [point('a', 4)] } as never, true);
    expect(client.state.phase).toBe('live');
    expect(points).toEqual([4]);
  });

  it('climbs back to the WebSocket after a minute, and down again at one failure', async () => {
    world.answer = reachable;
    client.subscribe('metrics', {}, {});
    client.start();
    await failWebSocket(3);
    world.source.onopen?.(undefined as never);
    const sockets = world.sockets.length;
    for (let i = 0; i < 62; i++) {
      world.source.say({ type: 'heartbeat' });
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(world.sockets.length).toBe(sockets + 1);
    expect(client.state.transport).toBe('websocket');
    world.socket.end(1006);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(client.state.transport).toBe('sse');
  });

  it('polls when the event stream fails too: snapshot first, then only what changed', async () => {
    const bodies: Record<string, unknown>[] = [
      { items: [point('a', 1)], epoch: 'e', offset: 5, next: 'c' },
      { items: [point('b', 1)], epoch: 'e', offset: 6 },
      { items: [point('a', 2)], epoch: 'e', offset: 7 },
    ];
    const served: string[] = [];
    world.answer = url => {
      if (url.endsWith('/health/live')) return {};
      served.push(url);
      return bodies.shift() ?? { items: [], epoch: 'e', offset: 7 };
    };
    const seen: string[] = [];
    client.subscribe('metrics', { filter: { metrics: ['m'] } }, {
      points: (batch, snapshot) => seen.push(`${snapshot ? 'snapshot' : 'live'}:${batch.map(p => p.agent + p.timestamp).join()}`),
    });
    client.start();
    await failWebSocket(3);
    for (let i = 0; i < 3; i++) {
      world.source.break();
      await vi.advanceTimersByTimeAsync(5_000);
    }
    expect(client.state).toMatchObject({ transport: 'polling', phase: 'live' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(seen.slice(0, 2)).toEqual(['snapshot:a1,b1', 'live:a2']);
    expect(served[0]).toBe('http://server/api/v1/latest?metric=m&limit=1000');
    expect(served[1]).toContain('cursor=c');
    expect(served[2]).toBe('http://server/api/v1/latest?metric=m&since=e%3A5&limit=1000');
  });

  it('tells events once when it polls them', async () => {
    const event = (id: string) => ({ id, source: 's', type: 'task.created', time: '' });
    let items = [event('2'), event('1')];
    world.answer = url => url.includes('/events') ? { items } : url.endsWith('/live') ? {} : { items: [], epoch: 'e', offset: 0 };
    const seen: string[] = [];
    client.subscribe('events', {}, { event: e => seen.push(e.id) });
    client.start();
    await failWebSocket(3);
    for (let i = 0; i < 3; i++) {
      world.source.break();
      await vi.advanceTimersByTimeAsync(5_000);
    }
    items = [event('3'), event('2'), event('1')];
    await vi.advanceTimersByTimeAsync(2_000);
    expect(seen).toEqual(['1', '2', '3']);
  });

  it('goes back to the top when nothing works, and stops where it is not allowed', async () => {
    world.answer = url => url.endsWith('/health/live') ? {} : 404;
    client.subscribe('metrics', {}, {});
    client.start();
    await failWebSocket(3);
    for (let i = 0; i < 3; i++) {
      world.source.break();
      await vi.advanceTimersByTimeAsync(5_000);
    }
    await vi.advanceTimersByTimeAsync(20_000);
    expect(client.state.transport).toBe('websocket');
  });
});

function lcg(seed: number): () => number {
  let state = seed * 2654435761 % 2 ** 32;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
