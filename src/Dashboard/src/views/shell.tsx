import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { isLoggedIn, logOut } from '../model/login';
import { hrefOf, pinOf, WINDOWS, windowOf, type Page, type Route } from '../model/route';
import { group, span } from '../model/units';
import { AgentPage } from './agent';
import { clockWords, isLost, isMerging, session, setQuery, useFollow, useRoute, useTick, useTopics } from './app';
import { ConnectPage } from './connect';
import { ExplorePage } from './explore';
import { FeedPage } from './feed';
import { FleetPage } from './fleet';
import { Icon } from './icons';
import { Help } from './help';
import { copyLink, switchTheme, toggleHelp, togglePause, useHelp } from './actions';
import { RejectsPage } from './rejects';
import { StatusPage } from './status';
import { onTheme, palette } from './theme';
import { WallPage } from './wall';

const NAV: readonly (readonly [Page, string])[] = [
  ['fleet', 'Fleet'], ['explore', 'Explore'], ['feed', 'Feed'], ['rejects', 'Rejects'], ['connect', 'Connect'], ['status', 'Status'],
];
const TITLES: Record<Route['page'], string> = {
  fleet: 'Fleet', agent: 'Agent', explore: 'Explore', feed: 'Feed', rejects: 'Rejects', connect: 'Connect', status: 'Status', wall: 'Wall', missing: 'Not found',
};

export function App() {
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const title = route.page === 'agent' ? route.agent : TITLES[route.page];
  useEffect(() => {
    document.title = `${title} \u00b7 CleanLite`;
    // A reader who came by a link starts at the content of the new page.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [route.page, route.agent]);
  // A link that names a stretch of time shows that stretch, and its data must not run away before one leaves it.
  const pin = pinOf(route);
  useEffect(() => {
    if (!pin || session.paused) return;
    session.pause();
    return () => session.resume();
  }, [pin?.from, pin?.to]);
  const help = useHelp();
  if (route.page === 'wall') return <><WallPage route={route} />{help && <Help />}</>;
  return (
    <>
      <a class="skip" href="#main">Skip to the content</a>
      <Header route={route} />
      <Banner />
      <main id="main" tabIndex={-1} ref={main} class={`page page-${route.page}`}>{pageOf(route)}</main>
      {help && <Help />}
    </>
  );
}

function pageOf(route: Route): ComponentChildren {
  switch (route.page) {
    case 'fleet': return <FleetPage route={route} />;
    case 'agent': return <AgentPage key={route.agent} route={route} />;
    case 'explore': return <ExplorePage route={route} />;
    case 'feed': return <FeedPage route={route} />;
    case 'rejects': return <RejectsPage route={route} />;
    case 'connect': return <ConnectPage />;
    case 'status': return <StatusPage />;
    default: return (
      <section class="empty">
        <h1>There is no such page</h1>
        <p>The address names nothing that CleanLite shows. <a href="/">See the fleet</a>.</p>
      </section>
    );
  }
}

function Header({ route }: { route: Route }) {
  useTopics('pause');
  const window = windowOf(route);
  return (
    <header class="top">
      <a class="brand" href={hrefOf('fleet', route)} aria-label="CleanLite, to the fleet">
        <svg class="logo" viewBox="0 0 16 16" aria-hidden="true"><rect width="16" height="16" rx="4" /><path d="M2.5 9.5h2.7L7 4l2.4 8 1.6-4.5h2.5" /></svg>
        <span>CleanLite</span>
      </a>
      <nav aria-label="Pages">
        {NAV.map(([page, name]) => (
          <a key={page} href={hrefOf(page, route)} aria-current={route.page === page || (page === 'fleet' && route.page === 'agent') ? 'page' : undefined}>
            <Icon name={page === 'rejects' ? 'reject' : page} /><span>{name}</span>
          </a>
        ))}
      </nav>
      <div class="tools">
        <ConnectionChip />
        <LatencyChip />
        <div class="segments" role="group" aria-label="Window of time">
          {WINDOWS.map(minutes => (
            <button key={minutes} type="button" title={`${minutes} min`} aria-pressed={!pinOf(route) && window === minutes} onClick={() => setQuery({ w: minutes === 5 ? '' : String(minutes), from: '', to: '' })}>
              {minutes}<span class="unit"> min</span>
            </button>
          ))}
        </div>
        <PauseButton />
        <a class="tool wide" href={hrefOf('wall', route)} title="Wall (w)" aria-label="Wall"><Icon name="wall" /></a>
        <LinkButton />
        <ThemeButton />
        <button class="tool wide" type="button" onClick={toggleHelp} title="Keys (?)" aria-label="Help and keys"><Icon name="help" /></button>
        {isLoggedIn() && <button class="tool" type="button" onClick={logOut} title="Log out" aria-label="Log out"><Icon name="leave" /></button>}
      </div>
    </header>
  );
}

function LinkButton() {
  const [done, setDone] = useState(false);
  const label = done ? 'Copied' : 'Copy a link to this view';
  return (
    <button class="tool wide" type="button" title={label} aria-label={label} onClick={() => void copyLink().then(ok => { setDone(ok); setTimeout(() => setDone(false), 2_500); })}>
      <Icon name={done ? 'done' : 'link'} />
    </button>
  );
}

function ThemeButton() {
  useFollow(onTheme);
  return (
    <button class="tool" type="button" onClick={switchTheme}
      title="Light or dark (t)" aria-label={palette.dark ? 'Switch to the light theme' : 'Switch to the dark theme'}>
      <Icon name={palette.dark ? 'sun' : 'moon'} />
    </button>
  );
}

function PauseButton() {
  useTopics('pause');
  useTick(500);
  const { paused } = session;
  const waiting = session.store.waiting + session.feed.waiting;
  return (
    <button class={`tool pause ${paused ? 'on' : ''}`} type="button" aria-pressed={paused} onClick={togglePause} title={paused ? 'Go on (Space)' : 'Pause (Space)'}>
      <Icon name={paused ? 'play' : 'pause'} />
      <span>{paused ? `Paused \u2013 ${group(String(waiting))} new` : 'Pause'}</span>
    </button>
  );
}

const WAYS = { websocket: 'Live', sse: 'Live (event stream)', polling: 'Polling each second' } as const;

function ConnectionChip() {
  useTopics('connection');
  useTick(500);
  const { live } = session;
  const { phase, transport } = live.state;
  const text = phase === 'live' ? WAYS[transport]
    : phase === 'quiet' ? `No word for ${span(live.silenceMs)}`
    : phase === 'connecting' ? 'Connecting'
    : phase === 'waiting' ? 'Reconnecting'
    : 'Stopped';
  return (
    <span class={`chip phase-${phase}`} role="status" data-phase={phase}>
      <i class="lamp" aria-hidden="true" />{text}
      {isMerging() && <span class="merged" title="This connection is slower than the data: it is sent the newest value of each series and told what was left out."> \u00b7 {group(String(session.merged))} merged</span>}
    </span>
  );
}

function LatencyChip() {
  useTick(1000);
  const [open, setOpen] = useState(false);
  const { latency, paint } = session;
  const p50 = latency.percentile(0.5);
  const p99 = latency.percentile(0.99);
  const slow = paint.framesPerSecond < 30;
  return (
    <span class="latency">
      <button class="chip" type="button" aria-expanded={open} onClick={() => setOpen(!open)} onBlur={() => setOpen(false)}>
        {latency.count === 0 ? 'receipt to paint \u2013' : <><span class="wide">p50 {ms(p50)} {'\u00b7'}</span>p99 {ms(p99)}</>}{slow ? ` \u00b7 ${Math.round(paint.framesPerSecond)} fps` : ''}
      </button>
      {open && (
        <div class="popover" role="note">
          <strong>Receipt to paint</strong>
          <p>From the moment the server took a point in to the moment it was on this screen, over the last {latency.count} frames{Number.isFinite(session.deliveryMs) ? `; ${ms(session.deliveryMs)} of it until it was here` : ''}. {Number.isFinite(session.clock.tripMs) ? `The server's clock is known to ${ms(session.clock.tripMs / 2)}.` : ''}</p>
          <p>Drawing takes {paint.costMs.toFixed(1)} ms.{slow ? ` That is much for this machine, so charts are drawn ${Math.round(paint.framesPerSecond)} times a second.` : ''}</p>
          {session.clock.synchronised && <p>This machine's clock is {clockWords()}.</p>}
        </div>
      )}
    </span>
  );
}

function ms(value: number): string { return value < 10 ? `${value.toFixed(1)}\u2009ms` : `${Math.round(value)}\u2009ms`; }

/** Says at once when what is on the screen is no longer the present. */
function Banner() {
  useTopics('connection');
  useTick(250);
  const { live } = session;
  const { phase, reason, retryAt, code } = live.state;
  if (!isLost()) return null;
  const age = live.silenceMs;
  const since = age > 0 ? `What you see is ${span(age)} old.` : 'Nothing has been received yet.';
  const next = phase === 'waiting' && retryAt > 0 ? `Trying again in ${span(Math.max(0, retryAt - performance.now()))}.` : phase === 'connecting' ? 'Trying now.' : '';
  return (
    <div class={`banner ${phase === 'stopped' ? 'bad' : ''}`} role="alert" data-banner>
      <Icon name={phase === 'stopped' ? 'error' : 'stale'} />
      <span>
        {phase === 'quiet' ? `The server has not been heard for ${span(age)}.` : phase === 'stopped' ? `The server ended the connection${code ? ` (${code})` : ''}: ${reason}` : `The connection is lost${reason ? `: ${reason}` : '.'}`}
        {' '}{since} {next}
      </span>
      {phase === 'stopped' && <button type="button" onClick={() => live.start()}>Connect again</button>}
      {phase === 'waiting' && <button type="button" onClick={() => live.hurry()}>Now</button>}
    </div>
  );
}
