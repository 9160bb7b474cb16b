import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { LineChart, type Line } from '../charts/lineChart';
import { extremes } from '../charts/linePath';
import { assign, type Stroke } from '../model/colours';
import { pinOf } from '../model/route';
import { lineNames, type Series } from '../model/series';
import { clock, format, raw } from '../model/units';
import { resumeAll, timeRange } from './actions';
import { isMerging, route, session, setQuery, useFollow, useTick } from './app';
import { Icon } from './icons';
import { onTheme, palette } from './theme';

const SYNC = 'page';
const TABLE_PAGE = 25;
const LEGEND = 8;
const SUMMARY_MS = 2_000;
const SPEAK_AFTER_MS = 500;

export interface ChartProps {
  title: string;
  /** Said smaller beside the title: the metric's own name. */
  note?: string;
  series: readonly Series[];
  /** Names of the lines; by default the labels in which they differ. */
  names?: readonly string[];
  share?: boolean;
  height?: number;
  /** Lines that are left out at first. */
  hide?: readonly string[];
  /** Most lines drawn before one asks for all. */
  most?: number;
}

/** A chart with its legend, its table and its words. */
export function Chart(props: ChartProps) {
  const { title, note, series, height = 180, most = LEGEND } = props;
  const [all, setAll] = useState(false);
  const [table, setTable] = useState(false);
  const names = useMemo(() => props.names ?? lineNames(series), [series, props.names]);
  // What was chosen by hand, against what is hidden at first: it stays when lines come and go.
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const hides = (name: string): boolean => (props.hide ?? []).some(hide => name.split(' \u00b7 ').includes(hide));
  const hidden = useMemo(() => new Set(names.filter(name => hides(name) !== toggled.has(name))), [names, toggled]);
  const chosen = useMemo(() => {
    const order = names.map((name, index) => ({ name, series: series[index] }));
    if (all || order.length <= most) return order;
    // The greatest now; which ones they are is settled once, so that lines do not come and go.
    return [...order].sort((a, b) => (b.series.latest || 0) - (a.series.latest || 0)).slice(0, most);
  }, [names, series, all, most]);
  const strokes = useRef<ReadonlyMap<string, Stroke>>(new Map());
  const lines = useMemo<readonly Line[]>(() => {
    strokes.current = assign(chosen.map(one => one.name), strokes.current);
    return chosen.map(one => ({ ...one, stroke: strokes.current.get(one.name)! }));
  }, [chosen]);
  const unit = series[0]?.shownUnit ?? '';
  const toggle = (name: string, keep: boolean): void => {
    const alone = !hidden.has(name) && lines.every(line => line.name === name || hidden.has(line.name));
    const hide = (other: string): boolean => keep ? hidden.has(other) !== (other === name) : !alone && other !== name;
    setToggled(new Set(names.filter(other => hide(other) !== hides(other))));
  };
  const [cursor, setCursor] = useState(NaN);
  return (
    <figure class="card chart">
      <figcaption>
        <h3>{title}</h3>{note && note !== title && <code class="dim">{note}</code>}
        {isMerging() && <span class="merged">merged</span>}
        <span class="at">{Number.isNaN(cursor) ? '' : clock(cursor, 10)}</span>
        <button type="button" class="tool small" aria-pressed={table} title={table ? 'Chart' : 'Table'} aria-label={table ? `${title}: show the chart` : `${title}: show the table`} onClick={() => setTable(!table)}>
          <Icon name={table ? 'chart' : 'table'} />
        </button>
      </figcaption>
      {table
        ? <Values lines={lines} unit={unit} />
        : <Plot title={title} lines={lines} hidden={hidden} unit={unit} share={props.share ?? false} height={height} onCursor={setCursor} />}
      <Legend lines={lines} hidden={hidden} unit={unit} cursor={cursor} onToggle={toggle} />
      {series.length > chosen.length && <button type="button" class="link" onClick={() => setAll(true)}>The {chosen.length} greatest of {series.length}; show all</button>}
      {all && series.length > most && <button type="button" class="link" onClick={() => setAll(false)}>Show the {most} greatest only</button>}
    </figure>
  );
}

interface PlotProps { title: string; lines: readonly Line[]; hidden: ReadonlySet<string>; unit: string; share: boolean; height: number; onCursor(time: number): void }

function Plot({ title, lines, hidden, unit, share, height, onCursor }: PlotProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<LineChart | null>(null);
  const [spoken, setSpoken] = useState('');
  const [tip, setTip] = useState<{ time: number; left: number } | null>(null);
  const own = useRef({ keyed: NaN, timer: 0, over: false, pinned: false });

  useEffect(() => {
    const element = host.current!;
    const made = new LineChart(element, {
      unit, share, height, syncKey: SYNC,
      range: timeRange,
      tail: agent => { const row = session.fleet.get(agent); return row !== undefined && row.state === 'stale'; },
      onCursor: time => {
        onCursor(time);
        if (own.current.pinned) return;
        setTip(Number.isNaN(time) || !own.current.over ? null : { time, left: place(element, time) });
      },
      onSelect: (from, to) => setQuery({ from: String(from), to: String(to) }, false),
      onReset: resumeAll,
    });
    chart.current = made;
    const leave = session.paint.add(made);
    const unfollow = onTheme(() => made.restyle());
    const enter = (): void => { own.current.over = true; };
    const exit = (): void => { own.current.over = false; if (!own.current.pinned) setTip(null); };
    const click = (): void => { own.current.pinned = !own.current.pinned; };
    element.addEventListener('pointerenter', enter);
    element.addEventListener('pointerleave', exit);
    element.addEventListener('click', click);
    return () => {
      leave();
      unfollow();
      made.destroy();
      clearTimeout(own.current.timer);
      element.removeEventListener('pointerenter', enter);
      element.removeEventListener('pointerleave', exit);
      element.removeEventListener('click', click);
    };
  }, [unit, share, height]);

  useEffect(() => chart.current?.setLines(lines, hidden), [lines, hidden, unit, share, height]);

  const key = (event: KeyboardEvent): void => {
    const { from, to } = timeRange();
    const step = (to - from) / 60;
    let time = own.current.keyed;
    if (event.key === 'ArrowLeft') time = Number.isNaN(time) ? to - step : Math.max(from, time - step);
    else if (event.key === 'ArrowRight') time = Number.isNaN(time) ? from + step : Math.min(to, time + step);
    else if (event.key === 'Home') time = from;
    else if (event.key === 'End') time = to;
    else if (event.key === 'Escape') time = NaN;
    else return;
    event.preventDefault();
    own.current.keyed = time;
    chart.current?.setCursor(time);
    onCursor(time);
    clearTimeout(own.current.timer);
    own.current.timer = setTimeout(() => setSpoken(Number.isNaN(time) ? '' : sayValues(lines, hidden, unit, time)), SPEAK_AFTER_MS) as unknown as number;
  };
  return (
    <div class="plot-frame">
      <div class="plot" ref={host} role="figure" tabIndex={0} aria-label={`Chart of ${title}. Arrow keys move through time.`} onKeyDown={key} style={{ height: `${height}px` }} />
      {tip && <Tip lines={lines} hidden={hidden} unit={unit} time={tip.time} left={tip.left} />}
      <p class="sr" aria-live="polite">{spoken}</p>
      <Summary lines={lines} hidden={hidden} unit={unit} />
    </div>
  );
}

/** Where along the chart an instant lies, as a share of its width. */
function place(element: HTMLElement, time: number): number {
  const { from, to } = timeRange();
  const left = 56 / Math.max(1, element.clientWidth);
  return left + (1 - left) * (time - from) / (to - from);
}

function Tip({ lines, hidden, unit, time, left }: { lines: readonly Line[]; hidden: ReadonlySet<string>; unit: string; time: number; left: number }) {
  const values = lines.filter(line => !hidden.has(line.name)).map(line => {
    const index = line.series.nearest(time);
    return { line, value: index < 0 ? NaN : line.series.shownAt(index) };
  }).sort((a, b) => (Number.isNaN(a.value) ? 1 : 0) - (Number.isNaN(b.value) ? 1 : 0) || b.value - a.value).slice(0, 12);
  return (
    <div class={`tip ${left > 0.6 ? 'left' : ''}`} style={{ left: `${(left * 100).toFixed(2)}%` }} aria-hidden="true">
      {values.map(({ line, value }) => (
        <div key={line.series.agent + line.series.key}><i style={{ background: palette.series[line.stroke.slot] }} /><span>{line.name}</span><b>{format(value, unit)}</b>
          <small>{Number.isNaN(value) ? '' : raw(Number(value.toPrecision(8)), unit)}</small></div>
      ))}
    </div>
  );
}

function Legend({ lines, hidden, unit, cursor, onToggle }: { lines: readonly Line[]; hidden: ReadonlySet<string>; unit: string; cursor: number; onToggle(name: string, keep: boolean): void }) {
  useTick(500);
  const at = Number.isNaN(cursor) ? pinOf(route())?.to ?? NaN : cursor;
  return (
    <ul class="legend" aria-label="Lines">
      {lines.map(line => {
        const index = Number.isNaN(at) ? line.series.track.ring.length - 1 : line.series.nearest(at);
        const off = hidden.has(line.name);
        const late = session.fleet.get(line.series.agent)?.state !== 'online';
        return (
          <li key={line.series.agent + line.series.key}>
            <button type="button" aria-pressed={!off} class={`${off ? 'off' : ''} ${late ? 'late' : ''}`} onClick={event => onToggle(line.name, event.ctrlKey || event.metaKey)} title={line.series.labelText || line.series.metric}>
              <Swatch line={line} /><span class="clip">{line.name}</span><b>{index < 0 ? '\u2013' : format(line.series.shownAt(index), unit)}</b>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function Swatch({ line }: { line: Line }) {
  useFollow(onTheme);
  return (
    <svg class="swatch" viewBox="0 0 14 4" width="14" height="4" aria-hidden="true">
      <line x1="0" y1="2" x2="14" y2="2" stroke={palette.series[line.stroke.slot]} stroke-width="2.5" stroke-dasharray={line.stroke.dash.join(' ')} />
    </svg>
  );
}

/** The chart in a sentence, for those who cannot see it. */
function Summary({ lines, hidden, unit }: { lines: readonly Line[]; hidden: ReadonlySet<string>; unit: string }) {
  const some = useRef(false);
  useTick(some.current ? SUMMARY_MS : SUMMARY_MS / 8);
  const { from, to } = timeRange();
  some.current = false;
  const text = lines.filter(line => !hidden.has(line.name)).slice(0, LEGEND).map(line => {
    const range = { low: NaN, high: NaN };
    extremes(line.series, from, to, range);
    some.current ||= !Number.isNaN(range.low);
    return `${line.name}: now ${format(line.series.latest, unit)}, least ${format(range.low, unit)}, most ${format(range.high, unit)}.`;
  }).join(' ');
  return some.current ? <p class="sr">{text}</p> : <p class="pointless dim">No points in this window.{session.paused && ' What came later waits until you go on.'}</p>;
}

/** The same points as numbers, newest first. */
function Values({ lines, unit }: { lines: readonly Line[]; unit: string }) {
  useTick(1000);
  const [page, setPage] = useState(0);
  const { from, to } = timeRange();
  const times = new Set<number>();
  for (const line of lines) {
    const ring = line.series.track.ring;
    for (let i = ring.lowerBound(from); i < ring.length && ring.timeAt(i) <= to; i++) times.add(ring.timeAt(i));
  }
  const sorted = [...times].sort((a, b) => b - a);
  const pages = Math.max(1, Math.ceil(sorted.length / TABLE_PAGE));
  const at = Math.min(page, pages - 1);
  return (
    <div class="values" tabIndex={0} role="region" aria-label="Values">
      <table>
        <thead><tr><th scope="col">Time</th>{lines.map(line => <th key={line.series.agent + line.series.key} scope="col">{line.name}</th>)}</tr></thead>
        <tbody>
          {sorted.slice(at * TABLE_PAGE, (at + 1) * TABLE_PAGE).map(time => (
            <tr key={time}><th scope="row">{clock(time, 10)}</th>{lines.map(line => <td key={line.series.agent + line.series.key}>{valueAt(line.series, time, unit)}</td>)}</tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && <p class="pager"><button type="button" disabled={at === 0} onClick={() => setPage(at - 1)}>Newer</button> {at + 1} of {pages} <button type="button" disabled={at === pages - 1} onClick={() => setPage(at + 1)}>Older</button></p>}
    </div>
  );
}

function valueAt(series: Series, time: number, unit: string): string {
  const ring = series.track.ring;
  const index = ring.lowerBound(time);
  return index < ring.length && ring.timeAt(index) === time ? format(series.shownAt(index), unit) : '';
}

function sayValues(lines: readonly Line[], hidden: ReadonlySet<string>, unit: string, time: number): string {
  const values = lines.filter(line => !hidden.has(line.name)).slice(0, LEGEND).map(line => {
    const index = line.series.nearest(time);
    return `${line.name} ${index < 0 ? 'no value' : format(line.series.shownAt(index), unit)}`;
  });
  return `${clock(time, 10)}: ${values.join(', ')}`;
}
