/** Whether an agent is there. */
export type AgentState = 'online' | 'stale' | 'offline';

/** One agent as the server describes it. Times are Unix milliseconds on the server's clock; 0 and '' stand for unknown. */
export interface AgentInfo {
  readonly id: string;
  state: AgentState;
  since: number;
  reason: string;
  lastHeardAt: number;
  hostname: string;
  version: string;
  labels: Readonly<Record<string, string>>;
  transport: string;
  intervalMs: number;
  skewMs: number;
  roundTripMs: number;
  seriesCount: number;
  accepted: number;
  duplicate: number;
  late: number;
  rejected: number;
  configHash: string;
  capabilities: readonly string[];
  /** Points that neither side can account for; NaN where the server does not say. */
  unaccounted: number;
  /** Points that the agent itself dropped because its buffer was full. */
  shed: number;
}

type Json = Record<string, unknown>;

/** Reads one agent of `/api/v1/agents`; null for what is none. */
export function readAgent(json: unknown): AgentInfo | null {
  const from = record(json);
  const id = text(from.agentId);
  if (!id) return null;
  const counters = record(from.counters);
  return {
    id,
    state: from.state === 'online' || from.state === 'stale' ? from.state : 'offline',
    since: number(from.sinceAt, 0),
    reason: text(from.detail) || text(from.reason),
    lastHeardAt: number(from.lastHeardAt, 0),
    hostname: text(from.hostname),
    version: text(from.agentVersion),
    labels: labels(from.labels),
    transport: text(from.transport),
    intervalMs: number(from.reportIntervalMs, 0),
    skewMs: number(from.clockSkewMs, NaN),
    roundTripMs: number(from.roundTripMs, NaN),
    seriesCount: number(from.seriesCount, 0),
    accepted: number(counters.accepted, 0),
    duplicate: number(counters.duplicate, 0),
    late: number(counters.late, 0),
    rejected: number(counters.rejected, 0),
    configHash: text(from.configHash),
    capabilities: list(from.capabilities),
    unaccounted: number(record(from.ledger).unaccounted, NaN),
    shed: number(record(from.ledger).shed, 0),
  };
}

export function readAgents(list: readonly unknown[]): AgentInfo[] { return list.map(readAgent).filter(agent => agent !== null); }

/** The agents that the server knows. */
export class Roster {
  readonly agents = new Map<string, AgentInfo>();
  version = 0;
  /** False until the server has told its list; true for good afterwards. */
  known = false;
  /** True where the server has no such list. */
  absent = false;

  private held: AgentInfo[] | null = null;
  private pinned = false;

  /** Takes the first of the list, to be seen before the rest is here. */
  glance(agents: readonly AgentInfo[]): void {
    for (const agent of agents) this.agents.set(agent.id, agent);
    this.version++;
  }

  /** Takes the whole list. */
  replace(agents: readonly AgentInfo[]): void {
    if (this.pinned && this.known) {
      this.held = [...agents];
      return;
    }
    this.agents.clear();
    for (const agent of agents) this.agents.set(agent.id, agent);
    this.known = true;
    this.absent = false;
    this.version++;
  }

  /** An event told of a change before the next list does. */
  change(id: string, state: AgentState, reason: string, at: number): void {
    const agent = this.agents.get(id);
    if (!agent || this.pinned) return;
    if (agent.state !== state) agent.since = at;
    agent.state = state;
    agent.reason = reason;
    if (state === 'online') agent.lastHeardAt = at;
    this.version++;
  }

  get seriesTotal(): number {
    let total = 0;
    for (const agent of this.agents.values()) total += agent.seriesCount;
    return total;
  }

  pin(): void { this.pinned = true; }

  unpin(): void {
    this.pinned = false;
    if (this.held) this.replace(this.held);
    this.held = null;
  }
}

function text(value: unknown): string { return typeof value === 'string' ? value : ''; }

function number(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : {};
}

function list(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function labels(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
