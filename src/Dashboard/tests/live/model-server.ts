import type { Filter, Point, Position } from '../../src/live';
import type { FakeSocket } from './fakes';

interface Viewer { socket: FakeSocket; filter: Filter; cursor: number; subscribed: boolean }

/** A naive server: one list of points, a ring over its tail, snapshots and replays exactly as docs/live.md says. */
export class ModelServer {
  points: Point[] = [];
  epoch = 'aaaaaaa0';
  private base = 0;
  private viewer: Viewer | null = null;
  private restarts = 0;

  constructor(private readonly ringSize: number) {}

  get offset(): number { return this.base + this.points.length; }

  accept(socket: FakeSocket): void {
    const viewer: Viewer = { socket, filter: {}, cursor: 0, subscribed: false };
    this.viewer = viewer;
    socket.onCommand = command => {
      if (command.action === 'subscribe') this.subscribe(viewer, command);
    };
    socket.open();
  }

  publish(point: Point): void { this.points.push(point); }

  /** Sends what the viewer lacks, in one frame. */
  flush(): void {
    const viewer = this.viewer;
    if (!viewer?.subscribed) return;
    const end = this.offset;
    const points = this.since(viewer.cursor).filter(p => matches(viewer.filter, p));
    viewer.cursor = end;
    if (points.length > 0) viewer.socket.say({ type: 'metrics', offset: end, points });
  }

  heartbeat(): void { this.viewer?.socket.say({ type: 'heartbeat', serverAt: 1, offsets: { metrics: this.offset } }); }

  restart(): void {
    this.epoch = `aaaaaaa${++this.restarts}`;
    this.points = [];
    this.base = 0;
    this.viewer = null;
  }

  cut(): void { this.viewer = null; }

  private since(offset: number): Point[] { return this.points.slice(offset - this.base); }

  private subscribe(viewer: Viewer, command: Record<string, unknown>): void {
    viewer.filter = (command.filter ?? {}) as Filter;
    const since = command.since as Position | undefined;
    const oldest = Math.max(0, this.offset - this.ringSize);
    const recovered = since !== undefined && since.epoch === this.epoch && since.offset >= oldest && since.offset <= this.offset;
    viewer.subscribed = true;
    viewer.cursor = recovered ? since.offset : this.offset;
    viewer.socket.say({ type: 'subscribed', id: command.id, channel: 'metrics', epoch: this.epoch, offset: this.offset, recovered });
    if (recovered || command.snapshot === false) return;
    const newest = new Map<string, Point>();
    for (const p of this.points) if (matches(viewer.filter, p)) newest.set(p.agent, p);
    const all = [...newest.values()];
    const middle = Math.ceil(all.length / 2);
    const page = { type: 'snapshot', channel: 'metrics', epoch: this.epoch, offset: this.offset };
    viewer.socket.say({ ...page, page: 1, last: false, points: all.slice(0, middle) });
    viewer.socket.say({ ...page, page: 2, last: true, points: all.slice(middle) });
  }
}

export function matches(filter: Filter, point: Point): boolean {
  return !filter.agents || filter.agents.length === 0 || filter.agents.includes(point.agent);
}
