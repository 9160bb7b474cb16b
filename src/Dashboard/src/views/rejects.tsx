import { useEffect, useState } from 'preact/hooks';
import { api } from '../model/api';
import { hrefOf, type Route } from '../model/route';
import { digits, span } from '../model/units';
import { session, setQuery, useTopics } from './app';
import { Icon } from './icons';

interface Reject {
  code?: string; agent?: string; agentId?: string; agentVersion?: string; version?: string; metric?: string; detail?: string; message?: string;
  hint?: string; advice?: string; timestamp?: number; at?: number; receivedAt?: number; time?: string; sample?: unknown; index?: number; seriesIndex?: number; count?: number;
}
interface Rejects { items?: Reject[]; counts?: Record<string, number> | { code: string; count: number }[]; total?: number }

const REFRESH_MS = 3_000;
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** What an author of agents can do about each code, where the server does not say. */
const HINTS = new Map(Object.entries({
  LENGTH_MISMATCH: 'Send as many values as timestamps.',
  NOT_INCREASING: 'Timestamps of one series must rise within a batch; sort them and send each instant once.',
  EMPTY_SERIES: 'Leave a series without points out of the batch.',
  BAD_METRIC_NAME: 'Begin with a letter, _ or :, then letters, digits, _ . : / and -; at most 255 characters.',
  BAD_LABEL: 'Label names and values have limits of length and must be text without control characters.',
  NOT_FINITE: 'Leave out NaN and infinity: a point that has no value is a gap.',
  TOO_OLD: 'The timestamp is older than the server takes. Is the clock right, is the unit milliseconds?',
  TOO_FAR_IN_FUTURE: 'The timestamp is ahead of the server. Is the clock right, is the unit milliseconds?',
  TOO_MANY_SERIES: 'Split the batch.',
  TOO_MANY_POINTS: 'Split the batch.',
  TOO_MANY_LABELS: 'Carry fewer labels on the series.',
  SERIES_LIMIT: 'Labels with ever new values (ids, times) make ever new series. Take them off, or raise the limit.',
  BAD_SEQUENCE: 'Number batches 1, 2, 3 within a session.',
  BAD_TEXT: 'Send valid UTF-8 without control characters.',
  EMPTY_BATCH: 'Send nothing instead of an empty batch.',
}));

export function RejectsPage({ route }: { route: Route }) {
  useTopics('feed', 'pause');
  const [state, setState] = useState<{ rejects: Rejects | null; status: number; detail: string }>({ rejects: null, status: -1, detail: '' });
  useEffect(() => {
    let gone = false;
    const load = async (): Promise<void> => {
      if (session.paused) return;
      const answer = await api<Rejects>('/api/v1/rejects?limit=500');
      if (!gone) setState(answer.ok ? { rejects: answer.value, status: 200, detail: '' } : { rejects: null, status: answer.status, detail: answer.detail });
    };
    void load();
    const timer = setInterval(() => { if (!document.hidden) void load(); }, REFRESH_MS);
    return () => { gone = true; clearInterval(timer); };
  }, []);
  const chosen = new Set(route.query.getAll('code'));
  const agent = route.query.get('agent') ?? '';
  const all = state.rejects?.items ?? [];
  const counts = readCounts(state.rejects);
  const items = all.filter(item => (chosen.size === 0 || chosen.has(codeOf(item))) && (agent === '' || agentOf(item) === agent));
  if (state.status === 404) return <section class="empty"><h1>Refused points</h1><p>This server does not keep what it refused. The log and <a href="/metrics">/metrics</a> count it.</p></section>;
  return (
    <>
      <h1 class="sr">Rejects</h1>
      {counts.length > 0 && (
        <section class="counts" aria-label="Counts by code">
          {counts.map(([code, count]) => (
            <button key={code} type="button" class="count" aria-pressed={chosen.has(code)} onClick={() => setQuery({ code: chosen.has(code) ? [...chosen].filter(one => one !== code) : [...chosen, code] })}>
              <b>{digits(count)}</b><span>{wordsOf(code)}</span>
            </button>
          ))}
        </section>
      )}
      {agent && <p class="note">Only <b>{agent}</b>. <button type="button" class="link" onClick={() => setQuery({ agent: '' })}>All agents</button></p>}
      {state.status !== 200 && state.status !== -1 && <p class="note bad" role="alert">{state.detail}</p>}
      {items.length === 0
        ? <section class="empty"><Icon name="done" /><h2>{state.status === -1 ? 'Asking the server' : all.length === 0 ? 'Nothing has been refused' : 'Nothing matches'}</h2><p>{all.length === 0 ? 'Every point that reached the server was taken. What it refuses is listed here with the reason and how to mend it.' : <button type="button" class="link" onClick={() => setQuery({ code: '', agent: '' })}>Clear the filters</button>}</p></section>
        : (
          <div class="values tall" tabIndex={0} role="region" aria-label="Refused series">
            <table class="rejects">
              <thead><tr><th scope="col">When</th><th scope="col">Agent</th><th scope="col">Metric</th><th scope="col">Why</th><th scope="col">What was seen</th></tr></thead>
              <tbody>{items.map((item, index) => (
                <tr key={index}>
                  <td class="text" title={new Date(timeOf(item)).toISOString()}>{CLOCK.format(timeOf(item))}<br /><small class="dim">{span(session.now().unix - timeOf(item))} ago</small></td>
                  <td class="text"><a href={hrefOf('agent', route, {}, agentOf(item))}>{agentOf(item)}</a><br /><small class="dim">{item.agentVersion ?? item.version ?? ''}</small></td>
                  <td class="text break">{item.metric ?? ''}</td>
                  <td class="text"><b>{wordsOf(codeOf(item))}</b>{item.count && item.count > 1 ? ` \u00d7 ${item.count}` : ''}<br /><small class="dim">{item.hint ?? item.advice ?? HINTS.get(codeOf(item)) ?? ''}</small></td>
                  <td class="text break">{item.detail ?? item.message ?? ''}{sampleOf(item)}</td>
                </tr>
              ))}</tbody>
            </table>
          </div>
        )}
    </>
  );
}

function codeOf(item: Reject): string { return normal(item.code ?? ''); }
function normal(code: string): string { return code.replace(/^CODE_/, '').replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase(); }
function wordsOf(code: string): string { return code.toLowerCase().replaceAll('_', ' '); }
function agentOf(item: Reject): string { return item.agent ?? item.agentId ?? ''; }

function timeOf(item: Reject): number {
  const value = item.at ?? item.timestamp ?? item.receivedAt;
  return typeof value === 'number' ? (Math.abs(value) < 8.64e15 ? value : 0) : typeof item.time === 'string' ? Date.parse(item.time) || 0 : 0;
}

function sampleOf(item: Reject): string {
  if (item.sample === undefined || item.sample === null) return '';
  const text = typeof item.sample === 'string' ? item.sample : JSON.stringify(item.sample);
  return ` ${text.length > 300 ? `${text.slice(0, 300)}\u2026` : text}`;
}

function readCounts(rejects: Rejects | null): [string, number][] {
  const counts = rejects?.counts;
  const list: [string, number][] = Array.isArray(counts) ? counts.map(one => [normal(one.code), one.count]) : Object.entries(counts ?? {}).map(([code, count]) => [normal(code), count]);
  return list.filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
}
