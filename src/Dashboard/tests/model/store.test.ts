import { describe, expect, it } from 'vitest';
import type { Point } from '../../src/live';
import { Store } from '../../src/model/store';

const at = (agent: string, metric: string, timestamp: number, value: number, labels: Record<string, string> = {}, unit = ''): Point => ({ agent, metric, labels, timestamp, value, unit });
const limits = { series: 10, agents: 3, points: 10_000, idleMs: 1000 };

describe('Store', () => {
  it('tells series apart by agent, metric and labels', () => {
    const store = new Store();
    store.take([at('a', 'm', 1, 1, { x: '1' }), at('a', 'm', 1, 2, { x: '2' }), at('b', 'm', 1, 3), at('a', 'n', 1, 4)], false, 0);
    expect(store.seriesCount).toBe(4);
    expect([...store.metrics.keys()]).toEqual(['m', 'n']);
    expect(store.metrics.get('m')!.series.size).toBe(3);
  });

  it('counts live points once, however often they come', () => {
    const store = new Store();
    store.take([at('a', 'm', 1, 1)], false, 5);
    store.take([at('a', 'm', 1, 1), at('a', 'm', 2, 2)], true, 10);
    store.take([at('a', 'm', 2, 2)], true, 20);
    expect(store.pointsTotal).toBe(1);
    expect(store.agents.get('a')!.receivedAt).toBe(10);
  });

  it('does not take the past for a sign of life', () => {
    const store = new Store();
    store.take([at('a', 'm', 100, 1)], false, 5);
    store.take([at('a', 'm', 50, 1), at('a', 'm', 100, 1)], false, 10);
    expect(store.agents.get('a')!.receivedAt).toBe(0);
    expect(store.agents.get('a')!.series.get('m')!.track.ring.length).toBe(2);
  });

  it('holds new points while pinned and counts them', () => {
    const store = new Store();
    store.take([at('a', 'm', 1000, 1)], true, 0);
    store.pin(1000);
    store.take([at('a', 'm', 2000, 2), at('b', 'm', 2000, 2)], true, 1);
    const ring = store.agents.get('a')!.series.get('m')!.track.ring;
    expect([ring.length, store.waiting]).toEqual([1, 2]);
    expect([store.agents.get('a')!.receivedAt, store.agents.get('b')!.receivedAt], 'when they were heard, as the page shows it').toEqual([0, 0]);
    store.unpin();
    expect(store.agents.get('a')!.receivedAt).toBe(1);
    expect([ring.length, store.waiting, ring.lastValue]).toEqual([2, 0, 2]);
    expect(store.agents.get('b')!.series.get('m')!.track.ring.length).toBe(1);
  });

  it('keeps the cadence by which the picture is drawn while it is pinned', () => {
    const store = new Store();
    store.take([at('a', 'm', 1000, 1)], true, 0);
    store.take([at('a', 'm', 2000, 1)], true, 1);
    const agent = store.agents.get('a')!;
    const cadences = (): number[] => [agent.cadenceMs, agent.series.get('m')!.cadenceMs];
    store.pin(2000);
    store.take([at('a', 'm', 6000, 1)], true, 2);
    expect(cadences()).toEqual([1000, 1000]);
    store.unpin();
    store.take([at('a', 'm', 8000, 1)], true, 3);
    expect(cadences()).toEqual([1125, 1125]);
  });

  it('turns away what makes no sense and what is beyond its limits, and counts it', () => {
    const store = new Store(limits);
    store.take([{ agent: 1, metric: 'm', timestamp: 1, value: 1 } as unknown as Point, at('a', 'm', NaN, 1), at('a', 'm', 1e30, 1), at('a', 'm', 1, Infinity)], true, 0);
    expect([store.turnedAway, store.seriesCount]).toEqual([4, 0]);
    store.take(Array.from({ length: 12 }, (_, i) => at('a', `m${i}`, 1, 1)), true, 0);
    expect([store.turnedAway, store.seriesCount]).toEqual([6, 10]);
    const agents = new Store(limits);
    agents.take(Array.from({ length: 5 }, (_, i) => at(`a${i}`, 'm', 1, 1)), true, 0);
    expect([agents.turnedAway, agents.agents.size]).toEqual([2, 3]);
  });

  it('lets silent series go, with their agents, metrics and room', () => {
    const store = new Store(limits);
    store.take([at('a', 'm', 1000, 1), at('b', 'n', 5000, 1)], true, 0);
    const before = store.budget.points;
    store.sweep(5500);
    expect([[...store.agents.keys()], [...store.metrics.keys()], store.seriesCount]).toEqual([['b'], ['n'], 1]);
    expect(store.budget.points).toBeLessThan(before);
  });

  it('takes names that mean something to JavaScript as names', () => {
    const store = new Store();
    const hostile = JSON.parse('[{"agent":"__proto__","metric":"constructor","labels":{"__proto__":"toString","constructor":"x"},"timestamp":1,"value":1,"unit":"constructor"}]') as Point[];
    store.take(hostile, true, 0);
    expect(store.agents.get('__proto__')!.series.size).toBe(1);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('Vitals', () => {
  const cpu = (agent: string, time: number, idle: number, label = 'cpu.mode'): Point[] => [
    at(agent, 'system.cpu.utilization', time, 1 - idle, { [label]: 'user' }, '1'), at(agent, 'system.cpu.utilization', time, idle, { [label]: 'idle' }, '1')];

  it('reads how busy the CPUs are off the idle share, in both spellings', () => {
    const store = new Store();
    store.take([...cpu('new', 1000, 0.75), ...cpu('old', 1000, 0.5, 'state')], true, 0);
    expect(store.agents.get('new')!.vitals.cpu.ring.lastValue).toBeCloseTo(0.25);
    expect(store.agents.get('old')!.vitals.cpu.ring.lastValue).toBeCloseTo(0.5);
  });

  it('adds modes up where nobody reports idle', () => {
    const store = new Store();
    store.take([at('a', 'system.cpu.utilization', 1, 0.2, { 'cpu.mode': 'user' }), at('a', 'system.cpu.utilization', 1, 0.1, { 'cpu.mode': 'system' })], true, 0);
    expect(store.agents.get('a')!.vitals.cpu.ring.lastValue).toBeCloseTo(0.3);
  });

  it('takes memory from the share, else from usage over limit', () => {
    const store = new Store();
    store.take([at('a', 'system.memory.utilization', 1, 0.4, { 'system.memory.state': 'used' }), at('a', 'system.memory.utilization', 1, 0.6, { 'system.memory.state': 'free' })], true, 0);
    store.take([at('b', 'system.memory.usage', 1, 30, { state: 'used' }), at('b', 'system.memory.limit', 1, 40)], true, 0);
    expect(store.agents.get('a')!.vitals.memory.ring.lastValue).toBe(0.4);
    expect(store.agents.get('b')!.vitals.memory.ring.lastValue).toBe(0.75);
  });

  it('never hides the fullest disk behind an average, and adds traffic up', () => {
    const store = new Store();
    const disk = (mount: string, share: number): Point => at('a', 'system.filesystem.utilization', 2000, share, { mountpoint: mount, state: 'used' });
    store.take([disk('/', 0.1), disk('/var', 0.97), disk('/home', 0.2)], true, 0);
    const net = (time: number, rx: number, tx: number): Point[] => [at('a', 'system.network.io', time, rx, { direction: 'receive' }, 'By'), at('a', 'system.network.io', time, tx, { direction: 'transmit' }, 'By')];
    store.take(net(1000, 0, 0), true, 0);
    store.take(net(2000, 1000, 500), true, 1);
    expect(store.agents.get('a')!.vitals.disk.ring.lastValue).toBe(0.97);
    expect(store.agents.get('a')!.vitals.network.ring.lastValue).toBe(1500);
  });

  it('holds what comes while pinned, so that the lines have no hole afterwards', () => {
    const store = new Store();
    const report = (time: number): void => store.take([...cpu('a', time, 0.5), at('a', 'system.network.io', time, time, {}, 'By'),
      at('a', 'system.filesystem.utilization', time, time / 10_000)], true, time);
    for (let time = 1000; time <= 3000; time += 1000) report(time);
    const { vitals } = store.agents.get('a')!;
    store.pin(3000);
    for (let time = 4000; time <= 6000; time += 1000) report(time);
    expect([vitals.cpu.ring.length, vitals.network.ring.length, vitals.disk.ring.lastValue]).toEqual([3, 2, 0.3]);
    store.unpin();
    report(7000);
    expect([vitals.cpu.ring.length, vitals.disk.ring.lastValue]).toEqual([7, 0.7]);
    // A rate needs two points, and the first that waits has none before it.
    expect(vitals.network.ring.length).toBe(5);
  });
});
