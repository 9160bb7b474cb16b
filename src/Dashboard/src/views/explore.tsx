import { useEffect, useMemo, useState } from 'preact/hooks';
import { pages } from '../model/api';
import type { Point } from '../live';
import { collate } from '../model/fleet';
import { glob } from '../model/filter';
import { canonicalLabel, cardOf, labelValue, titleOf } from '../model/knowledge';
import { hrefOf, type Route } from '../model/route';
import type { Series } from '../model/series';
import { lineNames } from '../model/series';
import { counted, digits, format, group } from '../model/units';
import { extremes } from '../charts/linePath';
import { timeRange } from './actions';
import { session, setQuery, useTick, useTopics } from './app';
import { Chart } from './chart';

const TOPS = [5, 10, 20, 50] as const;
const START = 'system.cpu.utilization';
const RESORT_MS = 3_000;
const MULTIPLES = 24;

export function ExplorePage({ route }: { route: Route }) {
  useTopics('roster', 'demand');
  useTick(1000);
  session.fleet.refresh(session.now());
  const catalogue = useCatalogue();
  const names = [...catalogue.keys()];
  const asked = route.query.get('m') ?? '';
  const metric = asked || (catalogue.has(START) ? START : names.sort(collate)[0] ?? '');
  useEffect(() => session.demand(metric ? { metrics: [metric] } : {}), [metric]);
  return (
    <div class="explore">
      <h1 class="sr">Explore</h1>
      <Catalogue catalogue={catalogue} metric={metric} route={route} />
      <section class="explore-main" aria-label={metric || 'Metric'}>
        {metric ? <Metric metric={metric} route={route} /> : <div class="empty"><h2>No metrics yet</h2><p>As soon as an agent reports, its metrics are listed here.</p></div>}
      </section>
    </div>
  );
}

interface Entry { readonly name: string; unit: string; series: number }

/** Names of all metrics. Where this page is not sent everything, the server's list of newest points is read once for the names. */
function useCatalogue(): ReadonlyMap<string, Entry> {
  const [read, setRead] = useState<ReadonlyMap<string, Entry>>(new Map());
  const partial = !session.everything;
  useEffect(() => {
    let gone = false;
    if (partial) void pages<Point>('/api/v1/latest', 60).then(answer => {
      if (gone || !answer.ok) return;
      const found = new Map<string, Entry>();
      for (const point of answer.value) {
        const entry = found.get(point.metric);
        if (entry) entry.series++;
        else found.set(point.metric, { name: point.metric, unit: point.unit ?? '', series: 1 });
      }
      setRead(found);
    });
    return () => { gone = true; };
  }, [partial]);
  const all = new Map(read);
  for (const entry of session.store.metrics.values()) all.set(entry.name, { name: entry.name, unit: entry.unit, series: Math.max(entry.series.size, read.get(entry.name)?.series ?? 0) });
  return all;
}

function Catalogue({ catalogue, metric, route }: { catalogue: ReadonlyMap<string, Entry>; metric: string; route: Route }) {
  const words = (route.query.get('q') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const found = [...catalogue.values()].filter(entry => words.every(word => entry.name.toLowerCase().includes(word) || titleOf(entry.name).toLowerCase().includes(word))).sort((a, b) => collate(a.name, b.name));
  return (
    <section class="catalogue" aria-label="Metrics">
      <label class="search"><span class="sr">Search metrics</span><input type="search" data-search placeholder="Search metrics  ( / )" value={route.query.get('q') ?? ''} onInput={event => setQuery({ q: event.currentTarget.value })} /></label>
      <ul>
        {found.slice(0, 500).map(entry => (
          <li key={entry.name}>
            <a href={hrefOf('explore', route, { m: entry.name, q: route.query.get('q') ?? '', agents: route.query.get('agents') ?? '', top: route.query.get('top') ?? '' })} aria-current={entry.name === metric ? 'true' : undefined}>
              <span class="break">{entry.name}</span><small class="dim">{cardOf(entry.name) ? `${titleOf(entry.name)} \u00b7 ` : ''}{digits(entry.series)} series{entry.unit && entry.unit !== '1' ? ` \u00b7 ${entry.unit}` : ''}</small>
            </a>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p class="dim">No metric has this in its name.</p>}
      {found.length > 500 && <p class="dim">{group(String(found.length - 500))} more; search for them.</p>}
    </section>
  );
}

function Metric({ metric, route }: { metric: string; route: Route }) {
  const by = route.query.get('by') ?? '';
  const top = Number(route.query.get('top')) || 10;
  const view = route.query.get('view') ?? 'chart';
  const pattern = route.query.get('agents') ?? '';
  const entry = session.store.metrics.get(metric);
  const card = cardOf(metric);
  const structure = session.store.structure;
  const wanted = useMemo(() => {
    const test = glob(pattern);
    const hide = new Set(route.query.has('all') ? [] : card?.hide ?? []);
    return [...entry?.series ?? []].filter(series => test(series.agent) && !hide.has(labelValue(series.labels, 'state') ?? ''));
  }, [metric, entry, structure, pattern, route.query.get('all')]);
  const labels = useMemo(() => splitLabels(wanted), [wanted]);
  const chosen = useTop(wanted, view === 'table' ? 200 : top, by);
  const groups = useMemo(() => by ? split(wanted, by) : null, [wanted, by]);
  return (
    <>
      <header class="explore-head">
        <h2 class="break">{metric}</h2>{card && <span class="dim">{card.title}</span>}
        <div class="controls">
          <label class="search small"><span class="sr">Agents</span><input type="search" placeholder="agents, such as web-*" value={pattern} onInput={event => setQuery({ agents: event.currentTarget.value })} /></label>
          <label class="select">One chart for each <select value={by} onChange={event => setQuery({ by: event.currentTarget.value })}>
            <option value="">(all in one)</option><option value="agent">agent</option>{labels.map(name => <option key={name} value={name}>{name}</option>)}
          </select></label>
          <label class="select">Greatest <select value={String(top)} onChange={event => setQuery({ top: event.currentTarget.value === '10' ? '' : event.currentTarget.value })}>{TOPS.map(n => <option key={n} value={n}>{n}</option>)}</select></label>
          {card?.hide && <label class="check"><input type="checkbox" checked={route.query.has('all')} onChange={event => setQuery({ all: event.currentTarget.checked ? '1' : '' })} /> with {card.hide.join(', ')}</label>}
          <div class="segments" role="group" aria-label="View">
            {(['chart', 'table'] as const).map(one => <button key={one} type="button" aria-pressed={view === one} onClick={() => setQuery({ view: one === 'chart' ? '' : one })}>{one}</button>)}
          </div>
        </div>
      </header>
      {wanted.length === 0
        ? <div class="empty"><p>{entry ? 'No series matches.' : 'Waiting for points of this metric.'} {pattern && <button type="button" class="link" onClick={() => setQuery({ agents: '' })}>All agents</button>}</p></div>
        : view === 'table' ? <SeriesTable series={chosen} all={wanted.length} route={route} />
        : groups ? <Multiples groups={groups} share={card?.share ?? false} top={top} />
        : <Chart key={metric} title={card?.title ?? metric} note={`${counted(wanted.length, 'series', 'series')}${wanted.length > chosen.length ? `, the ${chosen.length} greatest drawn` : ''}`} series={chosen} share={card?.share} height={360} most={top} />}
    </>
  );
}

/** Labels that one can split by: those that have more than one value. */
function splitLabels(series: readonly Series[]): string[] {
  const values = new Map<string, Set<string>>();
  for (const one of series) for (const name in one.labels) {
    const canonical = canonicalLabel(name);
    (values.get(canonical) ?? values.set(canonical, new Set()).get(canonical)!).add(one.labels[name]);
  }
  return [...values].filter(([, set]) => set.size > 1).map(([name]) => name).sort();
}

function split(series: readonly Series[], by: string): [string, Series[]][] {
  const groups = new Map<string, Series[]>();
  for (const one of series) {
    const value = by === 'agent' ? one.agent : labelValue(one.labels, by) ?? '(none)';
    (groups.get(value) ?? groups.set(value, []).get(value)!).push(one);
  }
  return [...groups].sort((a, b) => collate(a[0], b[0]));
}

/** The series with the greatest newest values. Chosen anew every few seconds, not at every frame. */
function useTop(series: readonly Series[], top: number, by: string): readonly Series[] {
  const bucket = session.paused ? -1 : Math.floor(performance.now() / RESORT_MS);
  const picked = useMemo(() => [...series].sort((a, b) => present(b) - present(a) || collate(a.agent, b.agent)).slice(0, top), [series, top, by, bucket]);
  const key = picked.map(one => `${one.agent}\n${one.key}`).sort().join('\u0002');
  // The same set in another order is the same chart.
  return useMemo(() => [...picked].sort((a, b) => collate(a.agent, b.agent) || collate(a.labelText, b.labelText)), [key]);
}

/** Its newest value; those whose agent has left come last. */
function present(series: Series): number { return session.fleet.get(series.agent)?.state === 'offline' ? -Infinity : series.latest || 0; }

function Multiples({ groups, share, top }: { groups: readonly [string, Series[]][]; share: boolean; top: number }) {
  const [most, setMost] = useState(MULTIPLES);
  return (
    <>
      <div class="charts small">{groups.slice(0, most).map(([value, series]) => <Chart key={value} title={value} series={series} share={share} height={120} most={Math.min(top, 8)} />)}</div>
      {groups.length > most && <p class="more"><button type="button" onClick={() => setMost(most + MULTIPLES)}>Show {Math.min(MULTIPLES, groups.length - most)} more of {groups.length}</button></p>}
    </>
  );
}

function SeriesTable({ series, all, route }: { series: readonly Series[]; all: number; route: Route }) {
  const names = lineNames(series);
  const { from, to } = timeRange();
  const rows = series.map((one, index) => {
    const range = { low: NaN, high: NaN };
    extremes(one, from, to, range);
    return { one, name: names[index], ...range };
  }).sort((a, b) => (b.one.latest || 0) - (a.one.latest || 0));
  return (
    <div class="values tall" tabIndex={0} role="region" aria-label="Series">
      <table>
        <thead><tr><th scope="col">Agent</th><th scope="col">Labels</th><th scope="col">Now</th><th scope="col">Least</th><th scope="col">Most</th></tr></thead>
        <tbody>{rows.map(({ one, low, high }) => (
          <tr key={`${one.agent}\n${one.key}`}><th scope="row"><a href={hrefOf('agent', route, {}, one.agent)}>{one.agent}</a></th><td class="text">{one.labelText}</td><td>{format(one.latest, one.shownUnit)}</td><td>{format(low, one.shownUnit)}</td><td>{format(high, one.shownUnit)}</td></tr>
        ))}</tbody>
      </table>
      {all > series.length && <p class="dim">The {series.length} greatest of {all}.</p>}
    </div>
  );
}
