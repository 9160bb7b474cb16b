import { labelValue } from './knowledge';
import { Track, type PointBudget } from './ring';
import type { Series } from './series';

const SPARK_POINTS = 64;

/** The metrics from which an agent's vital signs are made; the fleet page asks for no others. */
export const VITAL_METRICS: readonly string[] = [
  'system.cpu.utilization', 'system.memory.utilization', 'system.memory.usage', 'system.memory.limit',
  'system.network.io', 'system.filesystem.utilization',
];

/**
 * An agent at a glance: how busy its CPUs are, how full its memory and its fullest filesystem are, how much goes over the network. Nothing
 * is averaged that could hide a problem: the fullest filesystem counts, and traffic is a sum.
 */
export class Vitals {
  readonly cpu: Track;
  readonly memory: Track;
  readonly network: Track;
  /** Share used of the fullest filesystem, 0 to 1. No line is drawn of it. */
  readonly disk: Track;

  private readonly idle: Series[] = [];
  private readonly busy: Series[] = [];
  private readonly memoryShares: Series[] = [];
  private readonly memoryUsed: Series[] = [];
  private readonly memoryLimit: Series[] = [];
  private readonly traffic: Series[] = [];
  private readonly filesystems: Series[] = [];

  constructor(budget: PointBudget) {
    this.cpu = new Track(budget, SPARK_POINTS, SPARK_POINTS);
    this.memory = new Track(budget, SPARK_POINTS, SPARK_POINTS);
    this.network = new Track(budget, SPARK_POINTS, SPARK_POINTS);
    this.disk = new Track(budget, 1, 1);
  }

  /** A series of the agent appeared. */
  add(series: Series): void {
    const state = labelValue(series.labels, 'state');
    switch (series.metric) {
      case 'system.cpu.utilization': (state === 'idle' ? this.idle : this.busy).push(series); break;
      case 'system.memory.utilization': if (state === undefined || state === 'used') this.memoryShares.push(series); break;
      case 'system.memory.usage': if (state === undefined || state === 'used') this.memoryUsed.push(series); break;
      case 'system.memory.limit': this.memoryLimit.push(series); break;
      case 'system.network.io': this.traffic.push(series); break;
      case 'system.filesystem.utilization': if (state === undefined || state === 'used') this.filesystems.push(series); break;
    }
  }

  /** Reads the signs off after a batch. */
  update(pinnedAt: number): void {
    this.read(this.cpu, this.idle.length > 0 ? this.idle : this.busy, this.idle.length > 0 ? idleToBusy : sum, pinnedAt);
    if (this.memoryShares.length > 0) this.read(this.memory, this.memoryShares, greatest, pinnedAt);
    else if (this.memoryUsed.length > 0 && this.memoryLimit.length > 0) this.readRatio(pinnedAt);
    this.read(this.network, this.traffic, sum, pinnedAt);
    this.read(this.disk, this.filesystems, greatest, pinnedAt);
  }

  unpin(): void {
    this.cpu.unpin();
    this.memory.unpin();
    this.network.unpin();
    this.disk.unpin();
  }

  release(): void {
    this.cpu.release();
    this.memory.release();
    this.network.release();
    this.disk.release();
  }

  private read(into: Track, from: readonly Series[], how: (series: readonly Series[]) => number, pinnedAt: number): void {
    if (from.length === 0) return;
    let time = -Infinity;
    for (let i = 0; i < from.length; i++) time = Math.max(time, from[i].track.newestTime);
    if (time <= into.newestTime && time >= into.ring.firstTime) return;
    const value = how(from);
    if (Number.isFinite(value)) into.push(time, value, pinnedAt);
  }

  private readRatio(pinnedAt: number): void {
    this.read(this.memory, this.memoryUsed, used => used[0].newest / this.memoryLimit[0].newest, pinnedAt);
  }
}

function idleToBusy(idle: readonly Series[]): number {
  let total = 0;
  for (let i = 0; i < idle.length; i++) total += idle[i].newest;
  return Math.min(1, Math.max(0, 1 - total / idle.length));
}

function sum(series: readonly Series[]): number {
  let total = NaN;
  for (let i = 0; i < series.length; i++) {
    const value = series[i].newest;
    if (Number.isFinite(value)) total = (Number.isFinite(total) ? total : 0) + value;
  }
  return total;
}

function greatest(series: readonly Series[]): number {
  let most = NaN;
  for (let i = 0; i < series.length; i++) {
    const value = series[i].newest;
    if (Number.isFinite(value) && !(most >= value)) most = value;
  }
  return most;
}
