/** A small runner: tests one after another, each in a browser context of its own, and a last line that says how many passed and failed. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

const tests = [];
const only = (process.argv[2] ?? '').split('|');
const TEST_TIMEOUT_MS = 120_000;

export function test(name, run, { timeout = TEST_TIMEOUT_MS } = {}) { tests.push({ name, run, timeout }); }

/** Fails with a message unless it holds. */
export function check(holds, message) {
  if (!holds) throw new Error(message);
}

export function same(actual, expected, what) {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

/** Waits until something holds; the last reason for which it did not is the failure. */
export async function eventually(attempt, { within = 20_000, every = 100, what = '' } = {}) {
  const deadline = Date.now() + within;
  let reason;
  for (;;) {
    try {
      const result = await attempt();
      if (result !== false) return result;
      reason = new Error(what || `did not come to hold: ${attempt}`);
    } catch (fault) {
      reason = fault;
    }
    if (Date.now() > deadline) throw new Error(`${what ? `${what}: ` : ''}${reason.message}`);
    await new Promise(done => setTimeout(done, every));
  }
}

export function launch() {
  const executablePath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => path && existsSync(path));
  if (!executablePath) throw new Error('No browser: install Debian\'s chromium, or name one in CHROMIUM.');
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** A page that notes what it should never do: errors, broken policy, words to other hosts. */
export async function openPage(browser, server, path, { width = 1280, height = 800, scheme = 'light', allow = [], before = async () => {}, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, baseURL: server.url, ...options });
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', fault => faults.push(`error on the page: ${fault.message}`));
  page.on('console', line => {
    // A broken connection is noted by the browser itself; tests that break it on purpose allow it.
    if (line.type() === 'error' && !allow.some(pattern => pattern.test(line.text()))) faults.push(`console: ${line.text()}`);
  });
  page.on('request', request => { if (new URL(request.url()).host !== new URL(server.url).host) faults.push(`asked another host: ${request.url()}`); });
  page.faults = faults;
  await before(page);
  await page.goto(path);
  return page;
}

export async function run(setup) {
  const chosen = tests.filter(one => only.some(part => one.name.toLowerCase().includes(part.toLowerCase())));
  let passed = 0;
  let failed = 0;
  const world = await setup();
  for (const { name, run: body, timeout } of chosen) {
    const started = Date.now();
    const pages = [];
    try {
      const open = async (path, options) => { const page = await openPage(world.browser, world.server, path, options); pages.push(page); return page; };
      await Promise.race([body({ ...world, open }), new Promise((_, late) => setTimeout(() => late(new Error('took too long')), timeout).unref())]);
      const faults = pages.flatMap(page => page.faults);
      if (faults.length > 0) throw new Error(faults.slice(0, 5).join('\n'));
      passed++;
      console.log(`passed  ${name} (${Date.now() - started} ms)`);
    } catch (fault) {
      failed++;
      console.log(`FAILED  ${name} (${Date.now() - started} ms)\n        ${String(fault.stack ?? fault).split('\n').slice(0, 8).join('\n        ')}`);
      if (process.env.CLEANLITE_FAILED && pages.length > 0)
        await pages[pages.length - 1].screenshot({ path: `${process.env.CLEANLITE_FAILED}/${name.replace(/\W+/g, '-')}.png` }).catch(() => {});
    } finally {
      for (const page of pages) await page.context().close().catch(() => {});
    }
  }
  await world.teardown();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
