import { describe, expect, it } from 'vitest';
import { drawLine, extremes, type Pen } from '../../src/charts/linePath';
import { ServerClock } from '../../src/model/clock';
import { LatencyMeter } from '../../src/model/latency';
import { PaintLoop, type PaintEnvironment, type Painter } from '../../src/model/paintLoop';
import { PointBudget } from '../../src/model/ring';
import { Series } from '../../src/model/series';

describe('ServerClock', () => {
  it('trusts the message that came fastest', () => {
    const clock = new ServerClock(() => 1000, 0);
    clock.sample(50_100, 400); // 300 ms on its way
    clock.sample(50_500, 505); //   5 ms on its way
    clock.sample(50_600, 900);
    expect(clock.unix()).toBe(50_995);
    expect(clock.synchronised).toBe(true);
    expect(clock.tripMs).toBeNaN();
  });

  it('prefers the answer to a ping, the fastest of them', () => {
    const clock = new ServerClock(() => 1000, 0);
    clock.sample(50_500, 500);
    clock.sample(50_520, 510, 20); // written 10 ms before: 50_530 at 510
    clock.sample(50_900, 700, 300);
    expect(clock.unix(510)).toBe(50_530);
    expect(clock.monotonic(50_530)).toBe(510);
    expect(clock.tripMs).toBe(20);
  });

  it('goes by this machine\'s clock until it has heard', () => {
    const clock = new ServerClock(() => 10, 7_000);
    expect(clock.unix()).toBe(7_010);
    clock.sample(6_000, 0);
    expect(clock.skewMs).toBe(1_000);
  });
});

describe('LatencyMeter', () => {
  it('knows its percentiles, of the last thousand', () => {
    const meter = new LatencyMeter();
    expect(meter.percentile(0.5)).toBeNaN();
    for (let i = 1; i <= 100; i++) { meter.received(0); meter.painted(i); }
    expect([meter.percentile(0.5), meter.percentile(0.99), meter.percentile(1)]).toEqual([50, 99, 100]);
    for (let i = 0; i < 2000; i++) { meter.received(0); meter.painted(7); }
    expect([meter.count, meter.percentile(0.99)]).toEqual([1024, 7]);
  });

  it('gives what is new for a report, once', () => {
    const meter = new LatencyMeter();
    for (let i = 1; i <= 5; i++) { meter.received(0); meter.painted(i); }
    expect(meter.fresh(3)).toEqual([3, 4, 5]);
    expect(meter.fresh(3)).toEqual([]);
    meter.received(0);
    meter.painted(9);
    expect(meter.fresh(3)).toEqual([9]);
  });

  it('does not count what nobody saw', () => {
    const meter = new LatencyMeter();
    meter.received(1);
    meter.forget();
    meter.painted(100);
    expect(meter.count).toBe(0);
  });
});

class FakeScreen implements PaintEnvironment {
  time = 0;
  hidden = false;
  reducedMotion = false;
  frames: (() => void)[] = [];
  timers = new Map<number, { at: number; callback: () => void }>();
  private ids = 0;
  now(): number { return this.time; }
  requestFrame(callback: () => void): void { this.frames.push(callback); }
  afterPaint(callback: () => void): void { this.time += 1; callback(); }
  setTimer(callback: () => void, ms: number): number { this.timers.set(++this.ids, { at: this.time + ms, callback }); return this.ids; }
  clearTimer(id: number): void { this.timers.delete(id); }
  /** Lets frames come, 16 ms apart. */
  run(ms: number): void {
    const end = this.time + ms;
    while (this.time < end) {
      this.time += 16;
      for (const [id, timer] of [...this.timers]) if (timer.at <= this.time) { this.timers.delete(id); timer.callback(); }
      for (const frame of this.frames.splice(0)) frame();
    }
  }
}

class CountingPainter implements Painter {
  painted = 0;
  withData = 0;
  constructor(public slideMs: number, private readonly screen?: FakeScreen, private readonly costMs = 0) {}
  paint(data: boolean): void {
    this.painted++;
    if (data) this.withData++;
    if (this.screen) this.screen.time += this.costMs;
  }
}

describe('PaintLoop', () => {
  it('paints once for many batches, and then rests', () => {
    const screen = new FakeScreen();
    const meter = new LatencyMeter();
    const loop = new PaintLoop(screen, meter);
    const painter = new CountingPainter(Infinity);
    loop.add(painter);
    screen.run(50);
    const before = painter.painted;
    for (let i = 0; i < 5; i++) { meter.received(screen.time); loop.invalidate(); }
    screen.run(1000);
    expect(painter.painted).toBe(before + 1);
    expect(meter.count).toBe(5);
  });

  it('moves by the pixel, not by the frame', () => {
    const screen = new FakeScreen();
    const loop = new PaintLoop(screen, new LatencyMeter());
    const painter = new CountingPainter(100);
    loop.add(painter);
    screen.run(2000);
    expect(painter.painted).toBeGreaterThanOrEqual(16);
    expect(painter.painted).toBeLessThanOrEqual(22);
    expect(painter.withData).toBe(1);
  });

  it('rests while hidden and paints at once afterwards', () => {
    const screen = new FakeScreen();
    const meter = new LatencyMeter();
    const loop = new PaintLoop(screen, meter);
    const painter = new CountingPainter(Infinity);
    loop.add(painter);
    screen.run(50);
    screen.hidden = true;
    meter.received(screen.time);
    loop.invalidate();
    screen.run(5000);
    expect(painter.painted).toBe(1);
    screen.hidden = false;
    loop.wake();
    screen.run(32);
    expect([painter.painted, meter.count]).toEqual([2, 0]);
  });

  it('spreads out what is costly, so that half of the time stays free', () => {
    const screen = new FakeScreen();
    const loop = new PaintLoop(screen, new LatencyMeter());
    const painter = new CountingPainter(1, screen, 40);
    loop.add(painter);
    const end = 10_000;
    while (screen.time < end) { loop.invalidate(); screen.run(16); }
    expect(painter.painted * 40 / screen.time).toBeLessThan(0.56);
    expect(loop.framesPerSecond).toBeLessThan(15);
  });

  it('moves once a second where motion is not wanted', () => {
    const screen = new FakeScreen();
    screen.reducedMotion = true;
    const loop = new PaintLoop(screen, new LatencyMeter());
    const painter = new CountingPainter(20);
    loop.add(painter);
    screen.run(5000);
    expect(painter.painted).toBeLessThanOrEqual(6);
  });

  it('leaves a painter out that fails, and goes on with the others', () => {
    const screen = new FakeScreen();
    const loop = new PaintLoop(screen, new LatencyMeter());
    const error = console.error;
    console.error = () => {};
    loop.add({ slideMs: Infinity, paint: () => { throw new Error('broken'); } });
    const painter = new CountingPainter(Infinity);
    loop.add(painter);
    screen.run(50);
    console.error = error;
    expect(painter.painted).toBe(1);
  });
});

class Recorder implements Pen {
  readonly calls: string[] = [];
  moveTo(x: number, y: number): void { this.calls.push(`M${x},${y}`); }
  lineTo(x: number, y: number): void { this.calls.push(`L${x},${y}`); }
  arc(x: number, y: number): void { this.calls.push(`O${x},${y}`); }
}

describe('drawLine', () => {
  const frame = { xMin: 0, yMin: 0, xScale: 0.01, yScale: 1, left: 0, bottom: 100, dot: 2 };
  const line = (...points: [number, number][]): Series => {
    const series = new Series('k', 'a', 'm', {}, '', new PointBudget(100_000));
    for (const [t, v] of points) series.push(t, v, Infinity);
    return series;
  };
  const drawn = (series: Series, from = 0, to = 1e9): string[] => {
    const pen = new Recorder();
    drawLine(pen, series, from, to, frame);
    return pen.calls;
  };

  it('draws a point as a dot and two as a line', () => {
    expect(drawn(line())).toEqual([]);
    expect(drawn(line([1000, 10]))).toEqual(['M10,90', 'M12,90', 'O10,90']);
    expect(drawn(line([1000, 10], [2000, 20]))).toEqual(['M10,90', 'L20,80']);
  });

  it('breaks where something is missing', () => {
    const series = line([0, 1], [1000, 1], [2000, 1], [60_000, 1], [120_000, 5], [121_000, 5]);
    series.cadenceMs = 1000;
    expect(drawn(series)).toEqual(['M0,99', 'L10,99', 'L20,99', 'M600,99', 'M602,99', 'O600,99', 'M1200,95', 'L1210,95']);
  });

  it('reaches one point beyond each edge', () => {
    const series = line(...Array.from({ length: 10 }, (_, i): [number, number] => [i * 1000, 0]));
    expect(drawn(series, 3500, 6500)).toEqual(['M30,100', 'L40,100', 'L50,100', 'L60,100', 'L70,100']);
  });

  it('draws a crowded pixel column by its extremes', () => {
    const series = line(...Array.from({ length: 1000 }, (_, i): [number, number] => [i, i % 2 === 0 ? 10 : 90]));
    const calls = drawn(series);
    expect(calls.length).toBeLessThan(100);
    expect(calls).toContain('L0,10');
  });

  it('knows the extremes of a stretch', () => {
    const out = { low: NaN, high: NaN };
    extremes(line([0, 5], [1000, 1], [2000, 9], [3000, 100], [4000, 200]), 900, 2100, out);
    expect(out).toEqual({ low: 1, high: 100 });
  });
});
