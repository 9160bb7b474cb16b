import { describe, expect, it } from 'vitest';
import type { LiveEvent } from '../../src/live';
import { ActivityFeed, channelOf, readActivity } from '../../src/model/activity';

const event = (type: string, more: Partial<LiveEvent> = {}): LiveEvent => ({ id: '1', source: 'agent/forge', type, time: '2026-11-20T10:30:00.123Z', ...more });

describe('readActivity', () => {
  it('says what an agent did, in its own words where it has some', () => {
    expect(readActivity(event('task.created', { message: 'Write Python function', subject: 'task-123', data: { bid: '100' } }), 'tasks'))
      .toMatchObject({ agent: 'forge', channel: 'tasks', sentence: 'Write Python function', icon: 'task', severity: 'info', subject: 'task-123', data: [['bid', '100']], time: Date.parse('2026-11-20T10:30:00.123Z') });
    expect(readActivity(event('task.completed', { subject: 'task-123' }), 'events')!.sentence).toBe('forge completed a task: task-123');
    expect(readActivity(event('zebra.crossed', { subject: 'x' }), 'events')).toMatchObject({ channel: 'events', sentence: 'zebra.crossed: x', icon: 'dot' });
  });

  it('finds the agent of the server\'s own events', () => {
    expect(readActivity(event('agent.offline', { source: 'server', subject: 'web-1' }), 'agents')).toMatchObject({ agent: 'web-1', icon: 'offline', sentence: 'web-1 went offline' });
    expect(readActivity(event('reject.series', { source: 'server', subject: 'cpu', data: { agent: 'web-2' } }), 'rejects')!.agent).toBe('web-2');
  });

  it('is not upset by anything', () => {
    expect(readActivity({} as LiveEvent, 'x')).toBeNull();
    expect(readActivity(event('__proto__', { time: 'soon', data: null as never, severity: 'fatal' as never, message: 5 as never }), 'events')).toMatchObject({ time: 0, severity: 'info', data: [] });
    expect(readActivity(event('constructor'), 'events')).toMatchObject({ icon: 'dot', channel: 'events' });
    expect(channelOf('toString.x')).toBe('events');
  });
});

describe('ActivityFeed', () => {
  const PIN = Date.UTC(2026, 0, 1);
  const at = (id: number, seconds: number): LiveEvent => event('task.created', { id: String(id), time: new Date(Date.UTC(2026, 0, 1) + seconds * 1000).toISOString() });

  it('keeps events newest first, each once', () => {
    const feed = new ActivityFeed();
    for (const [id, s] of [[1, 10], [2, 20], [3, 15], [2, 20]]) feed.take(at(id, s), 'tasks');
    expect(feed.items.map(item => item.key.split('\n')[1])).toEqual(['2', '3', '1']);
  });

  it('keeps the order of events of one instant, told live or by the log', () => {
    const feed = new ActivityFeed();
    for (const id of [4, 5]) feed.take(at(id, 1), 'tasks');
    for (const id of [3, 2, 1]) feed.take(at(id, 1), 'tasks', true);
    expect(feed.items.map(item => item.key.split('\n')[1])).toEqual(['5', '4', '3', '2', '1']);
  });

  it('holds its breath while pinned', () => {
    const feed = new ActivityFeed();
    feed.take(at(1, 1), 'tasks');
    feed.pin(PIN);
    feed.take(at(2, 2), 'tasks');
    expect([feed.items.length, feed.waiting]).toEqual([1, 1]);
    // Clocks of agents differ: what happens while pinned waits, whatever its time; what the log told before does not.
    feed.take(at(3, -5), 'tasks');
    feed.take(at(4, -4), 'tasks', true);
    feed.take(at(5, 5), 'tasks', true);
    expect([feed.items.length, feed.waiting]).toEqual([2, 3]);
    feed.unpin();
    expect([feed.items.length, feed.waiting]).toEqual([5, 0]);
  });

  it('has an end', () => {
    const feed = new ActivityFeed();
    for (let i = 0; i < 2_100; i++) feed.take(at(i, i), 'tasks');
    expect(feed.items.length).toBe(2_000);
    expect(feed.items[0].key).toContain('2099');
    feed.pin(PIN);
    for (let i = 3_000; i < 6_000; i++) feed.take(at(i, i), 'tasks');
    expect(feed.waiting).toBe(2_000);
  });

  it('counts what the server folded', () => {
    const feed = new ActivityFeed();
    feed.take(event('system.folded', { source: 'server', data: { count: '37' } }), 'system');
    expect(feed.folded).toBe(37);
  });
});
