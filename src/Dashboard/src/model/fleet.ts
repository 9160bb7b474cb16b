import type { Roster, AgentInfo, AgentState } from './roster';
import type { AgentData, Store } from './store';

/** An agent as the fleet page shows it: what the server says of it joined with what its points show. */
export interface FleetRow {
  readonly id: string;
  info: AgentInfo | null;
  data: AgentData | null;
  state: AgentState;
  /** Why it is in that state, as a sentence; empty while all is well. */
  explanation: string;
  /** Milliseconds since it was last heard; NaN if never. */
  ageMs: number;
  cadenceMs: number;
}

/** The present instant as the views should see it: frozen while pinned or while the server is not heard. */
export interface Now {
  /** Unix milliseconds on the server's clock. */
  readonly unix: number;
  /** Monotonic milliseconds. */
  readonly mono: number;
}

const STALE_AFTER = 3;
const OFFLINE_AFTER = 10;
/** Even a fast agent is given this long before it is called late. */
const PATIENCE_MS = 3_000;

/** Joins the server's list with the agents that points have shown; keeps one row object per agent. */
export class Fleet {
  readonly rows: FleetRow[] = [];
  private readonly byId = new Map<string, FleetRow>();
  private rosterVersion = -1;
  private structure = -1;

  constructor(private readonly store: Store, private readonly roster: Roster) {}

  get(id: string): FleetRow | undefined { return this.byId.get(id); }

  /** Brings every row up to date. */
  refresh(now: Now): readonly FleetRow[] {
    this.join();
    for (let i = 0; i < this.rows.length; i++) judge(this.rows[i], now);
    return this.rows;
  }

  /** Gives the rows what has come since: cheap enough for every frame. */
  join(): void {
    if (this.roster.version === this.rosterVersion && this.store.structure === this.structure) return;
    this.rosterVersion = this.roster.version;
    this.structure = this.store.structure;
    const ids = new Set([...this.roster.agents.keys(), ...this.store.agents.keys()]);
    for (const id of this.byId.keys()) if (!ids.has(id)) this.byId.delete(id);
    this.rows.length = 0;
    for (const id of ids) {
      let row = this.byId.get(id);
      if (!row) this.byId.set(id, row = { id, info: null, data: null, state: 'offline', explanation: '', ageMs: NaN, cadenceMs: 0 });
      row.info = this.roster.agents.get(id) ?? null;
      row.data = this.store.agents.get(id) ?? null;
      this.rows.push(row);
    }
  }
}

/** Sets the state of a row. The server's word counts; points that arrive here prove it wrong only in the agent's favour. */
export function judge(row: FleetRow, now: Now): void {
  const { info, data } = row;
  const heardAgo = info && info.lastHeardAt > 0 ? now.unix - info.lastHeardAt : Infinity;
  const receivedAgo = data && data.receivedAt > 0 ? now.mono - data.receivedAt : Infinity;
  const toldAgo = data && data.newestTime > 0 ? now.unix - data.newestTime : Infinity;
  // The agent's own timestamps are the last resort: its clock may be wrong.
  const age = Math.max(0, Math.min(heardAgo, receivedAgo, heardAgo === Infinity && receivedAgo === Infinity ? toldAgo : Infinity));
  row.ageMs = Number.isFinite(age) ? age : NaN;
  row.cadenceMs = cadenceOf(data?.cadenceMs ?? 0, info?.intervalMs ?? 0);
  const own = row.cadenceMs > 0 ? row.cadenceMs : 5_000;
  const byAge: AgentState = age > Math.max(OFFLINE_AFTER * own, 10 * PATIENCE_MS) ? 'offline' : age > Math.max(STALE_AFTER * own, PATIENCE_MS) ? 'stale' : 'online';
  row.state = !info ? byAge : info.state === 'online' && byAge !== 'online' && row.cadenceMs > 0 ? 'stale' : info.state;
  row.explanation = explain(row, info);
}

const REASONS = new Map<string, string>(Object.entries({
  silence: 'it fell silent without a word',
  shutdown: 'it was stopped on purpose',
}));

/** What was measured, unless it is what the agent announced give or take its jitter. */
function cadenceOf(measured: number, announced: number): number {
  return measured === 0 || (announced > 0 && Math.abs(measured - announced) < 0.3 * announced) ? announced : measured;
}

function explain(row: FleetRow, info: AgentInfo | null): string {
  if (row.state === 'online') return '';
  const why = info?.reason ?? '';
  const known = REASONS.get(why.toLowerCase());
  if (row.state === 'stale') return known ? `Late: ${known}.` : why && info?.state === 'stale' ? sentence(why) : 'No report for three times its usual interval.';
  return known ? `Offline: ${known}.` : why ? sentence(why) : 'Not heard for ten times its usual interval.';
}

function sentence(text: string): string {
  const trimmed = text.trim();
  const capital = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}

const SEVERITY: Record<AgentState, number> = { offline: 0, stale: 1, online: 2 };

export type SortKey = 'state' | 'name' | 'cpu' | 'memory' | 'network' | 'disk' | 'cadence' | 'seen' | 'skew' | 'version' | 'series';

/** Sorts in place, worst or greatest first where that is what one looks for. Agents without a value come last either way. */
export function sortRows(rows: FleetRow[], key: SortKey, descending: boolean): FleetRow[] {
  const sign = descending ? -1 : 1;
  const compare: (a: FleetRow, b: FleetRow) => number = key === 'name' ? byName
    : key === 'state' ? (a, b) => SEVERITY[a.state] - SEVERITY[b.state]
    : key === 'version' ? (a, b) => collate(a.info?.version ?? '', b.info?.version ?? '')
    : (a, b) => valueOf(a, key) - valueOf(b, key);
  // What an agent said last before it left is no news.
  const missing = (row: FleetRow): boolean => key !== 'name' && key !== 'state' && key !== 'version' && (Number.isNaN(valueOf(row, key)) || (row.state === 'offline' && key !== 'seen'));
  return rows.sort((a, b) => {
    const lacks = Number(missing(a)) - Number(missing(b));
    return lacks || sign * compare(a, b) || byName(a, b);
  });
}

/** The number by which a row is sorted and that its cell shows. */
export function valueOf(row: FleetRow, key: SortKey): number {
  switch (key) {
    case 'cpu': return row.data?.vitals.cpu.ring.lastValue ?? NaN;
    case 'memory': return row.data?.vitals.memory.ring.lastValue ?? NaN;
    case 'network': return row.data?.vitals.network.ring.lastValue ?? NaN;
    case 'disk': return row.data?.vitals.disk.ring.lastValue ?? NaN;
    case 'cadence': return row.cadenceMs || NaN;
    case 'seen': return row.ageMs;
    case 'skew': return Math.abs(row.info?.skewMs ?? NaN);
    case 'series': return row.info?.seriesCount || row.data?.series.size || NaN;
    default: return NaN;
  }
}

/**
 * Names with numbers in them sort as people count: demo-2 before demo-10, and without regard to case. Made without `Intl.Collator`, the first of
 * which takes a browser 40 ms that would be missed before the first row.
 */
export function collate(a: string, b: string): number {
  const [p, q] = [a.toLowerCase(), b.toLowerCase()];
  let at = 0;
  while (at < p.length && p[at] === q[at]) at++;
  // They may part amid a number.
  while (isDigit(p[at - 1])) at--;
  const numbers = isDigit(p[at]) && isDigit(q[at]) ? parseInt(p.slice(at), 10) - parseInt(q.slice(at), 10) : 0;
  return numbers || (p < q ? -1 : Number(p > q));
}

function isDigit(character: string | undefined): boolean { return character !== undefined && character >= '0' && character <= '9'; }

function byName(a: FleetRow, b: FleetRow): number { return collate(a.id, b.id); }
