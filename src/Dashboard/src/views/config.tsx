import { useEffect, useReducer, useState } from 'preact/hooks';
import { api } from '../model/api';
import type { AgentInfo } from '../model/roster';
import { format, span } from '../model/units';
import { Icon } from './icons';

interface Config { hash?: string; reportIntervalMs?: number; collect?: string[]; settings?: Record<string, string> }
interface Sample { series: { metric: string; labels?: Record<string, string>; values: number[]; unit?: string }[] }
interface Push { pushId: string; kind?: string; action?: string; sample?: Sample; result?: string; state?: string; detail?: string }

const FINAL = new Set(['applied', 'failed', 'unsupported', 'expired', 'refused', 'absent']);
const ASK_EVERY_MS = 700;
const ASK_AT_MOST = 60;
const INTERVALS = [250, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000] as const;
/** Of so many agents it is remembered what was asked. */
const AGENTS = 100;
const LEASE_MS = 5 * 60_000;

/** What was asked of each agent since this page was opened, newest first, and what became of it. */
const asked = new Map<string, readonly Push[]>();

/** What the agent is told to do, and what became of it. */
export function ConfigPanel({ id, info }: { id: string; info: AgentInfo | null }) {
  const [config, setConfig] = useState<Config | null>(null);
  const [absence, setAbsence] = useState('Asking the server.');
  const [problem, setProblem] = useState('');
  const [, again] = useReducer((n: number) => n + 1, 0);
  const pushes = asked.get(id) ?? [];
  const setPushes = (change: (before: readonly Push[]) => readonly Push[]): void => {
    asked.set(id, change(asked.get(id) ?? []));
    if (asked.size > AGENTS) asked.delete(asked.keys().next().value!);
    again(0);
  };
  const path = `/api/v1/agents/${encodeURIComponent(id)}`;
  useEffect(() => {
    let gone = false;
    void api<Config>(`${path}/config`).then(answer => {
      if (gone) return;
      if (answer.ok) setConfig(answer.value);
      else setAbsence(answer.detail);
    });
    return () => { gone = true; };
  }, [id]);

  const follow = async (push: Push): Promise<void> => {
    setPushes(before => [push, ...before.filter(other => other.pushId !== push.pushId)].slice(0, 20));
    let latest = push;
    for (let i = 0; i < ASK_AT_MOST && !FINAL.has((latest.state ?? latest.result ?? '').toLowerCase()); i++) {
      await new Promise(resolve => setTimeout(resolve, ASK_EVERY_MS));
      const answer = await api<Push>(`/api/v1/pushes/${encodeURIComponent(push.pushId)}`);
      if (!answer.ok) break;
      latest = { ...push, ...answer.value };
      setPushes(before => before.map(other => other.pushId === push.pushId ? latest : other));
    }
  };
  const send = async (what: string, body: unknown): Promise<void> => {
    setProblem('');
    const answer = await api<Push>(`${path}/${what}`, 'POST', body);
    if (answer.ok) void follow(answer.value);
    else setProblem(answer.detail);
  };
  const actions = (info?.capabilities ?? []).filter(one => one.startsWith('action:')).map(one => one.slice(7));
  return (
    <div class="columns">
      <section class="card">
        <h2>Configuration</h2>
        {config
          ? <dl class="facts tall">
              <div><dt>Reports every</dt><dd>{config.reportIntervalMs ? span(config.reportIntervalMs) : 'as the agent chooses'}</dd></div>
              <div><dt>Collects</dt><dd>{config.collect?.length ? config.collect.join(', ') : 'its default groups'}</dd></div>
              {Object.entries(config.settings ?? {}).map(([name, value]) => <div key={name}><dt>{name}</dt><dd class="break">{value}</dd></div>)}
              <div><dt>Hash</dt><dd><code>{config.hash || '\u2013'}</code></dd></div>
              {info?.configHash && <div><dt>In force</dt><dd><code>{info.configHash}</code>{config.hash && info.configHash !== config.hash ? ' (not this one yet)' : ''}</dd></div>}
            </dl>
          : <p class="dim">{absence}</p>}
      </section>
      <section class="card">
        <h2>Ask of this agent</h2>
        <div class="form">
          <label class="select">Report every{' '}
            <select onChange={event => { const ms = Number(event.currentTarget.value); if (ms) void send('interval', { intervalMs: ms, leaseMs: LEASE_MS }); event.currentTarget.value = ''; }}>
              <option value="">choose</option>{INTERVALS.map(ms => <option key={ms} value={ms}>{span(ms)}</option>)}
            </select> for {span(LEASE_MS)}
          </label>
          <button type="button" onClick={() => void send('samples', { metrics: [], limit: 100 })}>Take a sample now</button>
          {actions.map(name => <button key={name} type="button" onClick={() => void send('actions', { name })}>{name}</button>)}
        </div>
        {problem && <p class="bad" role="alert"><Icon name="error" /> {problem}</p>}
        <ul class="pushes" aria-label="Pushes">
          {pushes.map(push => (
            <li key={push.pushId}><Icon name="config" /><b>{push.action ?? push.kind}</b><span class={`push-${(push.state ?? push.result ?? '').toLowerCase()}`}>{(push.state ?? push.result ?? 'sent').toLowerCase()}</span><span class="dim">{push.detail ?? ''}</span><code class="dim">{push.pushId}</code>
              {push.sample && <pre>{push.sample.series.map(one => `${one.metric} ${Object.values(one.labels ?? {}).join(' ')} ${format(one.values.at(-1) ?? NaN, one.unit ?? '')}\n`)}</pre>}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
