import type { FleetRow, Now } from '../model/fleet';
import { valueOf } from '../model/fleet';
import type { Painter } from '../model/paintLoop';
import { digits, format, pace, span } from '../model/units';
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
}

/** Rows that are there above and below what is in view, and the steps in which they follow. */
const OVERSCAN = 12;
const STEP = 4;
/** Pixels beside the sparklines, for the width of a stroke. */
const MARGIN = 2;
/** Ages in words, and the places of lines, change at this pace. */
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
  /** What it was written from, and when. */
  version: number;
  writtenAt: number;
}

/**
 * The fleet's table: rows are used again as one scrolls, and all sparklines are drawn on one canvas that scrolls along. A thousand agents cost
 * what fifty cost, and a frame costs what has changed since the last: the rows that came into view or whose agents reported.
 */
export class FleetTable implements Painter {
  readonly slideMs = WORDS_EVERY_MS;
  private items: readonly TableItem[] = [];
  private readonly slots: Slot[] = [];
  private readonly canvas = document.createElement('canvas');
  /** Made when there is something to draw: the browser's first takes 10 ms, and the rows come before their lines. */
  private context: CanvasRenderingContext2D | null = null;
  private readonly boxes: Record<string, SparkBox | null> = { cpu: null, memory: null, network: null };
  private rowHeight = 0;
  /** Where the sparklines begin and end in a row. */
  private left = 0;
  private right = 0;
  private first = 0;
  private count = 0;
  /** The first row on the canvas; NaN while it has to be drawn anew. */
  private drawnFirst = NaN;
  /** The rows to draw in this frame. */
  private readonly changed: number[] = [];
  private measured = false;
  private selected = -1;
  private readonly resize: ResizeObserver;
  /** Within the rows that are already there scrolling is the browser's work alone. */
  private readonly onScroll = (): void => { if (this.follow()) this.paint(); };

  constructor(private readonly host: HTMLElement, private readonly options: TableOptions) {
    this.canvas.className = 'sparks';
    this.canvas.setAttribute('aria-hidden', 'true');
    host.append(this.canvas);
    addEventListener('scroll', this.onScroll, { passive: true });
    this.resize = new ResizeObserver(() => this.relayout());
    this.resize.observe(host);
    host.addEventListener('focusin', ({ target }) => {
      const slot = this.slots.find(one => one.link === target);
      if (!slot || slot.index === this.selected) return;
      this.selected = slot.index;
      this.forget();
    });
  }

  /** Lists other agents, or the same in another order. */
  setItems(items: readonly TableItem[]): void {
    const agent = this.selectedAgent;
    const held = this.host.contains(document.activeElement);
    this.items = items;
    this.selected = agent === '' ? -1 : items.findIndex(item => item.kind === 'row' && item.row.id === agent);
    this.host.closest('[role=table]')?.setAttribute('aria-rowcount', String(items.length + 1));
    this.forget();
    this.paint();
    if (held) this.focus();
  }

  /** The density, the width or the colours changed. */
  relayout(): void {
    this.measured = false;
    this.forget();
    this.paint();
  }

  /** Marks a row and brings it into view; -1 for none. */
  select(index: number): void {
    this.selected = Math.max(-1, Math.min(index, this.items.length - 1));
    if (this.selected >= 0) this.reveal(this.selected);
    this.forget();
    this.paint();
    this.focus();
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

  paint(): void {
    if (!this.host.isConnected) return;
    if (!this.measured) this.measure();
    this.host.style.height = `${this.items.length * this.rowHeight}px`;
    const { unix } = this.options.now();
    this.follow();
    this.fill();
    if (this.context || this.items.some(item => item.kind === 'row' && item.row.data)) this.draw(this.context ??= this.canvas.getContext('2d')!, unix);
  }

  destroy(): void {
    removeEventListener('scroll', this.onScroll);
    this.resize.disconnect();
    this.host.replaceChildren();
  }

  private focus(): void { this.slots.find(slot => slot.index === this.selected)?.link.focus({ preventScroll: true }); }

  private measure(): void {
    const slot = this.slots.find(one => one.item?.kind !== 'group') ?? this.addSlot();
    this.rowHeight = parseFloat(getComputedStyle(this.host).getPropertyValue('--row')) || 36;
    const wasHidden = slot.element.hidden;
    slot.element.hidden = false;
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
    this.measured = true;
  }

  private reveal(index: number): void {
    const top = this.host.getBoundingClientRect().top + index * this.rowHeight;
    const header = 160;
    if (top < header) scrollBy(0, top - header);
    else if (top + this.rowHeight > innerHeight - 20) scrollBy(0, top + this.rowHeight - innerHeight + 20);
  }

  /** Chooses the rows that are to be there; true if they are others than before. */
  private follow(): boolean {
    const { first, count } = this;
    const length = this.items.length;
    const room = Math.ceil(innerHeight / this.rowHeight) + 2 * OVERSCAN + STEP;
    const top = Math.floor(-this.host.getBoundingClientRect().top / this.rowHeight) - OVERSCAN;
    this.first = Math.max(0, Math.min(top - top % STEP, length - room));
    this.count = Math.min(length, room);
    return this.first !== first || this.count !== count;
  }

  /** Everything is to be written and drawn anew. */
  private forget(): void {
    this.drawnFirst = NaN;
    for (const slot of this.slots) slot.index = -1;
  }

  private fill(): void {
    while (this.slots.length < this.count) this.addSlot();
    const time = performance.now();
    const size = this.slots.length;
    this.changed.length = 0;
    for (let index = this.first; index < this.first + this.count; index++) {
      const slot = this.slots[index % size];
      if (slot.index !== index) this.place(slot, index);
      else if (time - slot.writtenAt < WORDS_EVERY_MS && !isNews(slot)) continue;
      slot.writtenAt = time;
      this.write(slot);
      this.changed.push(index);
    }
    for (const slot of this.slots) {
      const used = slot.index >= this.first && slot.index < this.first + this.count;
      if (slot.element.hidden === used) slot.element.hidden = !used;
    }
  }

  private place(slot: Slot, index: number): void {
    const item = this.items[index];
    // The keyboard is at an agent, not at a place of the screen.
    if (rowOf(slot.item) !== rowOf(item)) slot.link.blur();
    slot.index = index;
    slot.item = item;
    slot.element.style.transform = `translateY(${index * this.rowHeight}px)`;
    slot.element.setAttribute('aria-rowindex', String(index + 2));
    const group = item.kind === 'group';
    toggle(slot.element, 'is-group', group);
    toggle(slot.element, 'selected', index === this.selected);
    slot.group.hidden = !group;
    for (const name in slot.cells) slot.cells[name].hidden = group;
    if (item.kind === 'row') slot.link.href = this.options.href(item.row.id);
  }

  private write(slot: Slot): void {
    const { item } = slot;
    if (!item) return;
    if (item.kind === 'group') {
      text(slot, slot.groupTitle, item.title);
      text(slot, slot.groupDetail, item.detail);
      return;
    }
    const { row } = item;
    const { cells } = slot;
    slot.version = versionOf(row);
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
    text(slot, cells.cadence.firstChild!, row.cadenceMs > 0 ? pace(row.cadenceMs) : '\u2013');
    text(slot, cells.seen.firstChild!, seen(row));
    text(slot, cells.link.firstChild!, row.info?.transport || '\u2013');
    text(slot, cells.version.firstChild!, row.info?.version || '\u2013');
    const skew = row.info?.skewMs ?? NaN;
    text(slot, cells.skew.firstChild!, Number.isFinite(skew) ? `${skew > 0 ? '+' : skew < 0 ? '\u2212' : ''}${Math.abs(skew) < 10_000 ? `${digits(Math.abs(Math.round(skew)))}\u2009ms` : span(Math.abs(skew))}` : '\u2013');
    toggle(cells.skew, 'high', Math.abs(skew) > 2_000);
  }

  private draw(context: CanvasRenderingContext2D, unix: number): void {
    const ratio = devicePixelRatio || 1;
    // No wider than the sparklines: where nothing but the processor draws, every pixel is copied for every picture.
    const width = Math.max(0, Math.ceil((this.right - this.left) * ratio));
    const height = Math.round(this.slots.length * this.rowHeight * ratio);
    const { canvas } = this;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${width / ratio}px`;
      canvas.style.height = `${height / ratio}px`;
      this.drawnFirst = NaN;
    }
    const moved = Math.round((this.first - this.drawnFirst) * this.rowHeight * ratio);
    if (moved !== 0) {
      // What stays in view is moved as a picture.
      context.resetTransform();
      context.globalCompositeOperation = 'copy';
      if (moved) context.drawImage(canvas, 0, -moved);
      else context.clearRect(0, 0, width, height);
      context.globalCompositeOperation = 'source-over';
      canvas.style.transform = `translate(${this.left}px, ${this.first * this.rowHeight}px)`;
      this.drawnFirst = this.first;
    }
    context.setTransform(ratio, 0, 0, ratio, -this.left * ratio, 0);
    // One pixel is drawn many times faster than a wider line; on a fine screen it would be too thin.
    context.lineWidth = ratio < 1.5 ? 1 : 1.25;
    context.lineJoin = 'bevel';
    for (const index of this.changed) this.drawRow(context, this.items[index], (index - this.first) * this.rowHeight, unix);
  }

  /** Each line by itself: how a path's edges are smoothed depends on what else is in it, and what is drawn anew must not shimmer. */
  private drawRow(context: CanvasRenderingContext2D, item: TableItem, top: number, unix: number): void {
    context.clearRect(this.left, top, this.right - this.left, this.rowHeight);
    if (item.kind !== 'row' || !item.row.data) return;
    const { state, cadenceMs, data } = item.row;
    for (let column = 0; column < SPARKS.length; column++) {
      const name = SPARKS[column];
      const box = this.boxes[name];
      if (!box) continue;
      context.strokeStyle = state === 'online' ? palette.series[COLOURS[column]] : palette.dim;
      context.beginPath();
      traceSpark(context, data.vitals[name].ring, unix, cadenceMs, name !== 'network', box, top);
      context.stroke();
    }
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
      icon: icon.firstChild as SVGPathElement, texts: new Map(), item: null, state: '', index: -1, version: -1, writtenAt: 0,
    };
    this.slots.push(slot);
    // The number of slots decides which slot shows which row, so all are placed anew.
    this.forget();
    return slot;
  }
}

const COLOURS = [0, 2, 3] as const;

function rowOf(item: TableItem | null): FleetRow | null { return item?.kind === 'row' ? item.row : null; }

/** What its agent said last; -1 while it has said nothing. */
function versionOf(row: FleetRow): number { return row.data?.version ?? -1; }

function isNews({ item, version, state }: Slot): boolean { return item?.kind === 'row' && (versionOf(item.row) !== version || item.row.state !== state); }

function text(slot: Slot, node: Node, value: string): void {
  if (slot.texts.get(node) === value) return;
  slot.texts.set(node, value);
  node.textContent = value;
  // They may be cut at the edge of their cell.
  if (node === slot.link || node === slot.note) (node as HTMLElement).title = value;
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

function seen(row: FleetRow): string {
  if (Number.isNaN(row.ageMs)) return 'never';
  if (row.state === 'online' && row.ageMs < Math.max(2_000, 1.5 * row.cadenceMs)) return 'now';
  return `${span(Math.round(row.ageMs / 1000) * 1000)} ago`;
}
