import { describe, expect, it } from 'vitest';
import { clock, counted, digits, format, group, raw, span } from '../../src/model/units';
import { assign, DARK, LIGHT } from '../../src/model/colours';
import { tickLabels, timeLabels, timeTicks, ValueBounds } from '../../src/charts/axis';

const plain = (text: string): string => text.replaceAll('\u2009', ' ');

describe('units', () => {
  it.each([
    [0.4231, '1', '42.3%'], [1, '1', '100%'], [0, '1', '0%'], [42, '1', '42'],
    [0, 'By', '0 B'], [1023, 'By', '1023 B'], [1536, 'By', '1.50 KiB'], [16 * 1024 ** 3, 'By', '16 GiB'], [2.5 * 1024 ** 2, 'By/s', '2.50 MiB/s'],
    [0.0000021, 's', '2.10 \u00b5s'], [0.0213, 's', '21.3 ms'], [3.5, 's', '3.50 s'], [90, 's', '90 s'], [7200, 's', '2 h'], [864_000, 's', '10 d'],
    [250, 'ms', '250 ms'], [1500, 'ms', '1.50 s'],
    [123, '{process}', '123'], [99.96, '%', '100%'], [2.5, '{packet}/s', '2.50 /s'], [12_345, '{request}', '12 345'],
    [21.5, 'Cel', '21.5 \u00b0C'], [3_200_000_000, 'Hz', '3.20 GHz'], [1500, 'bit/s', '1.50 kbit/s'],
    [5, '%', '5%'], [7.25, 'furlong', '7.25 furlong'], [12_345_678, '', '12.3 M'], [NaN, 'By', '\u2013'], [Infinity, 's', '\u2013'],
    [1, 'constructor', '1 constructor'], [1, '__proto__', '1 __proto__'],
  ])('writes %f in %s as %s', (value, unit, text) => expect(plain(format(value, unit))).toBe(text));

  it('keeps three significant digits and whole numbers whole', () => {
    expect([0, 1, 0.12345, 1.2345, 12.345, 123.45, 1234.5, 12345, -0.5, 0.001234, 1e-7].map(v => plain(digits(v))))
      .toEqual(['0', '1', '0.123', '1.23', '12.3', '123', '1235', '12 345', '-0.500', '0.00123', '1.00e-7']);
  });

  it('tells the time of the reader\'s clock', () => {
    const own = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 1 });
    for (const time of [0, 1_795_192_085_733, Date.UTC(2027, 0, 1, 3, 4, 5, 678), Date.UTC(2027, 6, 1, 23, 59, 59, 999)]) {
      expect(clock(time, 10)).toBe(own.format(time));
      expect([clock(time), clock(time, 5)]).toEqual([own.format(time).slice(0, 8), own.format(time).slice(0, 5)]);
    }
    expect([NaN, Infinity, 8.64e15, -8.65e15].map(time => clock(time))).toEqual(Array(4).fill('\u2013'));
  });

  it('says spans and counts in words', () => {
    expect([0, 450, 1000, 1500, 12_000, 89_000, 120_000, 3_600_000 * 2 + 300_000, 3_600_000 * 75, NaN].map(span))
      .toEqual(['0 ms', '450 ms', '1 s', '1.5 s', '12 s', '89 s', '2 min', '2 h 5 min', '3 d 3 h', '\u2013']);
    expect([counted(1, 'agent'), plain(counted(12_000, 'agent')), counted(2, 'series', 'series')]).toEqual(['1 agent', '12 000 agents', '2 series']);
    expect(plain(group('1234567.5'))).toBe('1 234 567.5');
    expect(plain(raw(1234567, 'By'))).toBe('1 234 567 By');
  });
});

describe('axis', () => {
  it('writes all ticks in one unit', () => {
    expect(tickLabels([0, 0.25, 0.5, 0.75, 1], '1')).toEqual(['0%', '25%', '50%', '75%', '100%']);
    expect(tickLabels([0, 1024 ** 3, 2 * 1024 ** 3], 'By').map(plain)).toEqual(['0 GiB', '1 GiB', '2 GiB']);
    expect(tickLabels([0.5, 0.75, 1], '{thread}').map(plain)).toEqual(['0.50', '0.75', '1.00']);
  });

  it('marks whole steps of the clock on the wall, and writes none that the edge would cut', () => {
    const minute = 60_000;
    const noon = new Date(2026, 10, 20, 12, 0, 0).getTime();
    const ticks = timeTicks(noon + 1, noon + 5 * minute, 2 * minute);
    expect(ticks).toEqual([noon + 2 * minute, noon + 4 * minute]);
    expect(timeLabels(ticks, 2 * minute, noon, noon + 4 * minute)).toEqual(['12:02', '12:04']);
    expect(timeLabels(ticks, 2 * minute, noon, noon + 4 * minute - 1)).toEqual(['12:02', '']);
    expect(timeLabels([noon + 30_000], 30_000, noon, noon + minute)).toEqual(['12:00:30']);
    expect(timeLabels(ticks, 2 * minute, noon + 2 * minute + 1, noon + 5 * minute)).toEqual(['', '12:04']);
  });

  it('stays put while values move a little, grows at once, shrinks late', () => {
    const bounds = new ValueBounds(false);
    bounds.fit(10, 100);
    const top = bounds.max;
    expect(bounds.min).toBe(0);
    bounds.fit(10, 98);
    expect(bounds.max).toBe(top);
    bounds.fit(10, 200);
    expect(bounds.max).toBeGreaterThan(200);
    bounds.fit(1, 10);
    expect(bounds.max).toBeLessThan(20);
    bounds.fit(NaN, NaN);
    expect(bounds.max).toBeLessThan(20);
  });

  it('holds shares between nothing and all, and survives flat lines', () => {
    const share = new ValueBounds(true);
    share.fit(0.2, 0.3);
    expect([share.min, share.max]).toEqual([0, 1]);
    const flat = new ValueBounds(false);
    flat.fit(5, 5);
    expect(flat.max).toBeGreaterThan(flat.min);
    flat.reset();
    flat.fit(0, 0);
    expect(flat.max).toBeGreaterThan(flat.min);
  });
});

describe('colours', () => {
  it('depend on the set of names only, and are all different while that is possible', () => {
    const names = Array.from({ length: 7 }, (_, i) => `line-${i}`);
    const one = assign(names);
    expect(assign([...names].reverse())).toEqual(new Map([...one].sort()));
    expect(new Set([...one.values()].map(stroke => stroke.slot)).size).toBe(7);
    const many = assign(Array.from({ length: 30 }, (_, i) => `line-${i}`));
    expect(new Set([...many.values()].map(stroke => `${stroke.slot}:${stroke.dash}`)).size).toBe(30);
  });

  it('stay with the names that had them', () => {
    const before = assign(['b', 'c', 'd']);
    const after = assign(['a', 'c', 'd', 'e'], before);
    expect(after.get('c')).toBe(before.get('c'));
    expect(after.get('d')).toBe(before.get('d'));
  });

  it.each([['light', LIGHT, '#ffffff'], ['dark', DARK, '#151a20']] as const)('stand out 3:1 from the %s page', (_, colours, page) => {
    for (const colour of colours) expect(contrast(colour, page)).toBeGreaterThanOrEqual(3);
  });

  it.each([['light', LIGHT], ['dark', DARK]] as const)('of the %s theme are told apart by everyone', (_, colours) => {
    for (const [sight, matrix] of Object.entries(SIGHTS)) for (const a of colours) for (const b of colours) {
      if (a >= b) continue;
      const [p, q] = [a, b].map(colour => lab(seen(matrix, colour)));
      expect(Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]), `${a} and ${b} by ${sight} sight`).toBeGreaterThan(15);
    }
  });
});

/** What a colour turns to where one kind of cones is missing: Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB. */
const SIGHTS = {
  common: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

function seen(matrix: number[][], colour: string): number[] {
  const [r, g, b] = linear(colour);
  return matrix.map(row => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b)));
}

/** CIE L*a*b* for daylight D65. */
function lab([r, g, b]: number[]): number[] {
  const [x, y, z] = [[0.4124, 0.3576, 0.1805, 0.95047], [0.2126, 0.7152, 0.0722, 1], [0.0193, 0.1192, 0.9505, 1.08883]]
    .map(([p, q, s, white]) => (p * r + q * g + s * b) / white).map(t => t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function linear(colour: string): number[] {
  return [1, 3, 5].map(i => parseInt(colour.slice(i, i + 2), 16) / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = linear(colour);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
