import { describe, expect, it } from 'vitest';
import { PointBudget } from '../../src/model/ring';
import { lineNames, Series } from '../../src/model/series';
import { isCounter, rateUnit, sectionOf } from '../../src/model/knowledge';

const budget = new PointBudget(100_000);
const series = (metric: string, labels: Record<string, string> = {}, unit = '', agent = 'a'): Series =>
  new Series(JSON.stringify([metric, labels]), agent, metric, labels, unit, budget);
const shown = (one: Series): number[] => Array.from({ length: one.track.ring.length }, (_, i) => one.shownAt(i));

describe('Series', () => {
  it('shows gauges as they came', () => {
    const one = series('room.temperature', {}, 'Cel');
    one.push(1000, 21, Infinity);
    one.push(2000, 22, Infinity);
    expect(shown(one)).toEqual([21, 22]);
    expect(one.shownUnit).toBe('Cel');
  });

  it('shows counters as rates, not across a fall and not across a hole', () => {
    const one = series('system.network.io', {}, 'By');
    for (const [t, v] of [[1000, 100], [2000, 300], [3000, 300], [4000, 50], [5000, 150], [60_000, 9000], [61_000, 9100]]) one.push(t, v, Infinity);
    expect(shown(one)).toEqual([NaN, 200, 0, NaN, 100, NaN, 100]);
    expect(one.shownUnit).toBe('By/s');
  });

  it('learns its cadence and calls three times that a hole', () => {
    const one = series('m');
    for (let i = 0; i < 20; i++) one.push(i * 2000, i, Infinity);
    expect(one.cadenceMs).toBeCloseTo(2000, 5);
    expect(one.gapMs).toBeCloseTo(6000, 5);
    const back = series('m');
    for (const t of [0, 300_000, 301_000, 302_000, 303_000]) back.push(t, t, Infinity);
    expect(back.gapMs, 'an outage is a hole as soon as points come again').toBeLessThan(300_000);
    for (let i = 304; i < 310; i++) back.push(i * 1000, i, Infinity);
    expect(back.cadenceMs).toBeLessThan(4_000);
    const fast = series('m');
    for (let i = 0; i < 20; i++) fast.push(i * 100, i, Infinity);
    expect(fast.gapMs).toBe(2500);
  });

  it('finds the point nearest to an instant, and none across a hole', () => {
    const one = series('m');
    for (const t of [0, 1000, 2000, 60_000]) one.push(t, t, Infinity);
    one.cadenceMs = 1000;
    expect([-100, 400, 1600, 30_000, 59_000, 61_000, 70_000].map(t => one.nearest(t))).toEqual([0, 0, 2, -1, 3, 3, -1]);
  });
});

describe('lineNames', () => {
  it('names lines by what tells them apart, in either spelling', () => {
    expect(lineNames([series('c', { 'cpu.mode': 'user', host: 'x' }), series('c', { state: 'idle', host: 'x' })])).toEqual(['user', 'idle']);
    expect(lineNames([series('c', { d: 'eth0', 'network.io.direction': 'receive' }), series('c', { d: 'eth1', 'network.io.direction': 'receive' })])).toEqual(['eth0', 'eth1']);
    expect(lineNames([series('c', {}, '', 'a'), series('c', {}, '', 'b')])).toEqual(['a', 'b']);
    expect(lineNames([series('c')])).toEqual(['value']);
    expect(lineNames([series('c'), series('c', { l: 'x' })])).toEqual(['value', 'x']);
  });
});

describe('knowledge', () => {
  it('knows counters by name, and rates by unit', () => {
    expect(isCounter('system.network.io', 'By')).toBe(true);
    expect(isCounter('system.network.io', 'By/s')).toBe(false);
    expect(isCounter('http_requests_total', '')).toBe(true);
    expect(isCounter('room.temperature', 'Cel')).toBe(false);
    expect([rateUnit('By'), rateUnit('s'), rateUnit('{packet}'), rateUnit('')]).toEqual(['By/s', '1', '{packet}/s', '/s']);
  });

  it('puts metrics into sections by prefix, and the rest into Other', () => {
    expect(['system.cpu.utilization', 'system.paging.usage', 'system.filesystem.usage', 'system.uptime', 'gen_ai.client.token.usage', 'room.temperature', 'constructor']
      .map(metric => sectionOf(metric).id)).toEqual(['cpu', 'memory', 'disk', 'system', 'gen_ai', 'other', 'other']);
  });
});
