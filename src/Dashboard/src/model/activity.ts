import type { LiveEvent } from '../live';

export type Severity = 'info' | 'warn' | 'error';

/** One event, read and put into words. */
export interface Activity {
  readonly key: string;
  readonly type: string;
  readonly channel: string;
  /** Unix milliseconds. */
  readonly time: number;
  readonly severity: Severity;
  /** The agent that it is about; empty for the server's own. */
  readonly agent: string;
  readonly subject: string;
  readonly sentence: string;
  readonly icon: string;
  readonly data: readonly (readonly [string, string])[];
}

const CAPACITY = 2_000;

/** The newest events, newest first, each once. */
export class ActivityFeed {
  readonly items: Activity[] = [];
  version = 0;
  /** Events that did not reach this page, as the server told. */
  lost = 0;
  /** Events that the server folded into one because there were too many. */
  folded = 0;
  /** Events that wait because the page is pinned. */
  get waiting(): number { return this.held.length; }

  private readonly keys = new Set<string>();
  private readonly held: Activity[] = [];
  private pinnedAt = Infinity;

  /** Takes an event as it happens, or from the `log`: what the log told before does not wait. */
  take(event: LiveEvent, channel: string, log = false): Activity | null {
    const item = readActivity(event, channel);
    if (!item || this.keys.has(item.key)) return null;
    this.keys.add(item.key);
    if (item.type === 'system.folded') this.folded += Number(event.data?.count) || 0;
    if (item.time > this.pinnedAt || (this.pinnedAt < Infinity && !log)) {
      this.held.push(item);
      if (this.held.length > CAPACITY) this.keys.delete(this.held.shift()!.key);
    } else this.insert(item, log);
    this.version++;
    return item;
  }

  /** Events of the log that are older than this (Unix ms) do not wait. */
  pin(at: number): void { this.pinnedAt = at; }

  unpin(): void {
    this.pinnedAt = Infinity;
    for (const item of this.held) this.insert(item);
    this.held.length = 0;
    this.version++;
  }

  private insert(item: Activity, log = false): void {
    // Nearly always the newest; a page of the log brings older ones, the newest first.
    let at = 0;
    while (at < this.items.length && this.items[at].time - item.time > (log ? -1 : 0)) at++;
    this.items.splice(at, 0, item);
    if (this.items.length > CAPACITY) this.keys.delete(this.items.pop()!.key);
  }
}

/** Reads an event; null for what is none. */
export function readActivity(event: LiveEvent, channel: string): Activity | null {
  if (typeof event.type !== 'string' || event.type === '') return null;
  const source = str(event.source);
  const data = Object.entries(event.data ?? {}).map(([name, value]) => [name, str(value)] as const);
  const agent = source.startsWith('agent/') ? source.slice(6) : event.type.startsWith('agent.') ? str(event.subject) : str(event.data?.agent);
  const severity: Severity = event.severity === 'warn' || event.severity === 'error' ? event.severity : 'info';
  const { icon, words } = lookOf(event.type);
  const subject = str(event.subject);
  return {
    key: `${source}\n${str(event.id)}`,
    type: event.type,
    channel: channel === 'events' ? channelOf(event.type) : channel,
    time: Date.parse(str(event.time)) || 0,
    severity,
    agent,
    subject: subject.replace(/^agent\//, ''),
    sentence: sentenceOf(words, str(event.message), agent, subject, event.type),
    icon: severity === 'error' && icon === 'dot' ? 'error' : icon,
    data,
  };
}

const CHANNELS = new Map<string, string>(Object.entries({
  agent: 'agents', task: 'tasks', budget: 'budget', message: 'messages', tool: 'tools', bid: 'bids', system: 'system', reject: 'rejects',
}));

/** The channel of an event, by the first word of its type. */
export function channelOf(type: string): string { return CHANNELS.get(type.split('.', 1)[0]) ?? 'events'; }

/** Types by their exact name, then by their first word: an icon and what happened, said of the agent. */
const LOOKS = new Map<string, { icon: string; words: string }>(Object.entries({
  'agent.connected': { icon: 'online', words: 'connected' },
  'agent.reconnected': { icon: 'online', words: 'is back' },
  'agent.stale': { icon: 'stale', words: 'is late' },
  'agent.offline': { icon: 'offline', words: 'went offline' },
  'agent.superseded': { icon: 'swap', words: 'was replaced by a newer process of the same name' },
  'agent.config.applied': { icon: 'config', words: 'applied a new configuration' },
  'agent.unaccounted': { icon: 'error', words: 'has points that nobody can account for' },
  agent: { icon: 'agent', words: '' },
  'task.created': { icon: 'task', words: 'created a task' },
  'task.started': { icon: 'task', words: 'started a task' },
  'task.completed': { icon: 'done', words: 'completed a task' },
  'task.failed': { icon: 'error', words: 'failed at a task' },
  task: { icon: 'task', words: '' },
  'tool.called': { icon: 'tool', words: 'called a tool' },
  tool: { icon: 'tool', words: '' },
  'bid.placed': { icon: 'bid', words: 'placed a bid' },
  'bid.accepted': { icon: 'bid', words: 'won a bid' },
  bid: { icon: 'bid', words: '' },
  budget: { icon: 'budget', words: '' },
  message: { icon: 'message', words: '' },
  reject: { icon: 'reject', words: 'sent something that was refused' },
  error: { icon: 'error', words: 'reported an error' },
  'system.folded': { icon: 'more', words: '' },
  system: { icon: 'server', words: '' },
}));

function lookOf(type: string): { icon: string; words: string } {
  return LOOKS.get(type) ?? LOOKS.get(type.split('.', 1)[0]) ?? { icon: 'dot', words: '' };
}

function sentenceOf(words: string, message: string, agent: string, subject: string, type: string): string {
  if (message) return message;
  const about = subject && subject !== agent && subject !== `agent/${agent}` ? `: ${subject}` : '';
  if (words && agent) return `${agent} ${words}${about}`;
  return `${type}${about}`;
}

function str(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
