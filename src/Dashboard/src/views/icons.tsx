/** Small pictures, 16 by 16, drawn with the text's colour. */
const PATHS = new Map<string, string>(Object.entries({
  online: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5 8.2l2.1 2.1L11 6',
  stale: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.5V8l2.2 1.8',
  offline: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8',
  agent: 'M2.5 3.5h11v7h-11zM5.5 13.5h5M8 10.5v3',
  task: 'M3 2.5h10v11H3zM5.5 6h5M5.5 8.5h5M5.5 11h3',
  done: 'M3 2.5h10v11H3zM5.5 8.2l1.8 1.8L10.8 6',
  tool: 'M9.8 2.4a3.4 3.4 0 0 0-3.6 4.7L2 11.3 4.7 14l4.2-4.2a3.4 3.4 0 0 0 4.7-3.6l-2 1.9-2.2-.5-.5-2.2z',
  bid: 'M8 2v12M11 4.6C10 3.7 5.5 3.4 5.5 5.7S11 7.6 11 10.1s-4.6 2.4-6 .9',
  budget: 'M2 4.5h12v8H2zM2 7.5h12M10.5 10h1.5',
  message: 'M2 3h12v8H7l-3 2.5V11H2z',
  error: 'M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.4v.4',
  reject: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM3.5 12.5l9-9',
  server: 'M2.5 2.5h11v4.5h-11zM2.5 9h11v4.5h-11zM5 4.7h.5M5 11.2h.5',
  swap: 'M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13',
  config: 'M2.5 4.5h6M11.5 4.5h2M10 3v3M2.5 11.5h2M7.5 11.5h6M6 10v3',
  more: 'M4 8h.1M8 8h.1M12 8h.1',
  dot: 'M8 6.5a1.5 1.5 0 1 0 0 3 1.5 1.5 0 0 0 0-3Z',
  fleet: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  explore: 'M2 13.5V2.5M2 13.5h12M4.5 10l3-4 2.5 2.5L13.5 4',
  feed: 'M3 4h10M3 8h10M3 12h6',
  connect: 'M6 2v3.5M10 2v3.5M4 5.5h8V8a4 4 0 0 1-8 0zM8 12v2.5',
  status: 'M1.5 8.5h3l2-5 3 9 2-4h3',
  wall: 'M1.5 3h13v8.5h-13zM5 14h6',
  pause: 'M5.5 3v10M10.5 3v10',
  play: 'M4.5 2.5 13 8l-8.5 5.5z',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM8 1v1.8M8 13.2V15M1 8h1.8M13.2 8H15M3 3l1.3 1.3M11.7 11.7 13 13M13 3l-1.3 1.3M4.3 11.7 3 13',
  moon: 'M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1z',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.3 1.9c-.7.4-1.1.9-1.1 1.7M8 12v.3',
  leave: 'M6 2.5H2.5v11H6M6 8h8M10.5 4.5 14 8l-3.5 3.5',
  link: 'M6.5 9.5l3-3M7 4.5l1.6-1.6a2.8 2.8 0 0 1 4 4L11 8.5M9 11.5l-1.6 1.6a2.8 2.8 0 0 1-4-4L5 7.5',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3',
  table: 'M2 3h12v10H2zM2 6.3h12M2 9.6h12M6.5 6.3V13',
  chart: 'M2 13.5V2.5M2 13.5h12M4.5 10l3-4 2.5 2.5L13.5 4',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  up: 'M8 12.5v-9M4.5 7 8 3.5 11.5 7',
  down: 'M8 3.5v9M4.5 9 8 12.5 11.5 9',
}));

export function Icon({ name }: { name: string }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={PATHS.get(name) ?? PATHS.get('dot')} />
    </svg>
  );
}

/** The same picture for parts of the page that are built by hand. */
export function iconElement(name: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('width', '16');
  svg.setAttribute('height', '16');
  svg.setAttribute('aria-hidden', 'true');
  svg.classList.add('icon');
  const path = document.createElementNS(space, 'path');
  setIcon(path, name);
  svg.append(path);
  return svg;
}

export function setIcon(path: SVGPathElement, name: string): void {
  path.setAttribute('d', PATHS.get(name) ?? PATHS.get('dot')!);
}
