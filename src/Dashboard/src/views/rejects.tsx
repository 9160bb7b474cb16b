import { useEffect, useState } from 'preact/hooks';
import { api } from '../model/api';
import { hrefOf, type Route } from '../model/route';
import { clock, digits, span } from '../model/units';
import { session, setQuery, useTopics } from './app';
import { Icon } from './icons';

interface Reject { agent: string; agentVersion: string; code: string; seriesIndex: number; metric: string; detail: string; hint: string; at: number }
interface Rejects { items: Reject[]; counts: Record<string, number> }

const REFRESH_MS = 3_000;

export function RejectsPage({ route }: { route: Route }) {
  useTopics('feed', 'pause');
  const [state, setState] = useState<{ rejects: Rejects | null; status: number; detail: string }>({ rejects: null, status: -1, detail: '' });
  useEffect(() => {
    let gone = false;
    const load = async (): Promise<void> => {
      const answer = await api<Rejects>('/api/v1/rejects?limit=500');
      if (!gone) setState(before => answer.ok ? { rejects: answer.value, status: 200, detail: '' } : { rejects: before.rejects, status: answer.status, detail: answer.detail });
    };
    void load();
    const timer = setInterval(() => { if (!document.hidden && !session.paused) void load(); }, REFRESH_MS);
    return () => { gone = true; clearInterval(timer); };
  }, []);
  const chosen = new Set(route.query.getAll('code'));
  const agent = route.query.get('agent') ?? '';
  const all = state.rejects?.items ?? [];
  const counts = Object.entries(state.rejects?.counts ?? {}).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
  const items = all.filter(item => (chosen.size === 0 || chosen.has(item.code)) && (agent === '' || item.agent === agent));
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
      {!state.rejects
        ? state.status === -1 && <section class="empty"><h2>Asking the server</h2></section>
        : items.length === 0
        ? <section class="empty"><Icon name="done" /><h2>{all.length === 0 ? 'Nothing has been refused' : 'Nothing matches'}</h2><p>{all.length === 0 ? 'Every point that reached the server was taken. What it refuses is listed here with the reason and how to mend it.' : <button type="button" class="link" onClick={() => setQuery({ code: '', agent: '' })}>Clear the filters</button>}</p></section>
        : (
          <div class="values tall" tabIndex={0} role="region" aria-label="Refused series">
            <table class="rejects">
              <thead><tr><th scope="col">When</th><th scope="col">Agent</th><th scope="col">Metric</th><th scope="col">Why</th><th scope="col">What was seen</th></tr></thead>
              <tbody>{items.map((item, index) => (
                <tr key={index}>
                  <td class="text">{clock(item.at)}<br /><small class="dim">{span(session.now().unix - item.at)} ago</small></td>
                  <td class="text"><a href={hrefOf('agent', route, {}, item.agent)}>{item.agent}</a><br /><small class="dim">{item.agentVersion}</small></td>
                  <td class="text break">{item.metric || (item.seriesIndex < 0 ? 'the whole batch' : '')}{item.seriesIndex >= 0 && <><br /><small class="dim">series {item.seriesIndex}</small></>}</td>
                  <td class="text"><b>{wordsOf(item.code)}</b><br /><small class="dim">{item.hint}</small></td>
                  <td class="text break">{item.detail}</td>
                </tr>
              ))}</tbody>
            </table>
          </div>
        )}
    </>
  );
}

/** `bad_metric_name` and `badMetricName` as `bad metric name`. */
function wordsOf(code: string): string { return code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase().replaceAll('_', ' '); }
