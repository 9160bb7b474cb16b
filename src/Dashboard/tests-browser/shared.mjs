/** What the browser tests have in common: the fleet, the pages, and how one looks at them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export const AGENTS = 20;
export const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const PAGES = ['/', '/agents/demo-003', '/explore', '/feed', '/rejects', '/connect', '/status', '/wall'];
/** A cut connection and a refused request are noted by the browser itself. */
export const CUT = [/WebSocket connection to .* failed/, /ERR_CONNECTION_REFUSED/, /ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_SOCKET_NOT_CONNECTED/];

export const rows = page => page.locator('.fleet .body .row:not([hidden]):not(.is-group)');
export const names = page => page.locator('.fleet .body .row:not([hidden]) .agent').evaluateAll(links => links
  .map(link => ({ name: link.textContent, at: Number(link.closest('.row').getAttribute('aria-rowindex')) })).sort((a, b) => a.at - b.at).map(one => one.name));
export const query = page => new URL(page.url()).searchParams;
export const text = (page, selector) => page.locator(selector).first().innerText();
export const phase = (page, wanted) => page.waitForSelector(`[data-phase="${wanted}"]`, { timeout: 30_000 });

/** Whether anything is drawn on a canvas, and what it looks like as one number. */
export const ink = (page, selector) => page.locator(selector).first().evaluate(canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  let sum = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i] > 0) { drawn++; sum = (sum * 31 + i + data[i - 1]) % 1_000_000_007; }
  return { drawn, sum };
});
