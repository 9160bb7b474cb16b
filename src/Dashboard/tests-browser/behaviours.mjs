/** What holds on all pages: pausing, losing the server, coming back, keys, links. */
import { Agent } from './agent.mjs';
import { check, eventually, same, test } from './harness.mjs';
import { CUT, ink, phase, query, rows, text } from './shared.mjs';

test('Pause pins the data and the screen; filters go on working', async ({ open }) => {
  const page = await open('/');
  await eventually(async () => (await rows(page).count()) > 10);
  await page.waitForTimeout(1500);
  await page.locator('body').press('Space');
  await page.locator('.pause.on').waitFor();
  const shot = async () => ({ values: await page.locator('.row:not(.head):not([hidden]) .value').allInnerTexts(), sparks: (await ink(page, 'canvas.sparks')).sum });

  // What was asked for before the pause may still come in; then nothing moves any more.
  let before = await shot();
  await eventually(async () => {
    await page.waitForTimeout(700);
    const last = before;
    before = await shot();
    return JSON.stringify(last) === JSON.stringify(before);
  }, { what: 'the screen stands still' });
  await page.waitForTimeout(3_000);
  same(await shot(), before, 'the screen after three seconds');
  check(/\d+ new/.test((await text(page, '.pause')).replace(/\u2009/g, '')), 'what waits is counted');
  await page.locator('input[data-search]').fill('demo-00');
  await eventually(async () => (await rows(page).count()) === 9, { what: 'the filter works while paused' });
  await page.locator('input[data-search]').fill('');
  await page.getByRole('button', { name: /Paused/ }).click();
  await eventually(async () => JSON.stringify((await shot()).values) !== JSON.stringify(before.values), { what: 'going on' });
});

test('Pause holds for longer than the window, and on another page', async ({ open }) => {
  const page = await open('/agents/demo-002?w=1');
  await eventually(async () => (await ink(page, '.plot canvas')).drawn > 1000);
  await page.waitForTimeout(1500);
  await page.locator('body').press('Space');

  // What was asked for before the pause may still come in; then nothing moves any more.
  let before = await ink(page, '.plot canvas');
  await eventually(async () => {
    await page.waitForTimeout(1500);
    const last = before;
    before = await ink(page, '.plot canvas');
    return last.sum === before.sum;
  }, { what: 'the chart stands still' });
  await page.waitForTimeout(4000);
  same(await ink(page, '.plot canvas'), before, 'the chart');
  await page.keyboard.press('g');
  await page.keyboard.press('f');
  await page.locator('.pause.on').waitFor();
  await eventually(async () => (await rows(page).count()) > 10);
});

test('A server that goes away and comes back: a banner with the age, charts that stay, data that goes on', async ({ open, server }) => {
  // After the restart the agent is not known until it is back.
  const page = await open('/agents/demo-001?w=1', { allow: [...CUT, /404/] });
  await phase(page, 'live');
  await eventually(async () => (await ink(page, '.plot canvas')).drawn > 1000);
  await server.down('SIGKILL');
  const gone = Date.now();
  await page.locator('[data-banner]').waitFor({ timeout: 5_000 });
  check(Date.now() - gone < 2_500, `the banner came after ${Date.now() - gone} ms`);
  await eventually(async () => /What you see is \d/.test(await text(page, '[data-banner]')), { what: 'the age' });
  const state = await text(page, '.badge');
  await page.waitForTimeout(3_000);
  check((await ink(page, '.plot canvas')).drawn > 1000, 'the charts stay');
  same((await text(page, '.badge')).split(' ')[0], state.split(' ')[0], 'the agent is not blamed for our own connection');
  await server.up();
  await eventually(async () => (await page.locator('[data-banner]').count()) === 0, { within: 30_000, what: 'the banner leaves' });
  await eventually(async () => (await page.locator('.badge').innerText()).startsWith('Online'), { within: 30_000, what: 'the agent is back' });
  const before = (await ink(page, '.plot canvas')).sum;
  await eventually(async () => (await ink(page, '.plot canvas')).sum !== before, { what: 'the chart moves' });
});

test('A server that stops in order says when to come back, and is listened to', async ({ open, server }) => {
  const page = await open('/', { allow: CUT });
  await phase(page, 'live');
  await server.down('SIGTERM');
  await page.locator('[data-banner]', { hasText: /restarting|lost/ }).waitFor();
  await server.up();
  await phase(page, 'live');
  await eventually(async () => (await rows(page).count()) > 10);
});

test('Without WebSockets the page goes on over an event stream, and without that by polling', async ({ open }) => {
  const blocked = async page => { await page.routeWebSocket(/\/live/, socket => socket.close()); };
  const page = await open('/', { allow: CUT, before: blocked });
  await eventually(async () => (await text(page, '[data-phase]')).includes('event stream'), { within: 60_000, what: 'the event stream' });
  await eventually(async () => (await rows(page).count()) > 10);
  const value = () => page.locator('.row[aria-rowindex="3"] .c-network .value').innerText();
  const before = await value();
  await eventually(async () => (await value()) !== before, { what: 'values that move' });

  const poor = await open('/', { allow: [...CUT, /ERR_FAILED|EventSource|net::ERR/], before: async p => { await blocked(p); await p.route('**/live/sse**', route => route.abort()); } });
  await eventually(async () => (await text(poor, '[data-phase]')).includes('Polling'), { within: 90_000, what: 'polling' });
  await eventually(async () => (await rows(poor).count()) > 10);
});

test('A hidden page stops painting and catches up at once', async ({ open }) => {
  const page = await open('/agents/demo-004?w=1');
  await eventually(async () => (await ink(page, '.plot canvas')).drawn > 1000);
  const hide = hidden => page.evaluate(value => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
  await hide(true);
  await page.waitForTimeout(300);
  const before = (await ink(page, '.plot canvas')).sum;
  await page.waitForTimeout(3_000);
  same((await ink(page, '.plot canvas')).sum, before, 'what is drawn while hidden');
  await hide(false);
  await eventually(async () => (await ink(page, '.plot canvas')).sum !== before, { every: 20, what: 'catching up' });
});

test('Gaps are gaps: silence is not joined', async ({ open, server }) => {
  const agent = await Agent.connect(server.grpcPort, 'gappy');
  const now = Date.now();
  for (let i = 0; i < 10; i++) agent.point(i + 1, 'gappy.value', 5, { at: now - 50_000 + i * 1000 });
  for (let i = 0; i < 10; i++) agent.point(i + 11, 'gappy.value', 5, { at: now - 10_000 + i * 1000 });
  await eventually(async () => (await server.get('/api/v1/latest?agent=gappy')).items?.[0]?.timestamp === now - 1000);
  const page = await open('/agents/gappy?w=1');
  await page.locator('.plot canvas').waitFor();
  await eventually(async () => {
    // Along the line's height: coloured pixels left and right, none between.
    const runs = await page.locator('.plot canvas').evaluate(canvas => {
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
      const columns = [];
      for (let x = 60; x < width; x++) {
        let coloured = false;
        for (let y = 0; y < height - 30; y++) {
          const i = (y * width + x) * 4;
          if (data[i + 3] > 200 && Math.max(data[i], data[i + 1], data[i + 2]) - Math.min(data[i], data[i + 1], data[i + 2]) > 80) coloured = true;
        }
        columns.push(coloured);
      }
      return columns.reduce((count, on, i) => count + (on && !columns[i - 1] ? 1 : 0), 0);
    });
    return runs === 2;
  }, { what: 'two pieces of line' });
  agent.cut();
});

test('Keyboard: pages, search, rows, window, theme, help; nothing while typing', async ({ open }) => {
  const page = await open('/');
  await eventually(async () => (await rows(page).count()) > 10);
  for (const [key, path] of [['e', '/explore'], ['a', '/feed'], ['r', '/rejects'], ['c', '/connect'], ['s', '/status'], ['f', '/']]) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await eventually(() => new URL(page.url()).pathname === path, { within: 3_000, what: `g ${key}` });
  }
  await eventually(async () => (await rows(page).count()) > 10);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  const chosen = await page.locator('.row.selected .agent').innerText();
  same(await page.evaluate(() => document.activeElement.textContent), chosen, 'what has the focus');
  await page.keyboard.press('Enter');
  await eventually(() => new URL(page.url()).pathname === `/agents/${chosen}`, { what: 'the chosen agent' });
  await page.keyboard.press(']');
  await eventually(() => query(page).get('w') === '15');
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await eventually(() => query(page).get('w') === '1');
  await page.keyboard.press('t');
  await eventually(() => page.evaluate(() => document.documentElement.dataset.theme === 'dark'));
  check(!query(page).has('theme'), 'the theme is of this browser');
  await page.reload();
  await eventually(() => page.evaluate(() => document.documentElement.dataset.theme === 'dark'), { what: 'the theme is remembered' });
  await page.keyboard.press('?');
  await page.locator('dialog[open]').waitFor();
  await page.keyboard.press('Escape');
  await eventually(async () => (await page.locator('dialog').count()) === 0);
  await page.goto('/');
  await page.locator('input[data-search]').fill('t w g e ? ');
  await page.keyboard.type(' [j');
  same(new URL(page.url()).pathname, '/', 'still here');
  await page.keyboard.press('Tab');
  check(await page.evaluate(() => document.activeElement !== document.body), 'focus goes on');
});

test('Keyboard: a key that is pressed before the first picture is seen counts', async ({ open }) => {
  const page = await open('/', {
    before: page => page.addInitScript(() => {
      const look = new MutationObserver(() => {
        if (!document.querySelector('.pause')) return;
        look.disconnect();
        document.documentElement.dispatchEvent(new KeyboardEvent('keydown', { key: '?', bubbles: true }));
      });
      look.observe(document, { subtree: true, childList: true });
    }),
  });
  await page.locator('dialog[open]').waitFor();
});

test('Deep links: window, theme, page and pin come from the URL alone', async ({ open }) => {
  const page = await open('/agents/demo-002?w=15&theme=dark&tab=events');
  await page.locator('.tabs button[aria-pressed=true]', { hasText: 'Events' }).waitFor();
  same(await page.evaluate(() => document.documentElement.dataset.theme), 'dark', 'theme');
  same(await page.locator('.segments button[aria-pressed=true]').first().getAttribute('title'), '15 min', 'window');
  await page.getByRole('link', { name: 'Feed' }).click();
  same([query(page).get('w'), query(page).get('theme')], ['15', 'dark'], 'carried along');
  await page.keyboard.press('t');
  await eventually(() => query(page).get('theme') === 'light', { what: 'a theme that the URL names changes there' });
  await page.goBack();
  await eventually(() => new URL(page.url()).pathname === '/agents/demo-002', { what: 'the way back' });
});

test('Deep links: the link that is copied shows the same theme and, while paused, the same stretch of time', async ({ open }) => {
  const page = await open('/agents/demo-002?w=1', { scheme: 'dark', permissions: ['clipboard-read', 'clipboard-write'] });
  await eventually(async () => (await ink(page, '.plot canvas')).drawn > 1000);
  const link = async () => {
    await page.getByRole('button', { name: 'Copy a link' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await eventually(async () => (await page.getByRole('button', { name: 'Copy a link' }).count()) === 1);
    return page.evaluate(() => navigator.clipboard.readText());
  };
  same(new URL(await link()).search, '?w=1&theme=dark', 'the link');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('.pause.on').waitFor();
  const copied = new URL(await link());
  same(Number(copied.searchParams.get('to')) - Number(copied.searchParams.get('from')), 60_000, 'the stretch');
  const other = await open(copied.pathname + copied.search);
  await other.locator('.pause.on').waitFor();
  await eventually(async () => (await ink(other, '.plot canvas')).drawn > 1000, { what: 'the same stretch in another browser' });
});

test('What was left out for a slow viewer is said: in the header, on charts and above the table', async ({ open }) => {
  const page = await open('/agents/demo-002?w=1', {
    before: p => p.routeWebSocket(/\/live/, socket => {
      let told = false;
      const server = socket.connectToServer();
      server.onMessage(message => {
        socket.send(message);
        const frame = typeof message === 'string' ? JSON.parse(message) : {};
        if (told || frame.type !== 'metrics') return;
        told = true;
        socket.send(JSON.stringify({ type: 'merged', channel: 'metrics', points: 1234, fromOffset: frame.offset, toOffset: frame.offset }));
      });
    }),
  });
  await page.locator('.chip .merged', { hasText: '1234' }).or(page.locator('.chip .merged', { hasText: '1\u2009234' })).waitFor();
  await page.locator('figure.chart figcaption .merged').first().waitFor();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Fleet' }).click();
  await page.locator('.filters .merged').waitFor();
});

test('Empty and missing things say what to do', async ({ open }) => {
  const missing = await open('/wall/nothing', { allow: [/404/] }).catch(() => null);
  if (missing) await missing.context().close();
  const page = await open('/agents/nobody-here', { allow: [/404/] });
  await page.getByText('does not know this agent').waitFor();
  await page.goto('/?q=nothing-is-called-so');
  await page.getByText('No agent matches').waitFor();
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await eventually(async () => (await rows(page).count()) > 10);
  const old = await open('/rejects', { allow: [/404/], before: async p => { await p.route('**/api/v1/rejects*', route => route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{}' })); } });
  await old.getByText('does not keep what it refused').waitFor();
  const alone = await open('/', { allow: [/404/], before: async p => { await p.route('**/api/v1/agents*', route => route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{}' })); } });
  await eventually(async () => (await rows(alone).count()) > 10, { what: 'a fleet from points alone' });
});
