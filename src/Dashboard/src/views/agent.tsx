import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Activity } from '../model/activity';
import { splitAge } from '../model/age';
import { api } from '../model/api';
import { type FleetRow } from '../model/fleet';
import { cardOf, OTHER, SECTIONS, sectionOf, titleOf, type Section } from '../model/knowledge';
import { hrefOf, type Route } from '../model/route';
import { readAgent, type AgentInfo, type AgentState } from '../model/roster';
import type { Series } from '../model/series';
import { counted, digits, format, group, pace, span } from '../model/units';
import { valueOf } from '../model/fleet';
import { session, setQuery, useTick, useTopics } from './app';
import { Chart } from './chart';
import { ConfigPanel } from './config';
import { EventList, newestFirst } from './feed';
import { Icon } from './icons';

const STATE_WORDS: Record<AgentState, string> = { online: 'Online', stale: 'Late', offline: 'Offline' };
const REFRESH_MS = 5_000;

export function AgentPage({ route }: { route: Route }) {
  const id = route.agent;
  useTopics('roster', 'pause', 'demand');
  useTick(1000);
  useLayoutEffect(() => session.demand({ agents: [id] }), [id]);
  const detail = useDetail(id);
  session.fleet.refresh(session.now());
  const row = session.fleet.get(id);
  const tab = route.query.get('tab') ?? 'charts';
  if (!row) return <Unknown id={id} />;
  const info = detail ?? row.info;
  return (
    <>
      <Head row={row} info={info} route={route} />
      <nav class="tabs" aria-label="Parts of this page">
        {(['charts', 'events', 'config'] as const).map(name => (
          <button key={name} type="button" aria-pressed={tab === name} onClick={() => setQuery({ tab: name === 'charts' ? '' : name }, false)}>{name === 'charts' ? 'Metrics' : name === 'events' ? 'Events' : 'Configuration'}</button>
        ))}
      </nav>
      {tab === 'events' ? <AgentEvents id={id} /> : tab === 'config' ? <ConfigPanel id={id} info={info} /> : <Charts row={row} />}
    </>
  );
}

/** What the server knows of one agent, more than its list tells. */
function useDetail(id: string): AgentInfo | null {
  const [detail, setDetail] = useState<AgentInfo | null>(null);
  useEffect(() => {
    let gone = false;
    const load = async (): Promise<void> => {
      const answer = await api<unknown>(`/api/v1/agents/${encodeURIComponent(id)}`);
      if (!gone && answer.ok) setDetail(readAgent(answer.value));
    };
    void load();
    const timer = setInterval(() => { if (!document.hidden && !session.paused) void load(); }, REFRESH_MS);
    return () => { gone = true; clearInterval(timer); };
  }, [id]);
  return detail;
}

function Unknown({ id }: { id: string }) {
  const settled = session.live.state.phase === 'live' && session.store.version > 0;
  return (
    <section class="empty">
      <h1 class="break">{id}</h1>
      <p>{settled ? 'The server does not know this agent, or has forgotten it: what has been away for a day leaves.' : 'Waiting for its first points.'} <a href="/">See the fleet</a>.</p>
    </section>
  );
}

function Head({ row, info, route }: { row: FleetRow; info: AgentInfo | null; route: Route }) {
  const now = session.now().unix;
  const total = info ? info.accepted + info.duplicate + info.late + info.rejected : 0;
  return (
    <header class="agent-head">
      <p class="crumb"><a href={hrefOf('fleet', route)}>Fleet</a></p>
      <h1 class="break">{row.id}</h1>
      <span class={`badge state-${row.state}`}><Icon name={row.state} />{STATE_WORDS[row.state]}{info && info.since > 0 ? <small> for {span(now - info.since)}</small> : null}</span>
      {row.explanation && <p class={`why state-${row.state}`}>{row.explanation}{Number.isNaN(row.ageMs) ? '' : ` Last heard ${span(Math.round(row.ageMs / 1000) * 1000)} ago.`}</p>}
      {info && Object.keys(info.labels).length > 0 && (
        <ul class="labels" aria-label="Labels">
          {Object.entries(info.labels).map(([name, value]) => <li key={name}><a class="tag" href={hrefOf('fleet', route, { label: `${name}=${value}` })}>{name}={value}</a></li>)}
        </ul>
      )}
      <dl class="facts">
        <Fact name="CPU busy" value={format(valueOf(row, 'cpu'), '1')} />
        <Fact name="Memory used" value={format(valueOf(row, 'memory'), '1')} />
        <Fact name="Fullest disk" value={format(valueOf(row, 'disk'), '1')} />
        <Fact name="Reports every" value={row.cadenceMs > 0 ? pace(row.cadenceMs) : ''} />
        <Fact name="Host" value={info && info.hostname !== row.id ? info.hostname : ''} />
        <Fact name="Version" value={info?.version ?? ''} />
        <Fact name="Connected by" value={info?.transport ?? ''} />
        <Fact name="Round trip" value={info && Number.isFinite(info.roundTripMs) ? span(info.roundTripMs) : ''} />
        <Fact name="Clock" value={info && Number.isFinite(info.skewMs) ? skewWords(info.skewMs) : ''} />
        <Fact name="Series" value={digits(info?.seriesCount || row.data?.series.size || 0)} />
        <Fact name="Points" value={total > 0 ? `${group(String(info!.accepted))} taken${info!.late ? `, ${group(String(info!.late))} late` : ''}${info!.duplicate ? `, ${group(String(info!.duplicate))} twice` : ''}${info!.rejected ? `, ${group(String(info!.rejected))} refused` : ''}` : ''} />
        <Fact name="Lost on the way" value={info && Number.isFinite(info.unaccounted) ? `${group(String(info.unaccounted))} points${info.shed > 0 ? `, ${group(String(info.shed))} dropped by the agent` : ''}` : ''} />
      </dl>
      <Age row={row} info={info} />
    </header>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return value === '' || value === '\u2013' ? null : <div><dt>{name}</dt><dd>{value}</dd></div>;
}

function skewWords(ms: number): string {
  return Math.abs(ms) < 20 ? 'in step' : `${span(Math.abs(ms))} ${ms > 0 ? 'ahead' : 'behind'}`;
}

/** How old the newest value is, and where the time went, as far as each part is known. */
function Age({ row, info }: { row: FleetRow; info: AgentInfo | null }) {
  if (!row.data || row.data.newestTime < 0) return null;
  const skew = info && Number.isFinite(info.skewMs) ? info.skewMs : 0;
  const age = Math.max(0, session.now().unix - (row.data.newestTime - skew));
  const parts = Object.entries(splitAge({
    takenAt: row.data.newestTime - skew,
    arrivedAt: session.clock.unix(row.data.receivedAt || NaN),
    agentTripMs: info?.roundTripMs ?? NaN,
    browserTripMs: session.clock.tripMs,
    deliveryMs: session.deliveryMs,
    paintMs: session.latency.percentile(0.5),
  })).filter(([, ms]) => Number.isFinite(ms)).map(([name, ms]) => `${name} ${ms < 1 ? 'under 1 ms' : span(ms)}`);
  return (
    <p class="age dim">
      Newest value {span(age < 1000 ? Math.round(age / 50) * 50 : age)} old{row.cadenceMs > 0 ? `, the next is due every ${pace(row.cadenceMs)}` : ''}{parts.length > 0 ? `. When it came: ${parts.join(', ')}.` : '.'}
      {Math.abs(skew) > 2_000 ? ' Its clock is off; times on the charts are its own.' : ''}
      {row.cadenceMs > 20_000 ? ` This agent reports every ${span(row.cadenceMs)}; a shorter interval at the agent (for OpenTelemetry OTEL_METRIC_EXPORT_INTERVAL=1000) makes it live.` : ''}
    </p>
  );
}

function Charts({ row }: { row: FleetRow }) {
  const structure = session.store.structure;
  const metrics = useMemo(() => groupMetrics(row), [row.data, structure]);
  if (!row.data || metrics.length === 0) return <section class="empty"><h2>No metrics</h2><p>This agent is known, but has sent no points that are still kept.</p></section>;
  const sections = [...SECTIONS, OTHER].map(section => [section, metrics.filter(metric => metric.section === section)] as const).filter(([, list]) => list.length > 0);
  const host = sections.some(([section]) => section.id === 'cpu' || section.id === 'memory');
  return (
    <>
      {!host && <p class="dim note">This agent sends no <code>system.*</code> metrics; what it does send is below.</p>}
      {sections.map(([section, list]) => <SectionOfCharts key={section.id} section={section} metrics={list} />)}
    </>
  );
}

interface Metric { readonly name: string; readonly section: Section; readonly series: Series[] }

function groupMetrics(row: FleetRow): Metric[] {
  const byName = new Map<string, Metric>();
  for (const series of row.data?.series.values() ?? []) {
    let metric = byName.get(series.metric);
    if (!metric) byName.set(series.metric, metric = { name: series.metric, section: sectionOf(series.metric), series: [] });
    metric.series.push(series);
  }
  return [...byName.values()].sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1));
}

function rank(metric: string): number { return cardOf(metric)?.rank ?? 100; }

/** Values that hardly ever change say more as a number than as a flat line. */
const PLAIN = new Set(['system.uptime', 'system.memory.limit', 'system.cpu.logical.count']);

function SectionOfCharts({ section, metrics }: { section: Section; metrics: readonly Metric[] }) {
  const key = `cleanlite.closed.${section.id}`;
  const [open, setOpen] = useState(() => { try { return localStorage.getItem(key) !== '1'; } catch { return true; } });
  const plain = metrics.filter(metric => PLAIN.has(metric.name));
  const drawn = metrics.filter(metric => !PLAIN.has(metric.name));
  return (
    <details class="section" open={open} onToggle={event => {
      const now = event.currentTarget.open;
      setOpen(now);
      try { if (now) localStorage.removeItem(key); else localStorage.setItem(key, '1'); } catch { /* Then it opens again next time. */ }
    }}>
      <summary><h2>{section.title}</h2><span class="dim">{counted(metrics.length, 'metric')}</span>
        {plain.map(metric => <span key={metric.name} class="plain-value"><span class="dim">{titleOf(metric.name)}</span> {format(metric.series[0].latest, metric.series[0].shownUnit)}</span>)}
      </summary>
      {open && drawn.length > 0 && (
        <div class="charts">
          {drawn.map(metric => {
            const card = cardOf(metric.name);
            return <Chart key={metric.name} title={card?.title ?? metric.name} note={metric.name} series={metric.series} share={card?.share} hide={card?.hide} />;
          })}
        </div>
      )}
    </details>
  );
}

function AgentEvents({ id }: { id: string }) {
  useTopics('feed');
  const [past, setPast] = useState<readonly Activity[] | null>(null);
  // Of an agent that is seldom heard of the feed may hold nothing any more.
  useEffect(() => { void session.past(`&agent=${encodeURIComponent(id)}`).then(setPast); }, [id]);
  const items = newestFirst(session.feed.items, past ?? []).filter(item => item.agent === id);
  return items.length === 0 && !past ? <p class="dim note">Asking the server.</p> : items.length === 0
    ? <section class="empty"><h2>Nothing has happened</h2><p>Events of this agent (it connected, it went offline, its tasks and tools) appear here as they happen.</p></section>
    : <EventList items={items.slice(0, 300)} />;
}
