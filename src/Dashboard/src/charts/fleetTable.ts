import type { FleetRow, Now } from '../model/fleet';
import { valueOf } from '../model/fleet';
import type { Painter } from '../model/paintLoop';
import { digits, format, span } from '../model/units';
import { iconElement, setIcon } from '../views/icons';
import { palette } from '../views/theme';
import { traceSpark, type SparkBox } from './spark';

/** What the table lists: agents, and headings where they are grouped. */
export type TableItem =
  | { readonly kind: 'row'; readonly row: FleetRow }
  | { readonly kind: 'group'; readonly title: string; readonly detail: string };

export interface TableOptions {
  now(): Now;
  href(agent: string): string;
  onSelect(index: number): void;
}

const OVERSCAN = 8;
/** Pixels beside the sparklines, for the width of a stroke. */
const MARGIN = 2;
/** Ages in words change at this pace. */
const WORDS_EVERY_MS = 500;
const STATES = { online: 'Online', stale: 'Late', offline: 'Offline' } as const;
const SPARKS = ['cpu', 'memory', 'network'] as const;

interface Slot {
  readonly element: HTMLElement;
  readonly icon: SVGPathElement;
  readonly cells: Record<string, HTMLElement>;
  readonly link: HTMLAnchorElement;
  readonly note: HTMLElement;
  readonly meter: HTMLElement;
  readonly group: HTMLElement;
  readonly groupTitle: Text;
  readonly groupDetail: HTMLElement;
  readonly texts: Map<Node, string>;
  item: TableItem | null;
  state: string;
  /** The place in the list that it shows; -1 while unused. */
  index: number;
}

/**
 * The fleet's table: rows are used again as one scrolls, only what changed is written, and all sparklines are drawn on one canvas that
 * scrolls along. A thousand agents cost what thirty cost.
 */
export class FleetTable implements Painter {
  readonly slideMs = WORDS_EVERY_MS;
  private items: readonly TableItem[] = [];
  private readonly slots: Slot[] = [];
  private readonly canvas = document.createElement('canvas');
  /** Made when there is something to draw: the browser's first takes 10 ms, and the rows come before their lines. */
  private context: CanvasRenderingContext2D | null = null;
  private readonly boxes: Record<string, SparkBox | null> = { cpu: null, memory: null, network: null };
  private readonly box: SparkBox = { x: 0, y: 0, width: 0, height: 0 };
  private rowHeight = 0;
  /** Where the sparklines begin and end in a row. */
  private left = 0;
  private right = 0;
  private first = 0;
  private count = 0;
  private measured = false;
  private selected = -1;
  private readonly resize: ResizeObserver;
  private readonly onScroll = (): void => this.paint(false, true);

  constructor(private readonly host: HTMLElement, private readonly options: TableOptions) {
    this.canvas.className = 'sparks';
    this.canvas.setAttribute('aria-hidden', 'true');
    host.append(this.canvas);
    addEventListener('scroll', this.onScroll, { passive: true });
    this.resize = new ResizeObserver(() => this.relayout());
    this.resize.observe(host);
  }

  /** Lists other agents, or the same in another order. */
  setItems(items: readonly TableItem[]): void {
    this.items = items;
    this.host.closest('[role=table]')?.setAttribute('aria-rowcount', String(items.length + 1));
    for (const slot of this.slots) slot.index = -1;
    this.paint(true);
  }

  /** The density changed. */
  relayout(): void {
    this.measured = false;
    this.paint(true);
  }

  /** Marks a row and brings it into view; -1 for none. */
  select(index: number): void {
    this.selected = Math.max(-1, Math.min(index, this.items.length - 1));
    this.options.onSelect(this.selected);
    if (this.selected >= 0) this.reveal(this.selected);
    this.paint(true);
  }

  move(step: number): void {
    let index = this.selected + step;
    while (this.items[index]?.kind === 'group') index += step;
    if (this.items[index]) this.select(index);
  }

  /** The agent under the mark; empty for none. */
  get selectedAgent(): string {
    const item = this.items[this.selected];
    return item?.kind === 'row' ? item.row.id : '';
  }

  paint(_data: boolean, scrolled = false): void {
    if (!this.host.isConnected) return;
    if (!this.measured) this.measure();
    this.host.style.height = `${this.items.length * this.rowHeight}px`;
    const top = this.host.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(-top / this.rowHeight) - OVERSCAN);
    const last = Math.min(this.items.length, Math.ceil((innerHeight - top) / this.rowHeight) + OVERSCAN);
    // Within the rows that are already there scrolling is the browser's work alone.
    if (scrolled && first >= this.first && last <= this.first + this.count) return;
    const spare = scrolled ? OVERSCAN : 0;
    this.first = Math.max(0, first - spare);
    this.count = Math.max(0, Math.min(this.items.length, last + spare) - this.first);
    this.fill();
    if (this.context || this.items.some(item => item.kind === 'row' && item.row.data)) this.draw(this.context ??= this.canvas.getContext('2d')!);
  }

  destroy(): void {
    removeEventListener('scroll', this.onScroll);
    this.resize.disconnect();
    this.host.replaceChildren();
  }

  private measure(): void {
    const slot = this.slots[0] ?? this.addSlot();
    this.rowHeight = parseFloat(getComputedStyle(this.host).getPropertyValue('--row')) || 36;
    const wasHidden = slot.element.hidden;
    const wasGroup = slot.element.classList.contains('is-group');
    slot.element.hidden = false;
    slot.element.classList.remove('is-group');
    const row = slot.element.getBoundingClientRect();
    this.left = row.width;
    this.right = 0;
    for (const name of SPARKS) {
      const spot = slot.cells[name].querySelector('.spark')!.getBoundingClientRect();
      const box = this.boxes[name] = spot.width < 8 ? null : { x: spot.left - row.left, y: spot.top - row.top, width: spot.width, height: spot.height };
      if (!box) continue;
      this.left = Math.min(this.left, Math.floor(box.x) - MARGIN);
      this.right = Math.max(this.right, box.x + box.width + MARGIN);
    }
    slot.element.hidden = wasHidden;
    slot.element.classList.toggle('is-group', wasGroup);
    this.measured = true;
  }

  private reveal(index: number): void {
    const top = this.host.getBoundingClientRect().top + index * this.rowHeight;
    const header = 160;
    if (top < header) scrollBy(0, top - header);
    else if (top + this.rowHeight > innerHeight - 20) scrollBy(0, top + this.rowHeight - innerHeight + 20);
  }

  private fill(): void {
    while (this.slots.length < this.count) this.addSlot();
    const now = this.options.now();
    const size = this.slots.length;
    for (let i = 0; i < this.count; i++) {
      const index = this.first + i;
      const slot = this.slots[index % size];
      if (slot.index !== index) this.place(slot, index);
      this.write(slot, now);
      toggle(slot.element, 'selected', index === this.selected);
    }
    for (const slot of this.slots) {
      const used = slot.index >= this.first && slot.index < this.first + this.count;
      if (slot.element.hidden === used) slot.element.hidden = !used;
    }
  }

  private place(slot: Slot, index: number): void {
    slot.index = index;
    slot.item = this.items[index];
    slot.element.style.transform = `translateY(${index * this.rowHeight}px)`;
    slot.element.setAttribute('aria-rowindex', String(index + 2));
    const group = slot.item.kind === 'group';
    toggle(slot.element, 'is-group', group);
    slot.group.hidden = !group;
    for (const name in slot.cells) slot.cells[name].hidden = group;
    if (slot.item.kind === 'row') slot.link.href = this.options.href(slot.item.row.id);
  }

  private write(slot: Slot, now: Now): void {
    const { item } = slot;
    if (!item) return;
    if (item.kind === 'group') {
      text(slot, slot.groupTitle, item.title);
      text(slot, slot.groupDetail, item.detail);
      return;
    }
    const { row } = item;
    const { cells } = slot;
    if (slot.state !== row.state) {
      slot.state = row.state;
      slot.element.dataset.state = row.state;
      setIcon(slot.icon, row.state);
      text(slot, cells.state.lastChild!, STATES[row.state]);
    }
    text(slot, slot.link, row.id);
    text(slot, slot.note, row.explanation || labelLine(row));
    text(slot, cells.cpu.firstChild!, format(valueOf(row, 'cpu'), '1'));
    text(slot, cells.memory.firstChild!, format(valueOf(row, 'memory'), '1'));
    text(slot, cells.network.firstChild!, format(valueOf(row, 'network'), 'By/s'));
    const disk = valueOf(row, 'disk');
    text(slot, cells.disk.firstChild!, format(disk, '1'));
    slot.meter.style.transform = `scaleX(${disk >= 0 ? Math.min(1, disk).toFixed(3) : 0})`;
    toggle(slot.meter, 'high', disk >= 0.9);
    text(slot, cells.cadence.firstChild!, row.cadenceMs > 0 ? span(round(row.cadenceMs)) : '\u2013');
    text(slot, cells.seen.firstChild!, seen(row, now));
    text(slot, cells.link.firstChild!, row.info?.transport || '\u2013');
    text(slot, cells.version.firstChild!, row.info?.version || '\u2013');
    const skew = row.info?.skewMs ?? NaN;
    text(slot, cells.skew.firstChild!, Number.isFinite(skew) ? `${skew > 0 ? '+' : skew < 0 ? '\u2212' : ''}${Math.abs(skew) < 10_000 ? `${digits(Math.abs(Math.round(skew)))}\u2009ms` : span(Math.abs(skew))}` : '\u2013');
    toggle(cells.skew, 'high', Math.abs(skew) > 2_000);
  }

  private draw(context: CanvasRenderingContext2D): void {
    const ratio = devicePixelRatio || 1;
    // No wider than the sparklines: where nothing but the processor draws, every pixel is copied for every picture.
    const width = Math.max(0, Math.ceil((this.right - this.left) * ratio));
    const height = Math.round(this.count * this.rowHeight * ratio);
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${width / ratio}px`;
      canvas.style.height = `${height / ratio}px`;
    }
    canvas.style.transform = `translate(${this.left}px, ${this.first * this.rowHeight}px)`;
    context.setTransform(ratio, 0, 0, ratio, -this.left * ratio, 0);
    context.clearRect(this.left, 0, width, height);
    context.lineWidth = 1.25;
    context.lineJoin = 'round';
    const unix = this.options.now().unix;
    for (let column = 0; column < SPARKS.length; column++) {
      const box = this.boxes[SPARKS[column]];
      if (!box) continue;
      this.drawColumn(context, SPARKS[column], box, unix, false, palette.series[COLOURS[column]]);
      this.drawColumn(context, SPARKS[column], box, unix, true, palette.dim);
    }
  }

  /** One colour, one path: the agents that are there, or those that are not. */
  private drawColumn(context: CanvasRenderingContext2D, name: 'cpu' | 'memory' | 'network', at: SparkBox, unix: number, absent: boolean, colour: string): void {
    const { box } = this;
    context.beginPath();
    context.strokeStyle = colour;
    box.x = at.x;
    box.width = at.width;
    box.height = at.height;
    for (let i = 0; i < this.count; i++) {
      const item = this.items[this.first + i];
      if (item.kind !== 'row' || !item.row.data || (item.row.state !== 'online') !== absent) continue;
      box.y = i * this.rowHeight + at.y;
      traceSpark(context, item.row.data.vitals[name].ring, unix, item.row.cadenceMs, name !== 'network', box);
    }
    context.stroke();
  }

  private addSlot(): Slot {
    const element = document.createElement('div');
    element.className = 'row';
    element.setAttribute('role', 'row');
    element.hidden = true;
    const cells: Record<string, HTMLElement> = {};
    for (const name of ['state', 'name', 'cpu', 'memory', 'network', 'disk', 'cadence', 'seen', 'skew', 'link', 'version']) {
      const cell = cells[name] = document.createElement('div');
      cell.className = `cell c-${name}`;
      cell.setAttribute('role', 'cell');
      element.append(cell);
    }
    for (const name of SPARKS) cells[name].append(child('span', 'value'), child('span', 'spark'));
    for (const name of ['disk', 'cadence', 'seen', 'skew', 'link', 'version']) cells[name].append(child('span', 'value'));
    const meter = child('i', 'fill');
    const trough = child('span', 'meter');
    trough.append(meter);
    cells.disk.append(trough);
    const icon = iconElement('offline');
    cells.state.append(icon, child('span', 'word'));
    const link = document.createElement('a');
    link.className = 'agent';
    const note = child('span', 'note');
    cells.name.append(link, note);
    const group = child('div', 'group-title');
    group.setAttribute('role', 'cell');
    const groupTitle = document.createTextNode('');
    const groupDetail = child('span', 'note');
    group.append(groupTitle, groupDetail);
    group.hidden = true;
    element.append(group);
    this.host.append(element);
    const slot: Slot = {
      element, cells, link, note, meter, group, groupTitle, groupDetail,
      icon: icon.firstChild as SVGPathElement, texts: new Map(), item: null, state: '', index: -1,
    };
    this.slots.push(slot);
    // The number of slots decides which slot shows which row, so all are placed anew.
    for (const other of this.slots) other.index = -1;
    return slot;
  }
}

const COLOURS = [0, 2, 3] as const;

function text(slot: Slot, node: Node, value: string): void {
  if (slot.texts.get(node) === value) return;
  slot.texts.set(node, value);
  node.textContent = value;
}

function toggle(element: Element, name: string, on: boolean): void {
  if (element.classList.contains(name) !== on) element.classList.toggle(name, on);
}

function child(tag: string, className: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

function labelLine(row: FleetRow): string {
  const labels = row.info?.labels;
  if (!labels) return '';
  let line = '';
  for (const name in labels) line += `${line ? ' \u00b7 ' : ''}${labels[name]}`;
  return line;
}

function round(ms: number): number { return ms < 950 ? Math.round(ms / 10) * 10 : Math.round(ms / 100) * 100; }

function seen(row: FleetRow, _now: Now): string {
  if (Number.isNaN(row.ageMs)) return 'never';
  if (row.state === 'online' && row.ageMs < Math.max(2_000, 1.5 * row.cadenceMs)) return 'now';
  return `${span(Math.round(row.ageMs / 1000) * 1000)} ago`;
}
