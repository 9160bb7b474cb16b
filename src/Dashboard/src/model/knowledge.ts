/** What is known about metric names of OpenTelemetry's conventions, in the spellings that are in use. */

/** One part of the agent's page. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly prefixes: readonly string[];
}

export const SECTIONS: readonly Section[] = [
  { id: 'cpu', title: 'CPU', prefixes: ['system.cpu', 'system.load'] },
  { id: 'memory', title: 'Memory', prefixes: ['system.memory', 'system.paging', 'system.swap'] },
  { id: 'network', title: 'Network', prefixes: ['system.network'] },
  { id: 'disk', title: 'Disks', prefixes: ['system.disk', 'system.filesystem'] },
  { id: 'system', title: 'System', prefixes: ['system.', 'host.', 'hw.'] },
  { id: 'process', title: 'Processes', prefixes: ['process.', 'process_'] },
  { id: 'container', title: 'Containers', prefixes: ['container.', 'k8s.'] },
  { id: 'runtime', title: 'Runtime', prefixes: ['dotnet.', 'jvm.', 'go.', 'nodejs.', 'v8js.', 'cpython.', 'aspnetcore.', 'kestrel.'] },
  { id: 'http', title: 'HTTP and RPC', prefixes: ['http.', 'rpc.', 'dns.', 'db.', 'messaging.'] },
  { id: 'gen_ai', title: 'Language models', prefixes: ['gen_ai.', 'claude_code.', 'llm.'] },
];

export const OTHER: Section = { id: 'other', title: 'Other metrics', prefixes: [] };

/** The section that a metric belongs to. */
export function sectionOf(metric: string): Section {
  return SECTIONS.find(section => section.prefixes.some(prefix => metric.startsWith(prefix))) ?? OTHER;
}

/** How a known metric is best drawn. */
export interface Card {
  readonly title: string;
  /** Names of this metric, old and new. */
  readonly metrics: readonly string[];
  /** Label values that are left out at first: idle CPU dwarfs the rest. */
  readonly hide?: readonly string[];
  /** A share: the axis goes from 0 to 100 %. */
  readonly share?: boolean;
  /** Order within its section. */
  readonly rank: number;
}

const CARDS: readonly Card[] = [
  { title: 'CPU utilisation', metrics: ['system.cpu.utilization'], hide: ['idle'], share: true, rank: 1 },
  { title: 'Load, 1 minute', metrics: ['system.cpu.load_average.1m'], rank: 2 },
  { title: 'Load, 5 minutes', metrics: ['system.cpu.load_average.5m'], rank: 3 },
  { title: 'Load, 15 minutes', metrics: ['system.cpu.load_average.15m'], rank: 4 },
  { title: 'CPU time', metrics: ['system.cpu.time'], hide: ['idle'], rank: 5 },
  { title: 'CPUs', metrics: ['system.cpu.logical.count'], rank: 6 },
  { title: 'Memory', metrics: ['system.memory.usage'], rank: 1 },
  { title: 'Memory, share', metrics: ['system.memory.utilization'], share: true, rank: 2 },
  { title: 'Memory installed', metrics: ['system.memory.limit'], rank: 3 },
  { title: 'Swap', metrics: ['system.paging.usage', 'system.swap.usage'], rank: 4 },
  { title: 'Swap, share', metrics: ['system.paging.utilization'], share: true, rank: 5 },
  { title: 'Network traffic', metrics: ['system.network.io'], rank: 1 },
  { title: 'Packets', metrics: ['system.network.packet.count', 'system.network.packets'], rank: 2 },
  { title: 'Network errors', metrics: ['system.network.errors'], rank: 3 },
  { title: 'Packets dropped', metrics: ['system.network.packet.dropped', 'system.network.dropped'], rank: 4 },
  { title: 'Disk traffic', metrics: ['system.disk.io'], rank: 1 },
  { title: 'Filesystems, share used', metrics: ['system.filesystem.utilization'], hide: ['free', 'reserved'], share: true, rank: 2 },
  { title: 'Filesystems', metrics: ['system.filesystem.usage'], rank: 3 },
  { title: 'Disk operations', metrics: ['system.disk.operations'], rank: 4 },
  { title: 'Disk busy time', metrics: ['system.disk.io_time'], rank: 5 },
  { title: 'Uptime', metrics: ['system.uptime'], rank: 1 },
  { title: 'Processes', metrics: ['system.process.count', 'system.processes.count'], rank: 2 },
  { title: 'Tokens used', metrics: ['gen_ai.client.token.usage'], rank: 1 },
  { title: 'Model call duration', metrics: ['gen_ai.client.operation.duration'], rank: 2 },
  { title: 'Time to first token', metrics: ['gen_ai.server.time_to_first_token', 'gen_ai.client.operation.time_to_first_chunk'], rank: 3 },
];

const byMetric = new Map(CARDS.flatMap(card => card.metrics.map(metric => [metric, card] as const)));

/** What is known of a metric; undefined for one that is not. */
export function cardOf(metric: string): Card | undefined { return byMetric.get(metric); }

/** Label names in the old spelling and the name that the conventions give them now. */
const ALIASES = new Map<string, string>(Object.entries({
  state: 'state', 'cpu.mode': 'state', 'system.cpu.state': 'state', 'system.memory.state': 'state', 'system.paging.state': 'state',
  'system.filesystem.state': 'state', mode: 'state',
  direction: 'direction', 'network.io.direction': 'direction', 'disk.io.direction': 'direction', 'system.network.direction': 'direction',
  device: 'device', 'system.device': 'device', 'network.interface.name': 'device', interface: 'device',
  cpu: 'cpu', 'cpu.logical_number': 'cpu', 'system.cpu.logical_number': 'cpu',
  mountpoint: 'mountpoint', 'system.filesystem.mountpoint': 'mountpoint',
}));

/** One name for both spellings of a label. */
export function canonicalLabel(name: string): string { return ALIASES.get(name) ?? name; }

/** The value of a label, whichever way it is spelled. */
export function labelValue(labels: Readonly<Record<string, string>>, canonical: string): string | undefined {
  for (const name in labels) if (canonicalLabel(name) === canonical) return labels[name];
  return undefined;
}

const COUNTERS = new Set([
  'system.cpu.time', 'process.cpu.time', 'system.network.io', 'system.network.packet.count', 'system.network.packets', 'system.network.errors',
  'system.network.packet.dropped', 'system.network.dropped', 'system.disk.io', 'system.disk.operations', 'system.disk.io_time',
  'system.disk.operation_time', 'system.disk.merged', 'system.paging.faults', 'system.paging.operations', 'process.disk.io', 'process.network.io',
  'container.cpu.time', 'container.disk.io', 'container.network.io',
]);

/**
 * Whether the value only ever rises, so that its rate is what people want to see. The wire does not say; names do. A unit per second means
 * that the rate has been taken already.
 */
export function isCounter(metric: string, unit: string): boolean {
  return !unit.endsWith('/s') && (COUNTERS.has(metric) || /[._]total$/.test(metric));
}

/** The unit of a counter's rate. */
export function rateUnit(unit: string): string {
  // Seconds per second is a share of the time.
  return unit === 's' ? '1' : unit === '' || unit === '1' ? '/s' : `${unit}/s`;
}

/** A readable title for any metric. */
export function titleOf(metric: string): string { return cardOf(metric)?.title ?? metric; }
