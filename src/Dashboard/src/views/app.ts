import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks';
import { changed, parseRoute, type Route } from '../model/route';
import { Session, type Topic } from '../model/session';
import { span } from '../model/units';

/** The one session of this page. */
export const session = new Session();

/** Whether what is on the screen is no longer the present; false while the first connection is being made. */
export function isLost(): boolean {
  const { live } = session;
  return live.state.phase !== 'live' && !(live.state.phase === 'connecting' && live.silenceMs === 0);
}

/** Whether points were left out for this viewer a moment ago. */
export function isMerging(): boolean { return performance.now() - session.mergedAt < MERGED_MS; }

const MERGED_MS = 10_000;

/** How this machine's clock stands to that of the server. */
export function clockWords(): string {
  const { skewMs } = session.clock;
  return `${Math.abs(skewMs) < 50 ? 'in step with' : `${span(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead of' : 'behind'}`} the server's`;
}

let current: Route = parseRoute(location.pathname, location.search);
const followers = new Set<() => void>();

export function route(): Route { return current; }

/** Goes to another place within the page. `replace` leaves no step in the history: for what changes while one types. */
export function navigate(href: string, replace = false): void {
  if (href === location.pathname + location.search) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  arrive();
}

/** Changes the query of the present place. */
export function setQuery(set: Readonly<Record<string, string | readonly string[]>>, replace = true): void {
  navigate(changed(current, set), replace);
}

function arrive(): void {
  const before = current;
  current = parseRoute(location.pathname, location.search);
  if (before.page !== current.page || before.agent !== current.agent) scrollTo(0, 0);
  for (const follower of followers) follower();
}

addEventListener('popstate', arrive);

/** Links within the page are followed without loading it again. */
addEventListener('click', event => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = (event.target as Element | null)?.closest?.('a[href]') as HTMLAnchorElement | null;
  if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download') || link.dataset.leave !== undefined) return;
  if (link.hash && link.pathname === location.pathname) return;
  event.preventDefault();
  navigate(link.pathname + link.search);
});

/** Renders again when what it follows changes. It follows from the turn in which it rendered: what changes in between would never be shown. */
export function useFollow(follow: (follower: () => void) => () => void): void {
  const [, again] = useReducer((n: number) => n + 1, 0);
  useLayoutEffect(() => follow(() => again(0)), []);
}

export function useRoute(): Route {
  useFollow(follower => {
    followers.add(follower);
    return () => { followers.delete(follower); };
  });
  return current;
}

/** Renders again when one of the topics changes. */
export function useTopics(...topics: Topic[]): void {
  useFollow(follower => {
    const offs = topics.map(topic => session.on(topic, follower));
    return () => { for (const off of offs) off(); };
  });
}

/** Renders again every so often while the page is in view. */
export function useTick(ms: number): number {
  const [tick, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => { if (!document.hidden) setTick(n => n + 1); }, ms);
    return () => clearInterval(timer);
  }, [ms]);
  return tick;
}
