import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { sortRows, valueOf, type FleetRow } from '../model/fleet';
import { passes, readFleetFilter } from '../model/filter';
import { hrefOf, type Route } from '../model/route';
import { clock, digits, format, span } from '../model/units';
import { VITAL_METRICS } from '../model/vitals';
import { isLost, session, useTick, useTopics } from './app';
import { Icon } from './icons';

/** For a screen that hangs on a wall: no controls, big figures, one tile per agent, and the screen stays on. */
export function WallPage({ route }: { route: Route }) {
  useTopics('roster', 'feed', 'connection', 'pause');
  useTick(1000);
  useLayoutEffect(() => session.demand({ metrics: VITAL_METRICS }), []);
  useWakeLock();
  const filter = readFleetFilter(route.query.get('q') ?? '', route.query.getAll('label'), route.query.getAll('state'));
  const rows = session.fleet.refresh(session.now()).filter(row => passes(row, filter));
  const away = rows.filter(row => row.state !== 'online');
  const sorted = sortRows([...rows], 'name', false);
  const busiest = sortRows(rows.filter(row => row.state === 'online'), 'cpu', true).slice(0, 5);
  const { silenceMs } = session.live;
  const lost = isLost();
  const size = rows.length <= 24 ? 'large' : rows.length <= 120 ? 'medium' : 'small';
  return (
    <main class="wall" id="main" tabIndex={-1}>
      <h1 class="sr">Wall</h1>
      <header>
        <div class={`figure ${away.length > 0 ? 'trouble' : 'well'}`}><b>{digits(rows.length - away.length)}</b><span>of {digits(rows.length)} agents online</span></div>
        <div class="figure"><b>{busiest[0] ? format(valueOf(busiest[0], 'cpu'), '1') : '\u2013'}</b><span>busiest CPU{busiest[0] ? `, ${busiest[0].id}` : ''}</span></div>
        <div class="figure"><b>{digits(away.length)}</b><span>late or offline</span></div>
        <div class="figure clock"><b>{clock(session.clock.unix(), 5)}</b><span>{lost ? `no connection; ${span(silenceMs)} old` : session.paused ? 'paused' : session.live.state.phase === 'live' ? 'live' : 'connecting'}</span></div>
        <a class="leave" href={hrefOf('fleet', route)}>Leave the wall (w)</a>
      </header>
      {lost && <p class="banner bad" role="alert"><Icon name="error" /><span>The connection is lost. What you see is {span(silenceMs)} old.</span></p>}
      {away.length > 0 && <ul class="wall-problems">{sortRows(away, 'state', false).slice(0, 4).map(row => <li key={row.id} class={`state-${row.state}`}><Icon name={row.state} /><b>{row.id}</b> <span>{row.explanation}</span></li>)}{away.length > 4 && <li class="dim">and {away.length - 4} more</li>}</ul>}
      <ul class={`tiles ${size}`} aria-label="Agents">{sorted.slice(0, 600).map(row => <Tile key={row.id} row={row} route={route} />)}</ul>
      {sorted.length > 600 && <p class="dim">{sorted.length - 600} more agents are not shown.</p>}
      <ol class="ticker" aria-label="Newest events">{session.feed.items.slice(0, 3).map(item => <li key={item.key} class={`sev-${item.severity}`}><Icon name={item.icon} /> {clock(item.time, 5)} {item.sentence.includes(item.agent) ? '' : item.agent} {item.sentence}</li>)}</ol>
    </main>
  );
}

function Tile({ row, route }: { row: FleetRow; route: Route }) {
  const cpu = valueOf(row, 'cpu');
  const level = row.state !== 'online' || Number.isNaN(cpu) ? '' : cpu >= 0.9 ? 'hot' : cpu >= 0.7 ? 'warm' : cpu >= 0.4 ? 'mild' : 'calm';
  return (
    <li class={`tile state-${row.state} ${level}`}>
      <a href={hrefOf('agent', route, {}, row.id)}>
        <span class="clip">{row.id}</span>
        <b>{row.state === 'online' ? format(cpu, '1') : <><Icon name={row.state} />{row.state === 'stale' ? 'late' : 'offline'}</>}</b>
        <small>{row.state === 'online' ? `mem ${format(valueOf(row, 'memory'), '1')}` : Number.isNaN(row.ageMs) ? '' : span(Math.round(row.ageMs / 1000) * 1000)}</small>
      </a>
    </li>
  );
}

function useWakeLock(): void {
  const lock = useRef<WakeLockSentinel | null>(null);
  useEffect(() => {
    let gone = false;
    const take = async (): Promise<void> => {
      if (document.hidden || gone) return;
      try { lock.current = await navigator.wakeLock?.request('screen'); } catch { /* The screen then sleeps when its owner's settings say so. */ }
    };
    void take();
    const again = (): void => void take();
    document.addEventListener('visibilitychange', again);
    return () => {
      gone = true;
      document.removeEventListener('visibilitychange', again);
      void lock.current?.release();
    };
  }, []);
}
