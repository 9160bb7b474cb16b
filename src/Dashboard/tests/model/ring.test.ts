import { describe, expect, it } from 'vitest';
import { PointBudget, PointRing, Track } from '../../src/model/ring';

const times = (ring: PointRing): number[] => Array.from({ length: ring.length }, (_, i) => ring.timeAt(i));

describe('PointRing', () => {
  it('keeps points in order and grows while they are young', () => {
    const ring = new PointRing(new PointBudget(1000), 4);
    for (let t = 1; t <= 10; t++) expect(ring.push(t * 1000, t)).toBe(true);
    expect(times(ring)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map(t => t * 1000));
    expect(ring.capacity).toBe(16);
    expect([ring.firstTime, ring.lastTime, ring.lastValue]).toEqual([1000, 10_000, 10]);
  });

  it('overwrites the oldest at its maximum, past its span, and without budget', () => {
    const full = new PointRing(new PointBudget(1000), 4, 4);
    for (let t = 1; t <= 6; t++) full.push(t, t);
    expect(times(full)).toEqual([3, 4, 5, 6]);
    const old = new PointRing(new PointBudget(1000), 4, 64, 10);
    for (let t = 1; t <= 6; t++) old.push(t * 100, t);
    expect(times(old)).toEqual([300, 400, 500, 600]);
    const poor = new PointRing(new PointBudget(0), 4);
    for (let t = 1; t <= 6; t++) poor.push(t, t);
    expect(poor.capacity).toBe(4);
  });

  it('drops what it covers and starts over when the past is told from further back', () => {
    const ring = new PointRing(new PointBudget(1000));
    ring.push(100, 1);
    ring.push(200, 2);
    expect(ring.push(200, 9)).toBe(false);
    expect(ring.push(150, 9)).toBe(false);
    expect(times(ring)).toEqual([100, 200]);
    expect(ring.push(50, 5)).toBe(true);
    for (const t of [100, 150, 200]) ring.push(t, t);
    expect(times(ring)).toEqual([50, 100, 150, 200]);
  });

  it('finds the first point at or after an instant, also when wrapped', () => {
    const ring = new PointRing(new PointBudget(1000), 4, 4);
    for (let t = 1; t <= 7; t++) ring.push(t * 10, t);
    expect([35, 40, 41, 70, 71].map(t => ring.lowerBound(t))).toEqual([0, 0, 1, 3, 4]);
  });

  it('gives its budget back', () => {
    const budget = new PointBudget(1000);
    const ring = new PointRing(budget, 16);
    for (let t = 0; t < 17; t++) ring.push(t, t);
    expect(budget.points).toBe(32);
    ring.release();
    expect(budget.points).toBe(0);
  });

  it('agrees with a plain array over random pushes', () => {
    let seed = 7;
    const random = (n: number): number => (seed = seed * 48271 % 2147483647) % n;
    const ring = new PointRing(new PointBudget(64), 4, 32);
    let model: number[] = [];
    for (let i = 0, t = 0; i < 5000; i++) {
      t += random(5) - (random(40) === 0 ? 30 : 0);
      const last = model[model.length - 1];
      if (model.length === 0 || t > last) model.push(t);
      else if (t < model[0]) model = [t];
      ring.push(t, t);
      model = model.slice(-ring.length);
      expect(times(ring)).toEqual(model);
      expect(ring.length).toBeLessThanOrEqual(32);
    }
  });
});

describe('Track', () => {
  it('shows nothing new while pinned, and everything afterwards', () => {
    const track = new Track(new PointBudget(1000));
    track.push(1, 1, Infinity);
    track.push(2, 2, 1.5);
    track.push(3, 3, 1.5);
    expect(times(track.ring)).toEqual([1]);
    expect(track.newestTime).toBe(3);
    track.unpin();
    expect(times(track.ring)).toEqual([1, 2, 3]);
  });

  it('takes the past while pinned', () => {
    const track = new Track(new PointBudget(1000));
    track.push(50, 5, 40);
    track.push(10, 1, 40);
    track.push(20, 2, 40);
    expect(times(track.ring)).toEqual([10, 20]);
    track.unpin();
    expect(times(track.ring)).toEqual([10, 20, 50]);
  });
});
