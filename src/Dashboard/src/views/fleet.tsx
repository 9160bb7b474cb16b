import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { FleetTable, type TableItem } from '../charts/fleetTable';
import { labelFacets, passes, readFleetFilter } from '../model/filter';
import { collate, sortRows, valueOf, type FleetRow, type SortKey } from '../model/fleet';
import { hrefOf, type Route } from '../model/route';
import type { AgentState } from '../model/roster';
import { LOG_PAGE } from '../model/session';
import { counted, digits, format, span } from '../model/units';
import { VITAL_METRICS } from '../model/vitals';
import { isMerging, navigate, route as here, session, setQuery, useTick, useTopics } from './app';
import { Icon } from './icons';
import { rows as rowKeys } from './keys';
import { onTheme } from './theme';

const COLUMNS: readonly (readonly [string, string, SortKey | null])[] = [
  ['state', 'State', 'state'], ['name', 'Agent', 'name'], ['cpu', 'CPU', 'cpu'], ['memory', 'Memory', 'memory'], ['network', 'Network', 'network'],
  ['disk', 'Fullest disk', 'disk'], ['cadence', 'Every', 'cadence'], ['seen', 'Last heard', 'seen'], ['skew', 'Clock', 'skew'], ['link', 'By', null], ['version', 'Version', 'version'],
];
/** Numbers are looked at greatest first. */
const DESCENDING_FIRST = new Set<SortKey>(['cpu', 'memory', 'network', 'disk', 'seen', 'skew', 'series', 'cadence']);
const DENSITIES = ['compact', 'normal', 'roomy'] as const;
/** Rows that are sorted by a live value change places at this pace and no faster. */
const RESORT_MS = 2_000;

export function FleetPage({ route }: { route: Route }) {
  useTopics('roster', 'pause');
  useTick(500);
  useLayoutEffect(() => session.demand({ metrics: VITAL_METRICS }), []);
  const all = session.fleet.refresh(session.now());
  const filter = useMemo(
    () => readFleetFilter(route.query.get('q') ?? '', route.query.getAll('label'), route.query.getAll('state')),
    [route.query.toString()]);
  const shown = all.filter(row => passes(row, filter));
  const known = session.roster.known || session.roster.absent;
  // Those that a filter wants may be in the part of the list that is still on its way.
  if (all.length === 0 || (shown.length === 0 && !known)) return <NoAgents known={known} />;
  return (
    <>
      <h1 class="sr">Fleet</h1>
      <Counts all={all} known={known} route={route} />
      <Problems all={shown} route={route} />
      <Filters all={all} shown={shown.length} route={route} />
      {shown.length === 0
        ? <section class="empty"><h2>No agent matches</h2><p>{counted(all.length, 'agent')} hidden by the filters. <button type="button" class="link" onClick={() => setQuery({ q: '', label: '', state: '' })}>Clear the filters</button></p></section>
        : <Table rows={shown} route={route} />}
    </>
  );
}

function NoAgents({ known }: { known: boolean }) {
  return (
    <section class="empty">
      <h1>{known && session.live.state.phase === 'live' ? 'No agent has reported yet' : 'Waiting for the fleet'}</h1>
      <p>{known ? <>An agent appears here with its first report. <a href={hrefOf('connect', here())}>Connect one</a>: it takes one line.</> : 'The connection to the server is being made.'}</p>
    </section>
  );
}

function Counts({ all, known, route }: { all: readonly FleetRow[]; known: boolean; route: Route }) {
  const counts = { online: 0, stale: 0, offline: 0 };
  let busiest: FleetRow | null = null;
  for (const row of all) {
    counts[row.state]++;
    if (row.state === 'online' && valueOf(row, 'cpu') > (busiest ? valueOf(busiest, 'cpu') : -1)) busiest = row;
  }
  const states = new Set(route.query.getAll('state'));
  const since = session.now().unix - 5 * 60_000;
  let events = 0;
  let warnings = 0;
  for (const item of session.feed.items) {
    if (item.time < since) break;
    events++;
    if (item.severity !== 'info') warnings++;
  }
  return (
    <section class="counts" aria-label="The fleet in numbers">
      {(['online', 'stale', 'offline'] as const).map(state => (
        <button key={state} type="button" class={`count state-${state} ${counts[state] === 0 ? 'none' : ''}`} aria-pressed={states.has(state)}
          onClick={() => setQuery({ state: states.has(state) ? [...states].filter(s => s !== state) : [...states, state] })}>
          <Icon name={state} /><b>{known ? digits(counts[state]) : '…'}</b><span>{STATE_WORDS[state]}</span>
        </button>
      ))}
      <a class="count" href={busiest ? hrefOf('agent', route, {}, busiest.id) : hrefOf('fleet', route)}>
        <span class="over">Busiest CPU</span><b>{busiest ? format(valueOf(busiest, 'cpu'), '1') : '\u2013'}</b><span class="clip">{busiest?.id ?? 'no CPU metric'}</span>
      </a>
      <a class="count" href={hrefOf('feed', route)}>
        <span class="over">Last five minutes</span><b>{digits(events)}{events === session.feed.items.length && events >= LOG_PAGE ? '+' : ''}</b><span>{events === 1 ? 'event' : 'events'}{warnings > 0 ? `, ${warnings} to look at` : ''}</span>
      </a>
      <div class="count plain wide"><span class="over">Arriving</span><b><Rate /></b><span>points a second</span></div>
      <div class="count plain wide"><span class="over">Series</span><b>{digits(session.roster.known && session.roster.seriesTotal > 0 ? session.roster.seriesTotal : session.store.seriesCount)}</b><span>live</span></div>
    </section>
  );
}

const STATE_WORDS: Record<AgentState, string> = { online: 'online', stale: 'late', offline: 'offline' };

function Rate() {
  const last = useRef({ total: session.store.pointsTotal, at: performance.now(), rate: NaN });
  useTick(1000);
  const now = performance.now();
  const since = now - last.current.at;
  if (since >= 900 && !session.paused) {
    const rate = (session.store.pointsTotal - last.current.total) / since * 1000;
    const before = last.current.rate;
    last.current = { total: session.store.pointsTotal, at: now, rate: Number.isFinite(before) ? before + (rate - before) / 3 : rate };
  }
  const rate = last.current.rate;
  return <>{Number.isFinite(rate) ? digits(Math.round(rate)) : '\u2013'}</>;
}

/** Who is not there, and why: the first thing one wants to know. */
function Problems({ all, route }: { all: readonly FleetRow[]; route: Route }) {
  const troubled = all.filter(row => row.state !== 'online');
  if (troubled.length === 0 || route.query.has('state')) return null;
  sortRows(troubled, 'state', false);
  const shown = troubled.slice(0, 3);
  return (
    <section class="problems" aria-label="Agents that are late or offline">
      <ul>
        {shown.map(row => (
          <li key={row.id} class={`state-${row.state}`}>
            <Icon name={row.state} /><a href={hrefOf('agent', route, {}, row.id)}>{row.id}</a>
            <span>{row.explanation}</span><span class="dim">{Number.isNaN(row.ageMs) ? '' : `Last heard ${span(Math.round(row.ageMs / 1000) * 1000)} ago.`}</span>
          </li>
        ))}
      </ul>
      {troubled.length > shown.length && <button type="button" class="link" onClick={() => setQuery({ state: ['stale', 'offline'] })}>and {troubled.length - shown.length} more</button>}
    </section>
  );
}

function Filters({ all, shown, route }: { all: readonly FleetRow[]; shown: number; route: Route }) {
  const facets = labelFacets(all);
  const chosen = new Set(route.query.getAll('label'));
  const groupBy = route.query.get('group') ?? '';
  const density = route.query.get('density') ?? 'normal';
  const filtered = chosen.size > 0 || route.query.has('q') || route.query.has('state');
  const toggle = (pair: string): void => setQuery({ label: chosen.has(pair) ? [...chosen].filter(one => one !== pair) : [...chosen, pair] });
  return (
    <section class="filters" aria-label="Filters">
      <label class="search"><span class="sr">Search agents</span>
        <input type="search" data-search placeholder="Search name, host, label  ( / )" value={route.query.get('q') ?? ''} onInput={event => setQuery({ q: event.currentTarget.value })} />
      </label>
      {facets.map(facet => (
        <details key={facet.name} class="menu" onToggle={closeOthers} onKeyDown={event => { if (event.key === 'Escape') event.currentTarget.open = false; }}
          onFocusOut={event => { if (!event.currentTarget.contains(event.relatedTarget as Node)) event.currentTarget.open = false; }}>
          <summary class={facet.values.some(v => chosen.has(`${facet.name}=${v.value}`)) ? 'on' : ''}>{facet.name}</summary>
          <div class="menu-body" tabIndex={-1} role="group" aria-label={facet.name}>
            {facet.values.map(({ value, count }) => (
              <label key={value}><input type="checkbox" checked={chosen.has(`${facet.name}=${value}`)} onChange={() => toggle(`${facet.name}=${value}`)} /><span>{value || '(empty)'}</span><span class="dim">{count}</span></label>
            ))}
          </div>
        </details>
      ))}
      {[...chosen].map(pair => <button key={pair} type="button" class="tag" onClick={() => toggle(pair)} aria-label={`Take the filter ${pair} away`}>{pair}<Icon name="close" /></button>)}
      {filtered && <button type="button" class="link" onClick={() => setQuery({ q: '', label: '', state: '' })}>Clear</button>}
      <span class="dim push" role="status">{filtered ? `${digits(shown)} of ${counted(all.length, 'agent')}` : counted(all.length, 'agent')}{isMerging() && <span class="merged"> {'\u00b7'} merged</span>}</span>
      {facets.length > 0 && (
        <label class="select">Group <select value={groupBy} onChange={event => setQuery({ group: event.currentTarget.value })}>
          <option value="">none</option><option value="state">state</option>{facets.map(facet => <option key={facet.name} value={`label.${facet.name}`}>{facet.name}</option>)}
        </select></label>
      )}
      <label class="select narrow-only">Sort <select value={route.query.get('sort') ?? 'state'} onChange={event => setQuery({ sort: event.currentTarget.value, desc: DESCENDING_FIRST.has(event.currentTarget.value as SortKey) ? '1' : '' })}>
        {COLUMNS.filter(column => column[2]).map(([name, title, key]) => <option key={name} value={key!}>{title}</option>)}
      </select></label>
      <div class="segments wide" role="group" aria-label="Density">
        {DENSITIES.map(one => <button key={one} type="button" aria-pressed={density === one} onClick={() => setQuery({ density: one === 'normal' ? '' : one })}>{one}</button>)}
      </div>
    </section>
  );
}

function closeOthers(event: Event): void {
  const opened = event.currentTarget as HTMLDetailsElement;
  if (!opened.open) return;
  for (const other of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) if (other !== opened) other.open = false;
}

function Table({ rows, route }: { rows: readonly FleetRow[]; route: Route }) {
  const body = useRef<HTMLDivElement>(null);
  const table = useRef<FleetTable | null>(null);
  const listed = useRef({ key: '', at: 0, order: '' });
  const key = (route.query.get('sort') ?? 'state') as SortKey;
  const descending = route.query.get('desc') === '1';
  const density = route.query.get('density') ?? 'normal';

  useLayoutEffect(() => {
    const made = new FleetTable(body.current!, {
      // Latest state comes in pages; each is seen as it comes.
      now: () => { session.fleet.join(); return session.now(); },
      href: agent => hrefOf('agent', here(), {}, agent),
    });
    table.current = made;
    const leave = session.paint.add(made);
    const unfollow = onTheme(() => made.relayout());
    rowKeys.move = step => made.move(step);
    rowKeys.open = () => { if (made.selectedAgent) navigate(hrefOf('agent', here(), {}, made.selectedAgent)); };
    return () => {
      rowKeys.move = rowKeys.open = null;
      leave();
      unfollow();
      made.destroy();
      table.current = null;
    };
  }, []);

  useLayoutEffect(() => table.current?.relayout(), [density]);

  useLayoutEffect(() => {
    const made = table.current;
    if (!made) return;
    const now = performance.now();
    const wish = `${route.query.toString()}|${rows.length}`;
    if (listed.current.key === wish && now - listed.current.at < RESORT_MS) return;
    const items = arrange(sortRows([...rows], key, descending), route.query.get('group') ?? '');
    const order = items.map(item => item.kind === 'row' ? item.row.id : `\u0000${item.title}\u0000${item.detail}`).join('\n');
    if (listed.current.order !== order) made.setItems(items);
    listed.current = { key: wish, at: now, order };
  });

  const sortBy = (column: SortKey): void => setQuery({
    sort: column === 'state' && key !== 'state' ? '' : column,
    desc: key === column ? (descending ? '' : '1') : DESCENDING_FIRST.has(column) ? '1' : '',
  });
  return (
    <div class={`fleet density-${density}`} role="table" aria-label="Agents">
      <div class="row head" role="row" aria-rowindex={1}>
        {COLUMNS.map(([name, title, column]) => (
          <div key={name} class={`cell c-${name}`} role="columnheader" aria-sort={column === key ? (descending ? 'descending' : 'ascending') : undefined}>
            {column ? <button type="button" onClick={() => sortBy(column)}>{title}{column === key && <Icon name={descending ? 'down' : 'up'} />}</button> : title}
          </div>
        ))}
      </div>
      <div class="body" role="rowgroup" ref={body} />
    </div>
  );
}

/** Puts headings between rows that share a label's value. */
function arrange(rows: FleetRow[], groupBy: string): TableItem[] {
  if (groupBy === '') return rows.map(row => ({ kind: 'row', row }));
  const name = groupBy.startsWith('label.') ? groupBy.slice(6) : '';
  const groups = new Map<string, FleetRow[]>();
  for (const row of rows) {
    const value = name ? row.info?.labels[name] ?? '' : row.state;
    (groups.get(value) ?? groups.set(value, []).get(value)!).push(row);
  }
  return [...groups].sort((a, b) => collate(a[0], b[0])).flatMap(([value, members]) => {
    const away = members.filter(row => row.state !== 'online').length;
    const busiest = Math.max(...members.filter(row => row.state === 'online').map(row => valueOf(row, 'cpu')).filter(Number.isFinite), -1);
    const detail = [counted(members.length, 'agent'), away > 0 ? `${away} not online` : '', busiest >= 0 ? `busiest CPU ${format(busiest, '1')}` : ''].filter(Boolean).join(' \u00b7 ');
    return [{ kind: 'group', title: name ? `${name} = ${value || '(none)'}` : STATE_WORDS[value as AgentState], detail } as const, ...members.map(row => ({ kind: 'row', row }) as const)];
  });
}
