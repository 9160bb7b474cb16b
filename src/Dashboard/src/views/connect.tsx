import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { api } from '../model/api';
import { isLoggedIn } from '../model/login';
import { hrefOf } from '../model/route';
import { span } from '../model/units';
import { copy } from './actions';
import { route, session, setQuery, useRoute, useTick } from './app';
import { Icon } from './icons';

interface Snippet { readonly id: string; readonly title: string; readonly what: string; readonly text: string }

function snippets(port: number): readonly Snippet[] {
  const host = location.hostname;
  const web = location.origin;
  const live = web.replace(/^http/, 'ws');
  const token = isLoggedIn();
  const door = `${host.includes(':') ? `[${host.replace(/[[\]]/g, '')}]` : host}:${port}`;
  return [
    {
      id: 'host', title: 'A host', what: 'CPU, memory, disks and network of a Linux machine, once a second.',
      text: `dotnet run --project src/Agent -- --server http://${door} --label env=prod${token ? ' --token-file agents.token' : ''}`,
    },
    {
      id: 'curl', title: 'curl', what: 'One batch as JSON: enough for a script or a cron job.',
      text: `curl -s ${web}/api/v1/ingest -H 'content-type: application/json'${token ? ' -H "authorization: Bearer $(cat agents.token)"' : ''} -d '{\n  "agentId": "lab-sensor",\n  "series": [{ "metric": "room.temperature", "labels": { "room": "lab" }, "unit": "Cel",\n    "timestamps": ['$(date +%s%3N)'], "values": [21.5] }]\n}'`,
    },
    {
      id: 'python', title: 'Python', what: 'gRPC with the stubs of protos/cleanlite/v1/agent.proto.',
      text: `import time, grpc\nfrom cleanlite.v1 import agent_pb2 as pb, agent_pb2_grpc\n\nagents = agent_pb2_grpc.AgentServiceStub(grpc.insecure_channel("${door}"))\nseries = pb.TimeSeries(metric="room.temperature", labels={"room": "lab"}, unit="Cel",\n                       timestamps=[int(time.time() * 1000)], values=[21.5])\nprint(agents.Ingest(pb.IngestRequest(agent_id="lab-sensor", series=[series])${token ? ',\n                    metadata=[("authorization", "Bearer " + open("agents.token").read().strip())]' : ''}))`,
    },
    {
      id: 'csharp', title: 'C#', what: 'The library under the host agent: it buffers, resends what was not acknowledged, and reconnects.',
      text: `await using var client = new AgentClient(new AgentOptions { Server = new Uri("http://${door}"), AgentId = "lab-sensor"${token ? ', TokenFile = "agents.token"' : ''} });\nvar temperature = new MetricSeries("room.temperature", MetricKind.Gauge, "Cel", ("room", "lab"));\nclient.TryReport([new MetricPoint(temperature, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(), 21.5)]);`,
    },
    {
      id: 'watch', title: 'Watch', what: 'See every accepted point with any WebSocket client; nothing to send first.',
      text: `websocat '${live}/live?agent=web-*&metric=system.cpu.*'`,
    },
  ];
}

export function ConnectPage() {
  const here = useRoute();
  const [port, setPort] = useState(4317);
  useEffect(() => { void api<{ grpcPort?: number }>('/health').then(answer => { if (answer.ok && answer.value.grpcPort) setPort(answer.value.grpcPort); }); }, []);
  const all = useMemo(() => snippets(port), [port]);
  const chosen = all.find(one => one.id === here.query.get('how')) ?? all[0];
  return (
    <div class="connect">
      <h1>Connect an agent</h1>
      <p class="lead">Anything that speaks gRPC or can run curl is an agent: it names itself, and its metrics appear. This page sees the first point arrive.</p>
      <LiveCheck />
      <div class="segments wrap" role="group" aria-label="How">
        {all.map(one => <button key={one.id} type="button" aria-pressed={one === chosen} onClick={() => setQuery({ how: one === all[0] ? '' : one.id })}>{one.title}</button>)}
      </div>
      <section class="card snippet" aria-label={chosen.title}>
        <p>{chosen.what}</p>
        <pre tabIndex={0}><code>{chosen.text}</code></pre>
        <CopyButton text={chosen.text} />
      </section>
      <p class="dim">Agents use port {port}. It listens on this machine alone until the server is told to listen on others.</p>
      <PathTest />
    </div>
  );
}

export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [done, setDone] = useState<'' | 'Copied' | 'Select and copy it by hand'>('');
  return (
    <button type="button" class="copy" onClick={() => void copy(text).then(ok => { setDone(ok ? 'Copied' : 'Select and copy it by hand'); setTimeout(() => setDone(''), 2_500); })}>
      <Icon name="copy" /><span role="status">{done || label}</span>
    </button>
  );
}

/** Waits for an agent that was not there when the page was opened: a new one, or one that is back. */
function LiveCheck() {
  useTick(200);
  const start = useRef({ at: performance.now(), known: new Set<string>(), settled: false, found: [] as { id: string; after: number }[] });
  const { current } = start;
  useEffect(() => session.demand({}), []);
  if (!current.settled) {
    const { agents, known, absent } = session.roster;
    for (const id of session.store.agents.keys()) if ((agents.get(id)?.state ?? 'online') === 'online') current.known.add(id);
    for (const agent of agents.values()) if (agent.state === 'online') current.known.add(agent.id);
    // What the first snapshot brings was there before.
    current.settled = (known || absent) && session.store.version > 0 && performance.now() - current.at > 600;
  } else for (const agent of session.store.agents.values()) {
    if (agent.receivedAt < current.at || current.known.has(agent.id)) continue;
    current.known.add(agent.id);
    current.found.push({ id: agent.id, after: performance.now() - current.at });
  }
  const waited = performance.now() - current.at;
  return (
    <section class="card check" aria-live="polite" data-check={current.found.length > 0 ? 'found' : 'waiting'}>
      {current.found.length === 0
        ? <><i class="lamp waiting" aria-hidden="true" /><p><b>Waiting for a new agent</b> <span aria-hidden="true">{span(Math.floor(waited / 1000) * 1000)}</span><br /><span class="dim">{session.live.state.phase === 'live' ? `${current.known.size} online already; a new one shows here.` : 'This page itself is not connected yet.'}</span></p></>
        : <><Icon name="online" /><p>{current.found.slice(-5).map(one => <span key={one.id} class="found"><b><a href={hrefOf('agent', route(), {}, one.id)}>{one.id}</a></b> is here: its first point came {span(one.after)} after this page was opened.<br /></span>)}</p></>}
    </section>
  );
}

interface Probe { readonly name: string; readonly result: string; readonly ok: boolean | null }

/** Tries each way from this browser to the server, and says where a proxy is in the way. */
function PathTest() {
  const [probes, setProbes] = useState<readonly Probe[]>([]);
  const [running, setRunning] = useState(false);
  const run = async (): Promise<void> => {
    setRunning(true);
    setProbes([]);
    for (const [name, probe] of [['HTTP', probeHttp], ['WebSocket', probeWebSocket], ['Event stream', probeEvents]] as const) {
      const started = performance.now();
      const problem = await probe();
      const took = performance.now() - started;
      setProbes(before => [...before, { name, ok: problem === '', result: problem === '' ? `works, ${span(took)}` : problem }]);
    }
    setRunning(false);
  };
  return (
    <section class="card" aria-labelledby="path-title">
      <h2 id="path-title">The way from this browser</h2>
      <p class="dim">Where a proxy cuts WebSockets, the page goes on over an event stream, then by asking each second. This tries all three.</p>
      <button type="button" disabled={running} onClick={() => void run()}>Try the ways</button>
      <ul class="probes" aria-live="polite">{probes.map(probe => <li key={probe.name} class={probe.ok ? 'good' : 'bad'}><Icon name={probe.ok ? 'online' : 'error'} /> <b>{probe.name}</b> {probe.result}</li>)}</ul>
    </section>
  );
}

async function probeHttp(): Promise<string> {
  try {
    const response = await fetch('/health/live', { signal: AbortSignal.timeout(5_000), cache: 'no-store' });
    return response.ok ? '' : `answered ${response.status}`;
  } catch {
    return 'no answer';
  }
}

function probeWebSocket(): Promise<string> {
  return new Promise(resolve => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/live?channels=none`, 'cleanlite.v1.json');
    const timer = setTimeout(() => { socket.close(); resolve('opened nothing within 5 s'); }, 5_000);
    socket.onmessage = () => { clearTimeout(timer); socket.onclose = null; socket.close(1000); resolve(''); };
    socket.onclose = () => { clearTimeout(timer); resolve('was closed before a word was said: a proxy may not pass WebSockets'); };
  });
}

function probeEvents(): Promise<string> {
  return new Promise(resolve => {
    const source = new EventSource('/live/sse?channels=events&snapshot=false');
    const finish = (result: string): void => { clearTimeout(timer); source.close(); resolve(result); };
    const timer = setTimeout(() => finish('opened nothing within 5 s: a proxy may hold streams back'), 5_000);
    source.onopen = () => finish('');
    source.onerror = () => finish('is not to be had here');
  });
}
