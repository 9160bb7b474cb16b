/** Values with their UCUM units, as people read them: three significant digits, thin spaces between groups of digits. */

const THIN = '\u2009';
const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];
const DECIMAL = ['', 'k', 'M', 'G', 'T', 'P'];
const TIME: readonly (readonly [number, string])[] = [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's'], [1e-3, 'ms'], [1e-6, '\u00b5s'], [1e-9, 'ns']];
const SCALED = new Set(['bit', 'Hz', 'W', 'V', 'A', 'J', 'B', 'm', 'g', 'Pa']);
const SECONDS = new Map([['s', 1], ['ms', 1e-3], ['us', 1e-6], ['ns', 1e-9], ['min', 60], ['h', 3600], ['d', 86400]]);
const BYTES = new Map([['By', 1], ['KiBy', 1024], ['MiBy', 1024 ** 2], ['GiBy', 1024 ** 3], ['kBy', 1e3], ['MBy', 1e6], ['GBy', 1e9]]);

/** One way of writing values: multiply, then append. Chosen once for an axis so that all its ticks agree. */
export interface Scale {
  readonly factor: number;
  readonly suffix: string;
}

/** Picks the scale in which `value` reads best. */
export function scaleFor(value: number, unit: string): Scale {
  const size = Math.abs(value);
  const per = unit.endsWith('/s') ? '/s' : '';
  const base = per ? unit.slice(0, -2) : unit;
  if (base === '1' || base === '') return per ? plain(size, per) : base === '1' && size <= 10 ? { factor: 100, suffix: '%' } : plain(size, '');
  const bytes = BYTES.get(base);
  if (bytes !== undefined) return binary(size * bytes, bytes, per);
  const seconds = SECONDS.get(base);
  if (seconds !== undefined && !per) return time(size * seconds, seconds);
  if (base === '%') return { factor: 1, suffix: `%${per}` };
  if (base === 'Cel') return { factor: 1, suffix: '\u00b0C' };
  // An annotation says what is counted, and so does the name of the metric.
  if (base.startsWith('{') && base.endsWith('}')) return plain(size, per, true);
  if (SCALED.has(base)) return plain(size, base + per);
  return { factor: 1, suffix: ` ${unit}` };
}

/** Writes a value with its unit. */
export function format(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '\u2013';
  return formatWith(value, scaleFor(value, unit));
}

/** Writes a value in a scale chosen before. */
export function formatWith(value: number, scale: Scale): string {
  if (!Number.isFinite(value)) return '\u2013';
  const text = digits(value * scale.factor);
  const suffix = scale.suffix;
  if (suffix === '') return text;
  return suffix === '%' || suffix.startsWith(' ') || suffix.startsWith(THIN) ? text + suffix : `${text}${THIN}${suffix}`;
}

/** Three significant digits; whole numbers keep all of theirs up to a million, in groups. */
export function digits(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(Number(value.toPrecision(3)));
  if (size >= 1e15 || size < 1e-4) return value.toExponential(2);
  const decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)));
  const text = value.toFixed(Number.isInteger(value) ? 0 : decimals);
  return size >= 10_000 ? group(text) : text;
}

/** The value as it came, for those who want to know exactly. */
export function raw(value: number, unit: string): string {
  return `${Number.isInteger(value) ? group(String(value)) : String(value)}${unit && unit !== '1' ? ` ${unit}` : ''}`;
}

/** A span of time in words: `450 ms`, `12 s`, `3 min`, `2 h 5 min`, `4 d 3 h`. */
export function span(ms: number): string {
  if (!Number.isFinite(ms)) return '\u2013';
  const size = Math.max(0, ms);
  if (size < 1000) return `${Math.round(size)} ms`;
  const seconds = Math.round(size / 1000);
  if (seconds < 90) return seconds < 10 && size % 1000 >= 50 && size < 9950 ? `${(size / 1000).toFixed(1)} s` : `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${hours / 24} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** How often something comes: a span without the digits that jitter. */
export function pace(ms: number): string { return span(ms < 950 ? Math.round(ms / 10) * 10 : Math.round(ms / 100) * 100); }

/** A count: `1 agent`, `12 000 agents`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${group(String(count))} ${count === 1 ? one : many}`;
}

/** Digits in groups of three. */
export function group(text: string): string {
  const [whole, rest] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, THIN);
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

function plain(size: number, suffix: string, loose = false): Scale {
  if (size < 1e6 && (suffix === '' || loose)) return { factor: 1, suffix };
  let step = 0;
  let scaled = size;
  while (scaled >= 1000 && step < DECIMAL.length - 1) { scaled /= 1000; step++; }
  return { factor: 1 / 1000 ** step, suffix: loose ? ` ${DECIMAL[step]}${suffix}`.trimEnd() : DECIMAL[step] + suffix };
}

function binary(bytes: number, factor: number, per: string): Scale {
  let step = 0;
  let scaled = bytes;
  while (scaled >= 1024 && step < BINARY.length - 1) { scaled /= 1024; step++; }
  return { factor: factor / 1024 ** step, suffix: BINARY[step] + per };
}

function time(seconds: number, factor: number): Scale {
  // Above a minute whole units read better once there are two of them.
  for (const [length, name] of TIME) if (seconds >= (length >= 60 ? 2 * length : length)) return { factor: factor / length, suffix: name };
  return { factor, suffix: seconds === 0 ? 's' : 'ns' };
}

/**
 * A time by the reader's own clock: to the minute with 5 characters, to the second with 8, to the tenth with 10. Made without `Intl`, whose first
 * format takes a browser 20 ms that would be missed before the first chart.
 */
export function clock(time: number, characters = 8): string {
  const shift = new Date(time).getTimezoneOffset() * 60_000;
  return Math.abs(time) < 8.63e15 ? new Date(time - shift).toISOString().slice(11, 11 + characters) : '\u2013';
}
