import type { Point } from '../live';
import { PointBudget } from './ring';
import { Series, usualStep } from './series';
import { Vitals } from './vitals';

/** An agent as its points show it. */
export class AgentData {
  readonly series = new Map<string, Series>();
  readonly vitals: Vitals;
  /** Monotonic instant at which its last new point arrived here; 0 before the first live one. */
  receivedAt = 0;
  /** The same, not held while pinned. */
  heardAt = 0;
  /** Its newest timestamp, by its own clock. */
  newestTime = -Infinity;
  /** The usual distance of its reports in milliseconds; 0 until two came. */
  cadenceMs = 0;
  /** Rises with every frame that brought points of it. */
  version = 0;
  touched = false;

  constructor(readonly id: string, budget: PointBudget) { this.vitals = new Vitals(budget); }
}

/** A metric name over the whole fleet. */
export interface MetricEntry {
  readonly name: string;
  unit: string;
  readonly series: Set<Series>;
}

export interface StoreLimits {
  readonly series: number;
  readonly agents: number;
  readonly points: number;
  /** Series silent for this long leave. */
  readonly idleMs: number;
}

const LIMITS: StoreLimits = { series: 60_000, agents: 12_000, points: 6_000_000, idleMs: 20 * 60_000 };
const MAX_TEXT = 4_096;
/** Beyond this no calendar goes. */
const LATEST = 8.64e15;

/** Every series of the fleet that this page has been sent, with its recent points. The views read it; only the connection writes it. */
export class Store {
  readonly agents = new Map<string, AgentData>();
  readonly metrics = new Map<string, MetricEntry>();
  readonly budget: PointBudget;
  /** Rises with every batch. */
  version = 0;
  /** Rises when a series, a metric or an agent appears or leaves. */
  structure = 0;
  seriesCount = 0;
  /** Live points since the page was opened. */
  pointsTotal = 0;
  /** Points refused here because a limit of the page was reached or because they made no sense. */
  turnedAway = 0;
  /** Points that arrived while pinned. */
  waiting = 0;

  private pinned = Infinity;
  private readonly touched: AgentData[] = [];

  constructor(private readonly limits: StoreLimits = LIMITS) { this.budget = new PointBudget(limits.points); }

  /** Timestamps beyond this wait; Infinity while nothing is pinned. */
  get pinnedAt(): number { return this.pinned; }

  /** Takes a frame. `receivedAt` is monotonic; `fresh` tells live points from latest state. */
  take(points: readonly Point[], fresh: boolean, receivedAt: number): void {
    for (let i = 0; i < points.length; i++) this.takeOne(points[i], fresh, receivedAt);
    for (let i = 0; i < this.touched.length; i++) {
      this.touched[i].vitals.update(this.pinned);
      this.touched[i].version++;
      this.touched[i].touched = false;
    }
    this.touched.length = 0;
    this.version++;
  }

  /** Holds what is shown: points later than `at` (Unix ms) wait beside it. */
  pin(at: number): void { this.pinned = at; }

  /** Lets what waited join. */
  unpin(): void {
    this.pinned = Infinity;
    this.waiting = 0;
    for (const agent of this.agents.values()) {
      for (const series of agent.series.values()) series.track.unpin();
      agent.receivedAt = agent.heardAt;
      agent.vitals.unpin();
      agent.vitals.update(this.pinned);
      agent.version++;
    }
    this.version++;
  }

  /** Lets series go that have long been silent. */
  sweep(now: number): void {
    for (const agent of this.agents.values()) {
      for (const series of agent.series.values())
        if (now - series.track.newestTime > this.limits.idleMs) this.forget(agent, series);
      if (agent.series.size > 0) continue;
      this.agents.delete(agent.id);
      agent.vitals.release();
      this.structure++;
    }
  }

  private takeOne(point: Point, fresh: boolean, receivedAt: number): void {
    const series = this.find(point);
    if (!series || !series.push(point.timestamp, point.value, this.pinned)) return;
    const agent = this.agents.get(point.agent)!;
    this.meet(agent, point.timestamp, fresh, receivedAt);
    // What is older than the agent's newest is the past, told again.
    if (!fresh || point.timestamp < agent.newestTime) return;
    this.pointsTotal++;
    if (point.timestamp > this.pinned) this.waiting++;
  }

  private meet(agent: AgentData, timestamp: number, fresh: boolean, receivedAt: number): void {
    if (!agent.touched) {
      agent.touched = true;
      this.touched.push(agent);
    }
    if (timestamp <= agent.newestTime) return;
    if (fresh) {
      agent.heardAt = receivedAt;
      if (timestamp <= this.pinned) agent.receivedAt = receivedAt;
    }
    // What is pinned is drawn by it.
    if (fresh && timestamp <= this.pinned) agent.cadenceMs = usualStep(agent.cadenceMs, timestamp - agent.newestTime);
    agent.newestTime = timestamp;
  }

  private find(point: Point): Series | null {
    const { agent: id, metric, labels } = point;
    if (typeof id !== 'string' || typeof metric !== 'string' || !(Math.abs(point.timestamp) < LATEST) || !Number.isFinite(point.value)) {
      this.turnedAway++;
      return null;
    }
    let key = metric;
    if (labels) for (const name in labels) key += `\u0000${name}\u0001${labels[name]}`;
    const agent = this.agents.get(id);
    return agent?.series.get(key) ?? this.add(agent, key, point);
  }

  private add(known: AgentData | undefined, key: string, point: Point): Series | null {
    if (this.seriesCount >= this.limits.series || (!known && this.agents.size >= this.limits.agents) || key.length > 64 * MAX_TEXT) {
      this.turnedAway++;
      return null;
    }
    let agent = known;
    if (!agent) this.agents.set(point.agent, agent = new AgentData(point.agent, this.budget));
    const unit = typeof point.unit === 'string' ? point.unit : '';
    const series = new Series(key, point.agent, point.metric, point.labels ?? {}, unit, this.budget);
    agent.series.set(key, series);
    agent.vitals.add(series);
    let entry = this.metrics.get(point.metric);
    if (!entry) this.metrics.set(point.metric, entry = { name: point.metric, unit, series: new Set() });
    entry.unit ||= unit;
    entry.series.add(series);
    this.seriesCount++;
    this.structure++;
    return series;
  }

  private forget(agent: AgentData, series: Series): void {
    agent.series.delete(series.key);
    const entry = this.metrics.get(series.metric);
    entry?.series.delete(series);
    if (entry?.series.size === 0) this.metrics.delete(series.metric);
    series.track.release();
    this.seriesCount--;
    this.structure++;
  }
}
