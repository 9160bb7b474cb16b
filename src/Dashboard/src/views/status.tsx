import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { api } from '../model/api';
import { clock, digits, format, group, span } from '../model/units';
import { clockWords, session, useTick, useTopics } from './app';
import { Icon } from './icons';

interface Health { status?: string; version?: string; uptimeSeconds?: number; agents?: number; viewers?: number; checks?: Record<string, { status?: string; description?: string }> }
interface SystemEvent { time: string; level: string; type: string; subject: string; message: string }
interface ActiveRequest { id: string; session: string; channel: string; agent: string; startedAt: number; durationMs: number }

const REFRESH_MS = 2_000;

export function StatusPage() {
  useTopics('connection');
  useTick(1000);
  const health = usePolled<Health>('/health');
  const system = usePolled<Record<string, unknown>>('/api/v1/system/metrics');
  const events = usePolled<{ items?: SystemEvent[] }>('/api/v1/system/events?limit=50');
  const requests = usePolled<{ items?: ActiveRequest[] }>('/api/v1/system/active-requests?limit=50');
  return (
    <>
      <h1 class="sr">Status</h1>
      <div class="columns">
        <HealthCard health={health.value} failed={health.status !== 200 && health.status !== -1 ? health.detail : ''} />
        <ViewerCard />
        {system.value && <SystemCards value={system.value} />}
        {system.status === 404 && <section class="card"><h2>The server's figures</h2><p class="dim">This server does not tell them over HTTP. <a href="/metrics" data-leave target="_blank" rel="noopener">/metrics</a> may have them.</p></section>}
        <section class="card"><h2>For programs</h2>
          <ul class="plainlist">
            {['/health', '/metrics', '/asyncapi.yaml', '/openapi/v1.json', '/schemas/live.v1.json'].map(path => <li key={path}><a href={path} target="_blank" rel="noopener">{path}</a></li>)}
          </ul>
        </section>
      </div>
      {requests.value?.items && requests.value.items.length > 0 && (
        <section class="card wide-card"><h2>In flight</h2>
          <div class="values" tabIndex={0} role="region" aria-label="Requests in flight"><table><thead><tr><th scope="col">Agent</th><th scope="col" class="text">Session</th><th scope="col" class="text">Channel</th><th scope="col">Started</th><th scope="col">For</th></tr></thead>
            <tbody>{requests.value.items.map(request => <tr key={request.id}><th scope="row" class="break">{request.agent}</th><td class="text break">{request.session}</td><td class="text">{request.channel}</td><td>{clock(request.startedAt)}</td><td>{span(request.durationMs)}</td></tr>)}</tbody></table></div>
        </section>
      )}
      {events.value?.items && (
        <section class="card wide-card"><h2>What the server noticed</h2>
          {events.value.items.length === 0 ? <p class="dim">Nothing out of the ordinary.</p> : (
            <ol class="events">{events.value.items.map((event, index) => (
              <li key={index} class={`event sev-${event.level}`}><Icon name={event.level === 'error' ? 'error' : 'server'} /><time>{clock(Date.parse(event.time))}</time><span class="what">{event.message}</span><span class="type dim">{event.type}</span></li>
            ))}</ol>)}
        </section>
      )}
    </>
  );
}

interface Polled<T> { readonly value: T | null; readonly status: number; readonly detail: string }

function usePolled<T>(path: string): Polled<T> {
  const [state, setState] = useState<Polled<T>>({ value: null, status: -1, detail: '' });
  useEffect(() => {
    let gone = false;
    let absent = false;
    const load = async (): Promise<void> => {
      const answer = await api<T>(path);
      if (gone) return;
      absent = !answer.ok && answer.status === 404;
      setState(before => answer.ok ? { value: answer.value, status: answer.status, detail: '' } : { value: before.value, status: answer.status, detail: answer.detail });
    };
    void load();
    const timer = setInterval(() => { if (!document.hidden && !absent && !session.paused) void load(); }, REFRESH_MS);
    return () => { gone = true; clearInterval(timer); };
  }, [path]);
  return state;
}

function HealthCard({ health, failed }: { health: Health | null; failed: string }) {
  const status = failed ? 'Unreachable' : health?.status ?? 'Asking';
  const state = status === 'Healthy' ? 'online' : status === 'Degraded' ? 'stale' : status === 'Asking' ? 'stale' : 'offline';
  return (
    <section class="card">
      <h2>Server</h2>
      <p><span class={`badge state-${state}`}><Icon name={state} />{status}</span> {failed && <span class="bad">{failed}</span>}</p>
      {health && (
        <dl class="facts tall">
          <Row name="Version">{health.version}</Row>
          <Row name="Up for">{span((health.uptimeSeconds ?? NaN) * 1000)}</Row>
          <Row name="Agents there">{digits(health.agents ?? 0)}</Row>
          <Row name="Viewers">{digits(health.viewers ?? 0)}</Row>
        </dl>
      )}
      <ul class="checks">
        {Object.entries(health?.checks ?? {}).map(([name, check]) => (
          <li key={name} class={check.status === 'Healthy' ? 'good' : 'bad'}><Icon name={check.status === 'Healthy' ? 'online' : 'error'} /> <b>{name}</b> <span class="dim">{check.description}</span></li>
        ))}
      </ul>
    </section>
  );
}

/** This page as a viewer: what it received, how fast it shows it. */
function ViewerCard() {
  const { live, latency, store, paint } = session;
  const subscription = live.subscriptionOf('metrics');
  return (
    <section class="card">
      <h2>This browser</h2>
      <dl class="facts tall">
        <Row name="Connected by">{{ websocket: 'WebSocket', sse: 'event stream', polling: 'polling' }[live.state.transport]}{live.state.reconnects > 0 ? `, ${live.state.reconnects} times anew` : ''}</Row>
        <Row name="Receipt to paint">p50 {ms(latency.percentile(0.5))}, p99 {ms(latency.percentile(0.99))}</Row>
        <Row name="A round of drawing">{ms(paint.costMs)}</Row>
        <Row name="Points received">{group(String(subscription?.counts.points ?? 0))}</Row>
        <Row name="Merged for this viewer">{group(String(session.merged))}</Row>
        <Row name="Events lost">{group(String(session.lost))}</Row>
        <Row name="Series here">{digits(store.seriesCount)}{session.everything ? '' : ' (only what the page needs)'}</Row>
        <Row name="Points kept here">{group(String(store.budget.points))} of {group(String(store.budget.limit))}</Row>
        {store.turnedAway > 0 && <Row name="Turned away here">{group(String(store.turnedAway))}</Row>}
        <Row name="Stream position">{subscription?.position ? `${subscription.position.epoch} : ${group(String(subscription.position.offset))}` : '\u2013'}</Row>
        <Row name="Clock">{session.clock.synchronised ? clockWords() : '\u2013'}</Row>
      </dl>
    </section>
  );
}

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return <div><dt>{name}</dt><dd>{children}</dd></div>;
}

function ms(value: number): string { return Number.isFinite(value) ? `${value < 10 ? value.toFixed(1) : Math.round(value)}\u2009ms` : '\u2013'; }

/** The server's figures, whatever they are: one card per group, names made readable. Newer servers may tell more. */
function SystemCards({ value }: { value: Record<string, unknown> }) {
  const plain = Object.entries(value).filter(([, one]) => typeof one !== 'object');
  const groups = Object.entries(value).filter(([, one]) => typeof one === 'object' && one !== null && !Array.isArray(one));
  return (
    <>
      <FigureCard title="In all" figures={plain} />
      {groups.map(([name, one]) => <FigureCard key={name} title={words(name)} figures={Object.entries(one as Record<string, unknown>)} />)}
    </>
  );
}

function FigureCard({ title, figures }: { title: string; figures: readonly (readonly [string, unknown])[] }) {
  const rows = figures.filter(([, value]) => typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean');
  const lists = figures.filter((entry): entry is readonly [string, Record<string, unknown>[]] => Array.isArray(entry[1]) && entry[1].length > 0);
  if (rows.length === 0 && lists.length === 0) return null;
  return (
    <section class="card">
      <h2>{title}</h2>
      <dl class="facts tall">{rows.map(([name, value]) => <Row key={name} name={words(name)}>{figure(name, value)}</Row>)}</dl>
      {lists.map(([name, list]) => (
        <details key={name}><summary>{words(name)} <span class="dim">{list.length}</span></summary>
          <div class="values" tabIndex={0} role="region" aria-label={words(name)}><table><tbody>{list.slice(0, 20).map((item, index) => <tr key={index}>{Object.entries(item ?? {}).filter(([, v]) => typeof v !== 'object').map(([key, v]) => <td key={key}><small class="dim">{words(key)}</small> {figure(key, v)}</td>)}</tr>)}</tbody></table></div>
        </details>
      ))}
    </section>
  );
}

function figure(name: string, value: unknown): string {
  if (typeof value !== 'number') return String(value);
  if (/Seconds$/.test(name)) return span(value * 1000);
  if (/Ms$/.test(name) || /latency/i.test(name)) return span(value);
  if (/Bytes$/.test(name)) return format(value, 'By');
  if (/Rate$/.test(name)) return format(value, '1');
  if (/At$/.test(name)) return clock(value);
  return Number.isInteger(value) ? group(String(value)) : digits(value);
}

/** `messagesProcessed` as `Messages processed`. */
function words(name: string): string {
  const apart = name.replace(/(Seconds|Ms)$/, '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return apart.charAt(0).toUpperCase() + apart.slice(1);
}
