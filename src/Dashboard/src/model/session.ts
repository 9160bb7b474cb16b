import { LiveClient, type Filter, type LiveEvent, type LiveState, type Position, type SubscriptionHandler } from '../live';
import { ActivityFeed, readActivity, type Activity } from './activity';
import { api, pages } from './api';
import { ServerClock } from './clock';
import { Fleet, type Now } from './fleet';
import { LatencyMeter } from './latency';
import { PaintLoop, browserPaint } from './paintLoop';
import { readAgents, Roster, type AgentState } from './roster';
import { Store } from './store';

/** So many agents are asked for first, more than are in view; index.html has the browser ask before this script runs. */
const GLANCE = 100;
/** The page is drawn without an agent after this long. */
const PATIENCE_MS = 100;
const ROSTER_EVERY_MS = 10_000;
const SWEEP_EVERY_MS = 60_000;
/** How often the way to the server is measured, and what this page measured of itself reported. */
const MEASURE_EVERY_MS = 10_000;
const REPORTED_DELAYS = 20;
/** Below so many series of the whole fleet every page is sent everything, so that history is there wherever one goes. */
const SMALL_FLEET = 4_000;
/** How far back a replay is asked for, in points of the whole stream: tried one after another until the server's ring reaches. */
const REACH_BACK = [30_000, 20_000, 6_000, 2_000, 500] as const;

/** A little less than the server's ring holds by default, in seconds. */
const RING_S = 55;

/** What the views are told when something that is not drawn every frame has changed. */
export type Topic = 'connection' | 'pause' | 'roster' | 'feed' | 'demand';

/** The whole state of the page: the connection, what it brought, and how it is looked at. */
export class Session {
  readonly clock = new ServerClock();
  readonly latency = new LatencyMeter();
  readonly store = new Store();
  readonly roster = new Roster();
  readonly feed = new ActivityFeed();
  readonly fleet = new Fleet(this.store, this.roster);
  readonly paint = new PaintLoop(browserPaint(), this.latency);
  readonly live: LiveClient;
  /** Points left out for this viewer, and events lost, since the page was opened. */
  merged = 0;
  lost = 0;
  /** Monotonic instant of the last merge; the views say so for a while. */
  mergedAt = -Infinity;
  /** Monotonic instant at which the first live point came; 0 before. */
  firstPointAt = 0;
  pausedAt = 0;
  /** Milliseconds from the server's receipt to the arrival here, smoothed. */
  deliveryMs = NaN;
  /** Points a second of the whole server, measured from its offsets. */
  streamRate = NaN;

  private readonly listeners = new Map<Topic, Set<() => void>>();
  private wish: Filter = {};
  private asked: Filter | null = null;
  private reach: number = 0;
  private offsetAt: { offset: number; at: number } | null = null;
  private pinnedNow: Now | null = null;
  private rosterTimer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    this.live = new LiveClient({
      onState: state => this.connection(state),
      onServerTime: (serverAt, receivedAt, roundTripMs) => this.clock.sample(serverAt, receivedAt, roundTripMs),
      onOffsets: offsets => this.measure(offsets.metrics ?? NaN),
      // The next attempt is on its way with whatever cookie there is; if that is worth nothing, this call leads to the login.
      renew: async () => { await api('/api/v1/agents?limit=1'); },
    });
  }

  /** Connects; comes back with the first look at the fleet, and soon in any case. */
  start(): Promise<void> {
    this.live.subscribe('events', { snapshot: false }, this.events);
    this.live.start();
    const first = new Promise<void>(done => {
      const off = this.on('roster', () => { off(); done(); });
      setTimeout(done, PATIENCE_MS);
    });
    void this.loadRoster().then(() => this.loadFeed());
    setInterval(() => this.store.sweep(this.clock.unix()), SWEEP_EVERY_MS);
    setInterval(() => { this.measureWay(); this.reportDelays(); }, MEASURE_EVERY_MS);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) return;
      this.live.hurry();
      this.paint.wake();
      void this.loadRoster();
    });
    addEventListener('online', () => this.live.hurry());
    return first;
  }

  /** The instant as the views should see it. It stands still while pinned, and while the server is silent: nothing grows old unseen. */
  now(): Now {
    if (this.pinnedNow) return this.pinnedNow;
    const mono = performance.now();
    const { phase } = this.live.state;
    const heard = phase === 'live' || this.live.silenceMs === 0 ? mono : mono - this.live.silenceMs;
    return { unix: this.clock.unix(heard), mono: heard };
  }

  get paused(): boolean { return this.pinnedNow !== null; }

  /** Pins what is shown, and its data. */
  pause(): void {
    if (this.pinnedNow) return;
    const now = this.now();
    this.pausedAt = now.unix;
    this.pinnedNow = now;
    let newest = now.unix;
    for (const agent of this.store.agents.values()) newest = Math.max(newest, agent.newestTime);
    // An agent whose clock is ahead must not lose the points that are on the screen.
    this.store.pin(newest);
    this.roster.pin();
    this.feed.pin(now.unix);
    this.tell('pause');
  }

  resume(): void {
    if (!this.pinnedNow) return;
    this.pinnedNow = null;
    this.store.unpin();
    this.roster.unpin();
    this.feed.unpin();
    this.tell('pause');
    this.tell('roster');
    this.tell('feed');
    this.paint.invalidate();
  }

  /** Says which series the present page needs. */
  demand(filter: Filter): void {
    this.wish = filter;
    this.decide();
  }

  on(topic: Topic, listener: () => void): () => void {
    const set = this.listeners.get(topic) ?? this.listeners.set(topic, new Set()).get(topic)!;
    set.add(listener);
    return () => { set.delete(listener); };
  }

  /** True where every page is sent everything. */
  get everything(): boolean { return this.asked !== null && !this.asked.agents && !this.asked.metrics; }

  async loadRoster(): Promise<void> {
    clearTimeout(this.rosterTimer);
    const answer = await pages<unknown>('/api/v1/agents', 20, this.roster.known ? undefined : GLANCE, items => {
      if (this.roster.known) return;
      this.roster.glance(readAgents(items));
      this.tell('roster');
    });
    if (answer.ok) this.roster.replace(readAgents(answer.value));
    else if (answer.status === 404) this.roster.absent = true;
    this.tell('roster');
    this.decide();
    this.paint.invalidate();
    clearTimeout(this.rosterTimer);
    this.rosterTimer = setTimeout(() => void this.loadRoster(), document.hidden ? 6 * ROSTER_EVERY_MS : ROSTER_EVERY_MS);
  }

  private async loadFeed(): Promise<void> {
    for (const event of await readLog()) this.feed.take(event, 'events', true);
    this.tell('feed');
  }

  /** Reads further in the server's log than the feed reaches, newest first. `query` is that of GET /api/v1/events. */
  async past(query: string): Promise<Activity[]> {
    return (await readLog(query)).map(event => readActivity(event, 'events')).filter(item => item !== null);
  }

  private readonly points: SubscriptionHandler = {
    points: (points, snapshot, frame) => {
      const receivedAt = performance.now();
      const fresh = !snapshot && !frame.replay;
      this.store.take(points, fresh, receivedAt);
      if (fresh && this.firstPointAt === 0) this.firstPointAt = receivedAt;
      if (fresh) this.arrived(receivedAt, frame.receivedAt);
      if (frame.last) this.tell('roster');
      this.paint.invalidate();
    },
    subscribed: (recovered, position) => {
      this.offsetAt ??= { offset: position.offset, at: performance.now() };
      if (!recovered) this.reachBack(position);
    },
    merged: points => {
      this.merged += points;
      this.mergedAt = performance.now();
      this.tell('connection');
    },
  };

  private readonly events: SubscriptionHandler = {
    // What happened while nobody listened will not come by itself.
    subscribed: recovered => { if (!recovered && this.live.state.reconnects > 0) void this.loadFeed(); },
    event: (event, channel) => {
      const item = this.feed.take(event, channel);
      if (!item) return;
      this.follow(item.type, item.agent, event);
      this.tell('feed');
    },
    lost: events => {
      this.lost += events;
      this.feed.lost += events;
      this.tell('feed');
    },
  };

  /** A frame of live points came; says when the server had it, as far as that is known. */
  private arrived(at: number, serverReceivedAt?: number): void {
    const since = serverReceivedAt === undefined ? at : Math.min(at, this.clock.monotonic(serverReceivedAt));
    if (!this.paused && !document.hidden) this.latency.received(since);
    if (serverReceivedAt === undefined) return;
    this.deliveryMs = Number.isNaN(this.deliveryMs) ? at - since : this.deliveryMs + (at - since - this.deliveryMs) / 16;
  }

  /** What comes of it goes to the clock. */
  private measureWay(): void { this.live.ping().catch(() => { /* This way has no way back. */ }); }

  private reportDelays(): void {
    const delaysMs = this.latency.fresh(REPORTED_DELAYS).map(ms => Math.min(60_000, Math.round(10 * ms) / 10));
    if (delaysMs.length > 0) void api('/api/v1/paint-delays', 'POST', { delaysMs });
  }

  /** After latest state, the past: the server is asked for what its ring still holds, from far back to near until it has it. */
  private reachBack(position: Position): void {
    // For the whole of a large fleet the past would be more than anybody can look at.
    if (this.streamRate > SMALL_FLEET && !this.asked?.agents) return;
    const steps = this.streamRate > 0 ? [Math.min(190_000, Math.round(this.streamRate * RING_S)), ...REACH_BACK] : REACH_BACK;
    if (this.reach >= steps.length) return;
    const points = steps[this.reach++];
    const since = { epoch: position.epoch, offset: Math.max(0, position.offset - points) };
    // Asked only once the latest state is here: the first thing on the screen is the present.
    queueMicrotask(() => this.afterSnapshot(since));
  }

  private afterSnapshot(since: Position): void {
    const asked = this.asked;
    const started = performance.now();
    const wait = (): void => {
      if (this.asked !== asked || this.live.state.phase !== 'live' || performance.now() - started > 5_000) return;
      if (!this.subscription?.position) { setTimeout(wait, 10); return; }
      this.live.subscribe('metrics', { filter: asked ?? {}, since }, this.points);
    };
    wait();
  }

  private get subscription() { return this.live.subscriptionOf('metrics'); }

  private decide(): void {
    const small = this.roster.known ? this.roster.seriesTotal <= SMALL_FLEET : this.roster.absent && !(this.streamRate > SMALL_FLEET);
    const filter = small ? {} : this.wish;
    if (this.asked !== null && sameFilter(filter, this.asked)) return;
    this.asked = filter;
    this.reach = 0;
    this.live.subscribe('metrics', { filter }, this.points);
    this.tell('demand');
  }

  private connection(state: LiveState): void {
    if (state.phase === 'connecting') this.reach = 0;
    if (state.phase === 'live') {
      // Several times: while the page is being built answers wait for it.
      for (const ms of [0, 1_000, 3_000]) setTimeout(() => this.measureWay(), ms);
      // The list that was asked for at the start is as young as this connection.
      if (state.reconnects > 0 || (this.rosterTimer && !this.roster.known)) void this.loadRoster();
    }
    this.tell('connection');
    this.paint.invalidate();
  }

  private measure(offset: number): void {
    const at = performance.now();
    if (this.offsetAt && offset > this.offsetAt.offset && at - this.offsetAt.at > 1_000) {
      this.streamRate = (offset - this.offsetAt.offset) / (at - this.offsetAt.at) * 1000;
      this.offsetAt = { offset, at };
    } else if (!this.offsetAt || offset < this.offsetAt.offset) this.offsetAt = { offset, at };
  }

  private follow(type: string, agent: string, event: LiveEvent): void {
    const state = STATES.get(type);
    if (state) this.roster.change(agent, state, String(event.data?.detail ?? event.data?.reason ?? ''), Date.parse(event.time) || 0);
    if (type.startsWith('agent.')) {
      clearTimeout(this.rosterTimer);
      this.rosterTimer = setTimeout(() => void this.loadRoster(), 400);
      this.tell('roster');
      this.paint.invalidate();
    }
  }

  private tell(topic: Topic): void {
    for (const listener of this.listeners.get(topic) ?? []) listener();
  }
}

const STATES = new Map<string, AgentState>([
  ['agent.connected', 'online'], ['agent.reconnected', 'online'], ['agent.stale', 'stale'], ['agent.offline', 'offline'],
]);

/** So many events are read from the log at a time. */
export const LOG_PAGE = 200;

async function readLog(query = ''): Promise<readonly LiveEvent[]> {
  const answer = await api<{ items?: LiveEvent[] }>(`/api/v1/events?limit=${LOG_PAGE}${query}`);
  return answer.ok ? answer.value.items ?? [] : [];
}

function sameFilter(a: Filter, b: Filter): boolean { return JSON.stringify(a) === JSON.stringify(b); }
