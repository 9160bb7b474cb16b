import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { FakeSocket, point } from './fakes';

const MODULE = join(import.meta.dirname, '../../src', `documented-${process.pid}.ts`);

afterEach(() => {
  rmSync(MODULE, { force: true });
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('runs the example of docs/live.md as it is printed there', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/live.md'), 'utf8');
  writeFileSync(MODULE, /```ts\n([\s\S]*?)```/.exec(page)![1]);
  const sockets: FakeSocket[] = [];
  vi.stubGlobal('WebSocket', class extends FakeSocket {
    constructor(url: string, protocol: string) { super(url, protocol); sockets.push(this); }
  });
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});

  await import(/* @vite-ignore */ MODULE);
  expect(sockets.map(s => s.url)).toEqual(['ws://localhost:8080/live?channels=none']);
  const [socket] = sockets;
  socket.open();
  expect(socket.sent.map(s => [s.action, s.channel])).toEqual([['subscribe', 'metrics'], ['subscribe', 'events']]);
  const [metrics, events] = socket.sent;
  socket.say({ type: 'subscribed', id: metrics.id, channel: 'metrics', epoch: 'e', offset: 1, recovered: false });
  socket.say({ type: 'snapshot', channel: 'metrics', epoch: 'e', offset: 1, page: 1, last: true, points: [point('web-1', 5, 5, 'system.cpu.utilization')] });
  socket.say({ type: 'merged', channel: 'metrics', points: 3, fromOffset: 1, toOffset: 9 });
  socket.say({ type: 'subscribed', id: events.id, channel: 'events', epoch: 'e', offset: 1, recovered: false });
  socket.say({ type: 'event', channel: 'tasks', offset: 2, event: { id: '1', source: 'agent/a', type: 'task.failed', time: '2026-11-20T10:30:00Z', message: 'No.' } });
  socket.say({ type: 'lost', channel: 'events', events: 12, fromOffset: 2, toOffset: 20 });
  socket.say({ type: 'error', code: 'bad_field', message: 'What?', retryable: false });

  const said = log.mock.calls.map(words => words.join(' '));
  for (const part of ['live', 'a fresh start', 'web-1 system.cpu.utilization 5', '3 points left out', 'tasks task.failed No.', '12 events lost'])
    expect(said.some(line => line.includes(part)), `${part} in ${said.join(' | ')}`).toBe(true);
  expect(errors.mock.calls.map(words => words.join(' '))).toContain('bad_field What?');
});
