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
}

type Json = Record<string, unknown>;

/** Reads one agent of `/api/v1/agents`; null for what is none. Field names of older servers are understood too. */
export function readAgent(json: unknown): AgentInfo | null {
  if (typeof json !== 'object' || json === null) return null;
  const from = json as Json;
  const id = text(from, 'id', 'agentId');
  if (!id) return null;
  const hello = record(from, 'hello');
  const totals = record(from, 'totals', 'counters', 'points');
  const state = text(from, 'state', 'status').toLowerCase();
  return {
    id,
    state: state === 'online' || state === 'stale' ? state : 'offline',
    since: time(from, 'sinceAt', 'sinceUnixMs', 'since'),
    reason: text(from, 'reason'),
    lastHeardAt: time(from, 'lastHeardAt', 'lastHeardUnixMs', 'lastSeenAt'),
    hostname: text(from, 'hostname') || text(hello, 'hostname'),
    version: text(from, 'agentVersion', 'version') || text(hello, 'agentVersion', 'version'),
    labels: labels(record(from, 'labels')),
    transport: text(from, 'transport'),
    intervalMs: number(from, 0, 'reportIntervalMs', 'cadenceMs', 'intervalMs') || number(hello, 0, 'reportIntervalMs'),
    skewMs: number(from, NaN, 'clockSkewMs', 'skewMs'),
    roundTripMs: number(from, NaN, 'roundTripMs', 'rttMs'),
    seriesCount: number(from, 0, 'seriesCount', 'series'),
    accepted: number(totals, 0, 'accepted', 'acceptedPoints'),
    duplicate: number(totals, 0, 'duplicate', 'duplicatePoints'),
    late: number(totals, 0, 'late', 'latePoints'),
    rejected: number(totals, 0, 'rejected', 'rejectedPoints'),
    configHash: text(from, 'configHash') || text(hello, 'configHash'),
    capabilities: list(from, 'capabilities').concat(list(hello, 'capabilities')),
    unaccounted: number(record(from, 'ledger'), number(from, NaN, 'unaccounted', 'unaccountedPoints'), 'unaccounted', 'difference'),
  };
}

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

function first(from: Json, names: readonly string[]): unknown {
  for (const name of names) if (from[name] !== undefined && from[name] !== null) return from[name];
  return undefined;
}

function text(from: Json, ...names: string[]): string {
  const value = first(from, names);
  return typeof value === 'string' ? value : '';
}

function number(from: Json, otherwise: number, ...names: string[]): number {
  const value = first(from, names);
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** Unix milliseconds, or RFC 3339 for a server that prefers it. */
function time(from: Json, ...names: string[]): number {
  const value = first(from, names);
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? Date.parse(value) || 0 : 0;
}

function record(from: Json, ...names: string[]): Json {
  const value = first(from, names);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : {};
}

function list(from: Json, name: string): string[] {
  const value = from[name];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function labels(from: Json): Record<string, string> {
  return Object.fromEntries(Object.entries(from).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
