/**
 * The page in a real browser, against the real server, with the demo fleet and agents of the tests' own.
 *
 *   node tests-browser/run.mjs [part of a test's name]
 *
 * CLEANLITE_API names the server's DLL, CHROMIUM the browser, CLEANLITE_FAILED a folder for pictures of what failed, CLEANLITE_SCREENSHOTS=1 has
 * docs/screenshots made anew.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Agent } from './agent.mjs';
import { check, eventually, launch, run, same, test } from './harness.mjs';
import { series, Server } from './server.mjs';

const AGENTS = 20;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['/', '/agents/demo-003', '/explore', '/feed', '/rejects', '/connect', '/status', '/wall'];
/** A cut connection and a refused request are noted by the browser itself. */
const CUT = [/WebSocket connection to .* failed/, /ERR_CONNECTION_REFUSED/, /ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|ERR_SOCKET_NOT_CONNECTED/];

const rows = page => page.locator('.fleet .body .row:not([hidden]):not(.is-group)');
const names = page => page.locator('.fleet .body .row:not([hidden]) .agent').evaluateAll(links => links
  .map(link => ({ name: link.textContent, at: Number(link.closest('.row').getAttribute('aria-rowindex')) })).sort((a, b) => a.at - b.at).map(one => one.name));
const query = page => new URL(page.url()).searchParams;
const text = (page, selector) => page.locator(selector).first().innerText();
const phase = (page, wanted) => page.waitForSelector(`[data-phase="${wanted}"]`, { timeout: 30_000 });

/** Whether anything is drawn on a canvas, and what it looks like as one number. */
const ink = (page, selector) => page.locator(selector).first().evaluate(canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let drawn = 0;
  let sum = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i] > 0) { drawn++; sum = (sum * 31 + i + data[i - 1]) % 1_000_000_007; }
  return { drawn, sum };
});

// ---- the pages -----------------------------------------------------------------------------

test('Fleet: every agent is there with its values and sparklines', async ({ open }) => {
  const page = await open('/');
  await phase(page, 'live');
  await eventually(async () => Number(await text(page, '.count.state-online b')) >= AGENTS, { what: 'all agents online' });
  await eventually(async () => (await rows(page).count()) >= 12);
  await eventually(async () => /^\d.*%$/.test(await text(page, '.row:not(.head):not([hidden]) .c-cpu .value')), { what: 'a CPU value' });
  await eventually(async () => /MiB\/s|KiB\/s|B\/s/.test(await text(page, '.row:not(.head):not([hidden]) .c-network .value')), { what: 'a network rate' });
  await eventually(async () => (await ink(page, 'canvas.sparks')).drawn > 500, { what: 'sparklines' });
  check(/demo-|[a-z]/.test(await text(page, 'a.count')), 'the busiest CPU is named');
});

test('Fleet: values move by themselves', async ({ open }) => {
  const page = await open('/');
  const value = () => page.locator('.row[aria-rowindex="3"] .c-network .value').innerText();
  await eventually(async () => (await value()) !== '\u2013');
  const before = await value();
  await eventually(async () => (await value()) !== before, { what: 'another value' });
});

test('Fleet: search, labels, states, group, sort and density live in the URL', async ({ open }) => {
  const page = await open('/');
  await eventually(async () => (await rows(page).count()) > 10);
  await page.keyboard.press('/');
  await page.keyboard.type('demo-01');
  await eventually(async () => (await rows(page).count()) === 10, { what: 'ten agents match' });
  same(query(page).get('q'), 'demo-01', 'q');
  await page.reload();
  await eventually(async () => (await rows(page).count()) === 10, { what: 'after a reload too' });
  await page.goto('/');
  await page.locator('details.menu > summary', { hasText: 'env' }).click();
  await page.locator('.menu-body label', { hasText: 'staging' }).click();
  await eventually(async () => (await names(page)).length === 4, { what: 'four agents in staging' });
  same(query(page).getAll('label'), ['env=staging'], 'label');
  await page.locator('label.select', { hasText: 'Group' }).locator('select').selectOption('label.role');
  await eventually(async () => (await page.locator('.row.is-group:not([hidden])').count()) >= 3, { what: 'headings' });
  await page.goto('/?sort=name&desc=1&density=compact');
  await eventually(async () => (await names(page))[0] !== undefined);
  const listed = await names(page);
  same(listed, [...listed].sort((a, b) => b.localeCompare(a, 'en', { numeric: true })), 'sorted by name, descending');
  same(await page.locator('.row:not(.head)').first().evaluate(row => row.getBoundingClientRect().height), 28, 'a compact row');
  await page.locator('[role=columnheader] button', { hasText: 'CPU' }).click();
  same([query(page).get('sort'), query(page).get('desc')], ['cpu', '1'], 'sort');
  await eventually(async () => {
    const values = await page.locator('.row:not(.head):not([hidden]) .c-cpu .value').evaluateAll(cells => cells
      .map(cell => ({ at: Number(cell.closest('.row').getAttribute('aria-rowindex')), value: parseFloat(cell.textContent) })).sort((a, b) => a.at - b.at).map(one => one.value));
    // Rows change places every other second, values at once: nearly sorted is sorted.
    const inverted = values.filter((value, i) => i > 0 && value > values[i - 1] + 15).length;
    return inverted === 0;
  }, { what: 'busiest first' });
});

test('Fleet: an agent that leaves is shown offline with the reason, and is found at once', async ({ open, server }) => {
  const agent = await Agent.connect(server.grpcPort, 'leaver', { labels: { env: 'test' } });
  agent.point(1, 'system.cpu.utilization', 0.5, { labels: { 'cpu.mode': 'user' }, unit: '1' });
  const page = await open('/');
  await eventually(async () => (await page.locator('.row[data-state=online] .agent', { hasText: 'leaver' }).count()) === 1 || (await page.getByText('leaver').count()) > 0);
  agent.goodbye('maintenance window');
  await eventually(async () => (await page.locator('.problems li', { hasText: 'leaver' }).count()) === 1, { what: 'it is among the problems' });
  check(/maintenance window|stopped on purpose/i.test(await text(page, '.problems li:has-text("leaver")')), 'the reason is told');
  await page.locator('button.count.state-offline').click();
  await eventually(async () => (await names(page)).includes('leaver'));
  same(query(page).getAll('state'), ['offline'], 'state');
  agent.cut();
});

test('Agent: sections, curated titles, charts that draw, facts and labels', async ({ open }) => {
  const page = await open('/agents/demo-003');
  await page.waitForSelector('.plot canvas');
  for (const title of ['CPU', 'Memory', 'Network', 'Disks', 'System']) await page.getByRole('heading', { level: 2, name: title, exact: true }).waitFor();
  for (const title of ['CPU utilisation', 'Network traffic']) await page.getByRole('heading', { level: 3, name: title, exact: true }).waitFor();
  await eventually(async () => (await ink(page, '.plot canvas')).drawn > 1000, { what: 'ink on the first chart' });
  await page.locator('.labels', { hasText: 'env=staging' }).waitFor();
  await eventually(async () => (await text(page, '.facts')).includes('Reports every'));
  check(/user/.test(await text(page, '.legend')), 'lines have names');
  same(await page.title(), 'demo-003 \u00b7 CleanLite', 'title');
});

test('Agent: the past is there at once, from the server\'s ring', async ({ open, server }) => {
  const agent = await Agent.connect(server.grpcPort, 'historian');
  for (let i = 0; i < 30; i++) agent.point(i + 1, 'past.value', i, { at: Date.now() - (30 - i) * 1000 });
  await eventually(async () => (await server.get('/api/v1/latest?agent=historian')).items.length === 1);
  const page = await open('/agents/historian?w=1');
  await page.locator('button[aria-label="past.value: show the table"]').click();
  await eventually(async () => (await page.locator('.values tbody tr').count()) >= 25, { what: 'more than the newest point' });
  agent.cut();
});

test('Agent: legend solo and toggle, table, keyboard through time', async ({ open }) => {
  const page = await open('/agents/demo-003?w=1');
  const card = page.locator('figure.chart', { has: page.getByRole('heading', { name: 'CPU utilisation', exact: true }) });
  await card.locator('canvas').waitFor();
  const pressed = () => card.locator('.legend button').evaluateAll(buttons => Object.fromEntries(buttons.map(b => [b.querySelector('.clip').textContent, b.getAttribute('aria-pressed')])));
  same((await pressed()).idle, 'false', 'idle is left out at first');
  await card.locator('.legend button', { hasText: 'system' }).click();
  same(await pressed(), { user: 'false', system: 'true', iowait: 'false', idle: 'false' }, 'solo');
  await card.locator('.legend button', { hasText: 'user' }).click({ modifiers: ['Control'] });
  same((await pressed()).user, 'true', 'ctrl-click toggles');
  await card.locator('.plot').focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await eventually(async () => /\d\d:\d\d:\d\d/.test(await card.locator('.at').innerText()), { what: 'the cursor\'s instant' });
  await eventually(async () => /system \d/.test(await card.locator('[aria-live]').innerText()), { what: 'the value in words' });
  check(/now .*least .*most/.test(await card.locator('.plot-frame > p.sr').last().innerText()), 'the chart in a sentence');
  await card.locator('figcaption button').click();
  await eventually(async () => (await card.locator('tbody tr').count()) > 3, { what: 'a table' });
});

test('Agent: one pointer, one instant on all charts; a stretch can be marked and left again', async ({ open }) => {
  const page = await open('/agents/demo-003?w=1');
  await eventually(async () => (await page.locator('.plot canvas').count()) >= 2);
  const box = await page.locator('.plot .u-over').first().boundingBox();
  await page.mouse.move(box.x + box.width * 0.8, box.y + box.height / 2);
  await eventually(async () => {
    const instants = await page.locator('figure.chart .at').allInnerTexts();
    const seen = instants.filter(one => one !== '').map(one => one.slice(0, 8));
    return seen.length >= 2 && new Set(seen).size === 1;
  }, { what: 'the same instant on two charts' });
  await page.locator('.tip').first().waitFor();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await eventually(() => query(page).has('from') && query(page).has('to'), { what: 'the stretch in the URL' });
  const stretch = Number(query(page).get('to')) - Number(query(page).get('from'));
  check(stretch > 15_000 && stretch < 33_000, `the stretch is ${stretch} ms`);
  await page.locator('.pause.on').waitFor();
  await page.locator('.plot .u-over').first().dblclick();
  await eventually(() => !query(page).has('from'), { what: 'back to the present' });
  await eventually(async () => (await page.locator('.pause.on').count()) === 0);
});

test('Agent: its configuration, what is asked of it, and what became of that', async ({ open, server }) => {
  const host = (await server.get('/api/v1/agents?limit=1000')).items.find(one => !one.agentId.startsWith('demo-') && one.capabilities?.includes('sample'));
  // Before one is set there is no configuration, which the browser notes by itself.
  const page = await open(`/agents/${encodeURIComponent(host.agentId)}?tab=config`, { allow: [/404/] });
  await page.getByRole('button', { name: 'Take a sample now' }).click();
  await page.locator('.pushes li', { hasText: 'sample' }).locator('.push-applied').waitFor();
  check(/system\.memory\.usage/.test(await text(page, '.pushes pre')), 'the sample is shown');
  await page.getByRole('button', { name: 'refresh' }).click();
  await page.locator('.pushes li', { hasText: 'refresh' }).locator('.push-applied').waitFor();
  await page.locator('.form select').selectOption('2000');
  await page.locator('.pushes li', { hasText: 'interval' }).locator('.push-applied').waitFor();
  const set = await fetch(`${server.url}/api/v1/agents/${encodeURIComponent(host.agentId)}/config`, {
    method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ reportIntervalMs: 1000, collect: ['cpu', 'memory'] }),
  });
  const { hash } = await set.json();
  await page.reload();
  await page.locator('.facts', { hasText: 'cpu, memory' }).waitFor();
  await eventually(async () => (await page.locator('.facts code').allInnerTexts()).every(one => one === hash) && (await page.locator('.facts code').count()) === 2, { what: 'the hash in force is the one that was set' });
});

test('Explore: catalogue, split, top, agents and table, all in the URL', async ({ open }) => {
  const page = await open('/explore');
  await page.locator('.catalogue a').first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('memory');
  await eventually(async () => (await page.locator('.catalogue a').count()) <= 4 && (await page.locator('.catalogue a').count()) > 0);
  await page.locator('.catalogue a', { hasText: 'system.memory.utilization' }).click();
  same(query(page).get('m'), 'system.memory.utilization', 'm');
  await page.locator('.explore-main canvas').waitFor();
  await page.locator('label.select', { hasText: 'One chart for each' }).locator('select').selectOption('agent');
  await eventually(async () => (await page.locator('.explore-main figure.chart').count()) >= AGENTS, { what: 'a chart for each agent' });
  await page.locator('.explore-main input[type=search]').fill('demo-00*');
  await eventually(async () => (await page.locator('.explore-main figure.chart').count()) === 9, { what: 'nine of them' });
  await page.getByRole('button', { name: 'table', exact: true }).click();
  await eventually(async () => (await page.locator('.explore-main tbody tr').count()) >= 9, { what: 'a table' });
  same([query(page).get('by'), query(page).get('agents'), query(page).get('view')], ['agent', 'demo-00*', 'table'], 'query');
  await page.reload();
  await eventually(async () => (await page.locator('.explore-main tbody tr').count()) >= 9, { what: 'after a reload too' });
});

test('Feed: tasks, tools and agents in sentences; filters; a jump to the charts of that instant', async ({ open, server }) => {
  const agent = await Agent.connect(server.grpcPort, 'forge');
  const page = await open('/feed');
  await phase(page, 'live');
  agent.event({ type: 'task.created', subject: 'task-123', message: 'Write the parser', data: { bid: '100' } });
  agent.event({ type: 'tool.called', subject: 'compiler' });
  agent.event({ type: 'task.failed', subject: 'task-123', severity: 3, message: 'The parser does not parse' });
  await page.getByText('Write the parser').waitFor();
  await page.locator('.event', { hasText: 'forge called a tool: compiler' }).waitFor();
  await page.locator('.event.sev-error', { hasText: 'The parser does not parse' }).waitFor();
  check((await page.locator('.event', { hasText: 'Write the parser' }).innerText()).includes('100'), 'the facts are shown');
  await page.getByRole('button', { name: /^tools/ }).click();
  await eventually(async () => (await page.locator('.event').count()) === 1, { what: 'only the tool' });
  same(query(page).getAll('channel'), ['tools'], 'channel');
  await page.goto('/feed?severity=error&q=parser');
  await eventually(async () => (await page.locator('.event').count()) === 1, { what: 'only the error, from the log' });
  await page.locator('.event .jump').click();
  await eventually(() => new URL(page.url()).pathname === '/agents/forge' && query(page).has('from'));
  await page.locator('.pause.on').waitFor();
  agent.cut();
});

test('Feed: paused it stands still and counts', async ({ open, server }) => {
  const agent = await Agent.connect(server.grpcPort, 'pauser');
  const page = await open('/feed?q=pauser');
  await page.locator('.event').first().waitFor();
  await page.getByRole('button', { name: 'Pause' }).click();
  const before = await page.locator('.event').count();
  for (let i = 0; i < 3; i++) agent.event({ type: 'task.created', subject: `p-${i}`, message: `pauser task ${i}` });
  await eventually(async () => /3 new events waiting|[3-9] new/.test(await page.locator('[role=status].note').innerText()), { what: 'three wait' });
  same(await page.locator('.event').count(), before, 'what is shown');
  await page.getByRole('button', { name: 'Show them' }).click();
  await page.getByText('pauser task 2').waitFor();
  agent.cut();
});

test('Rejects: what was refused, why, and how to mend it', async ({ open, server }) => {
  const bad = await server.ingest('sloppy', [{ metric: 'bad name!', labels: {}, timestamps: [Date.now()], values: [1] }, { metric: 'uneven', labels: {}, timestamps: [Date.now()], values: [1, 2] }, series('good', 1)]);
  check(bad.body.rejectedPoints !== 0, 'the server refused something');
  const page = await open('/rejects');
  const row = page.locator('tbody tr', { hasText: 'bad name!' });
  await row.waitFor();
  check(/bad metric name/.test(await row.innerText()), 'the code in words');
  await page.locator('button.count', { hasText: 'length mismatch' }).click();
  await eventually(async () => (await page.locator('tbody tr').count()) >= 1 && (await page.locator('tbody tr', { hasText: 'bad name!' }).count()) === 0, { what: 'only the chosen code' });
  check(query(page).getAll('code').length === 1, 'the code in the URL');
});

test('Connect: snippets to copy, a live check that sees the first point, and the ways to the server', async ({ open, server }) => {
  const page = await open('/connect', { permissions: ['clipboard-read', 'clipboard-write'] });
  await phase(page, 'live');
  await page.getByRole('button', { name: 'curl', exact: true }).click();
  same(query(page).get('how'), 'curl', 'how');
  await page.locator('button.copy').click();
  await eventually(async () => (await page.evaluate(() => navigator.clipboard.readText())).includes('/api/v1/ingest'), { what: 'the snippet on the clipboard' });
  await page.waitForTimeout(1_000);
  await server.ingest(`newcomer-${Date.now()}`, [series('room.temperature', 21.5, { unit: 'Cel' })]);
  await page.locator('[data-check=found]', { hasText: 'newcomer' }).waitFor();
  await page.getByRole('button', { name: 'Try the ways' }).click();
  for (const way of ['HTTP', 'WebSocket', 'Event stream']) await page.locator('.probes .good', { hasText: way }).waitFor();
});

test('Connect: the curl snippet works as it is shown', async ({ open, server }) => {
  const page = await open('/connect?how=curl');
  const snippet = await page.locator('.snippet code').innerText();
  const body = snippet.slice(snippet.indexOf('\'{') + 1, snippet.lastIndexOf('}') + 1).replace('\'$(date +%s%3N)\'', String(Date.now()));
  const response = await fetch(snippet.match(/http\S+/)[0], { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  same(response.status, 200, 'the answer');
  await eventually(async () => (await server.get('/api/v1/latest?agent=lab-sensor')).items.length === 1, { what: 'the agent\'s point is there' });
});

test('Status: the server about itself, and this browser as its viewer', async ({ open }) => {
  const page = await open('/status');
  await page.locator('.badge', { hasText: 'Healthy' }).waitFor();
  await page.getByRole('heading', { name: 'Ingest' }).waitFor();
  await eventually(async () => /Points received\s*[1-9]/.test((await page.locator('.card', { hasText: 'This browser' }).innerText()).replace(/\u2009/g, '')), { what: 'points received' });
});

test('Freshness: from the server\'s receipt to paint in the header, the age of an agent in its parts, and the server hears of it', async ({ open, server }) => {
  const page = await open('/');
  await eventually(async () => /^p50 .+ms . p99 .+ms/.test(await page.locator('.latency button').innerText()), { what: 'the header shows no percentiles' });
  await page.locator('.latency button').click();
  check(/until it was here/.test(await page.locator('.latency .popover').innerText()), 'the way from the server is not in it');
  await eventually(async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    return Number(/^cleanlite_client_paint_delay_seconds_count (\d+)$/m.exec(text)?.[1] ?? 0) > 0;
  }, { within: 40_000, what: 'the server was told nothing' });
  await page.goto('/agents/demo-001');
  await eventually(async () => /collect .+, network .+, server .+, browser .+\./.test(await page.locator('.age').innerText()), { what: 'the age is not split' });
});

test('Wall: big figures, a tile per agent, nothing to click by accident', async ({ open }) => {
  const page = await open('/wall?label=env%3Dprod');
  await eventually(async () => (await page.locator('.tile').count()) === 12, { what: 'the twelve of prod' });
  await eventually(async () => /%/.test(await text(page, '.tile b')));
  same(await page.locator('header.top').count(), 0, 'headers');
  await page.keyboard.press('w');
  await page.locator('header.top').waitFor();
});

// ---- behaviours ----------------------------------------------------------------------------

test('Pause pins the data and the screen; filters go on working', async ({ open }) => {
  const page = await open('/');
  await eventually(async () => (await rows(page).count()) > 10);
  await page.waitForTimeout(1500);
  await page.locator('body').press('Space');
  await page.locator('.pause.on').waitFor();
  const shot = async () => ({ values: await page.locator('.row:not(.head):not([hidden]) .value').allInnerTexts(), sparks: (await ink(page, 'canvas.sparks')).sum });
  await page.waitForTimeout(700);
  const before = await shot();
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
    await page.waitForTimeout(400);
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
  const blocked = async page => { await page.routeWebSocket(/\/live/, socket => socket.close({ code: 1011 })); };
  const page = await open('/', { allow: [...CUT, /1011/], before: blocked });
  await eventually(async () => (await text(page, '[data-phase]')).includes('event stream'), { within: 60_000, what: 'the event stream' });
  await eventually(async () => (await rows(page).count()) > 10);
  const value = () => page.locator('.row[aria-rowindex="3"] .c-network .value').innerText();
  const before = await value();
  await eventually(async () => (await value()) !== before, { what: 'values that move' });

  const poor = await open('/', { allow: [...CUT, /1011/, /ERR_FAILED|EventSource|net::ERR/], before: async p => { await blocked(p); await p.route('**/live/sse**', route => route.abort()); } });
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
  await eventually(async () => (await ink(page, '.plot canvas')).sum !== before, { within: 3_000, every: 50, what: 'catching up' });
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
  await page.keyboard.press('Enter');
  await eventually(() => new URL(page.url()).pathname === `/agents/${chosen}`, { what: 'the chosen agent' });
  await page.keyboard.press(']');
  await eventually(() => query(page).get('w') === '15');
  await page.keyboard.press('[');
  await page.keyboard.press('[');
  await eventually(() => query(page).get('w') === '1');
  await page.keyboard.press('t');
  await eventually(() => page.evaluate(() => document.documentElement.dataset.theme === 'dark'));
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

test('Deep links: window, theme, page and pin come from the URL alone', async ({ open }) => {
  const page = await open('/agents/demo-002?w=15&theme=dark&tab=events');
  await page.locator('.tabs button[aria-pressed=true]', { hasText: 'Events' }).waitFor();
  same(await page.evaluate(() => document.documentElement.dataset.theme), 'dark', 'theme');
  same(await page.locator('.segments button[aria-pressed=true]').first().innerText(), '15 min', 'window');
  await page.getByRole('link', { name: 'Feed' }).click();
  same([query(page).get('w'), query(page).get('theme')], ['15', 'dark'], 'carried along');
  await page.goBack();
  await eventually(() => new URL(page.url()).pathname === '/agents/demo-002', { what: 'the way back' });
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

test('Hostile text stays text, everywhere', async ({ open, server }) => {
  const evil = ['<img src=x onerror="window.hacked=1">', '"><script>window.hacked=1</script>', 'javascript:window.hacked=1', '\u202eevil\u202c', '{{7*7}}${7*7}', '__proto__', '\ud83d\ude00\u0301'];
  const id = 'evil/../@host:1';
  const agent = await Agent.connect(server.grpcPort, id, { hostname: evil[0].slice(0, 60), labels: { env: evil[0], constructor: evil[1], note: evil[3] }, capabilities: ['config', `action:${evil[1]}`] });
  evil.forEach((value, i) => agent.point(i + 1, 'evil.metric', i + 1, { labels: { a: value, toString: evil[0] }, unit: i === 0 ? '<b>x</b>' : '' }));
  evil.forEach((value, i) => agent.event({ id: `e${i}-${Date.now()}`, type: 'task.created', subject: value, message: `${value} told`, data: { what: value, ['<i>k</i>']: value } }));
  agent.event({ type: 'constructor.created', message: evil[0] });
  await server.ingest('evil-http', [{ metric: 'evil<script>', labels: {}, timestamps: [Date.now()], values: [1] }, { metric: 'x', labels: { 'bad\u0000label': evil[0] }, timestamps: [Date.now()], values: [1] }]);
  await eventually(async () => (await server.get(`/api/v1/latest?agent=${encodeURIComponent(id)}`)).items.length >= 5);
  const paths = ['/', '/?group=label.env', '/?q=evil', `/agents/${encodeURIComponent(id)}`, `/agents/${encodeURIComponent(id)}?tab=events`, `/agents/${encodeURIComponent(id)}?tab=config`,
    '/explore?m=evil.metric', '/explore?m=evil.metric&by=a', '/explore?m=evil.metric&view=table', '/explore?m=%3Cscript%3Ealert(1)%3C%2Fscript%3E', '/feed', '/rejects', '/wall', '/status',
    `/agents/${encodeURIComponent(evil[0])}`, `/?q=${encodeURIComponent(evil[0])}&label=${encodeURIComponent(`env=${evil[0]}`)}&theme=${encodeURIComponent(evil[0])}`];
  const page = await open(paths[0], { allow: [/40[04]/] });
  for (const path of paths) {
    await page.goto(path);
    await page.waitForTimeout(700);
    const found = await page.evaluate(() => ({
      hacked: window.hacked, images: document.images.length, scripts: document.scripts.length, polluted: Object.keys(Object.prototype).length,
      handlers: [...document.querySelectorAll('*')].filter(e => [...e.attributes].some(a => a.name.startsWith('on'))).length,
      links: [...document.querySelectorAll('a[href]')].filter(a => !/^https?:$/.test(a.protocol)).length, bold: document.querySelectorAll('i > *').length,
    }));
    same(found, { images: 0, scripts: 1, polluted: 0, handlers: 0, links: 0, bold: 0 }, path);
  }
  await page.goto('/feed');
  await page.getByText(`${evil[0]} told`).first().waitFor();
  await page.goto(`/agents/${encodeURIComponent(id)}`);
  await page.getByText(`env=${evil[0]}`).waitFor();
  await page.locator('.legend', { hasText: '<script>' }).waitFor();
  agent.goodbye(evil[0]);
  await page.goto('/?state=offline');
  await eventually(async () => (await page.locator('.row[data-state=offline]', { hasText: id }).count()) === 1);
});

test('Narrow screens: one column, cards, nothing wider than the screen, fingers find their mark', async ({ open }) => {
  for (const path of PAGES) {
    const page = await open(path, { width: 360, height: 740, hasTouch: true });
    await page.waitForTimeout(1200);
    const { wide, who } = await page.evaluate(() => {
      const limit = document.documentElement.clientWidth;
      const over = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > limit + 1 && !e.closest('.values, pre, .menu-body, canvas, .sr, .u-wrap') && getComputedStyle(e).visibility !== 'hidden');
      return { wide: document.documentElement.scrollWidth - limit, who: over.slice(0, 3).map(e => `${e.tagName}.${e.className}`) };
    });
    check(wide <= 0, `${path} is ${wide} px too wide: ${who}`);
    if (path === '/wall') continue;
    const small = await page.locator('header.top nav a').evaluateAll(links => links.filter(a => a.getBoundingClientRect().height < 44).length);
    same(small, 0, `${path}: links of the navigation under 44 px`);
  }
  const fleet = await open('/', { width: 360, height: 740 });
  await eventually(async () => (await rows(fleet).count()) > 3);
  for (const fact of ['.c-state', '.c-cpu', '.c-memory', '.c-network', '.c-disk']) check(await fleet.locator(`.row:not(.head):not([hidden]) ${fact}`).first().isVisible(), `${fact} is on the card`);
  check(await fleet.locator('label.select', { hasText: 'Sort' }).isVisible(), 'cards can be sorted');
});

test('Wide screens: 4K is used', async ({ open }) => {
  const page = await open('/', { width: 3840, height: 2160 });
  await eventually(async () => (await rows(page).count()) >= AGENTS);
  check((await page.locator('.fleet').evaluate(e => e.clientWidth)) > 3000, 'the table is wide');
  check(await page.locator('.head .c-version').isVisible(), 'every column is there');
});

test('Accessibility: no serious finding on any page in either theme', async ({ open }) => {
  const findings = [];
  for (const scheme of ['light', 'dark']) for (const path of [...PAGES, '/agents/demo-003?tab=config', '/feed?q=none-such', '/explore?view=table']) {
    // An agent without a configuration of its own is answered 404, which the browser notes.
    const page = await open(path, { scheme, bypassCSP: true, allow: path.includes('tab=config') ? [/404/] : [] });
    await page.waitForTimeout(1500);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    for (const violation of violations) if (['serious', 'critical'].includes(violation.impact))
      findings.push(`${path} (${scheme}): ${violation.id}: ${violation.nodes.slice(0, 3).map(node => `${node.target} ${node.any?.[0]?.message ?? ''}`).join(' | ')}`);
    await page.context().close();
  }
  check(findings.length === 0, findings.join('\n'));
});

test('Policy: nothing inline, nothing from elsewhere, answers that cannot be sniffed', async ({ open, server }) => {
  for (const path of PAGES) {
    const page = await open(path);
    const blocked = [];
    page.on('console', line => { if (/Content Security Policy/i.test(line.text())) blocked.push(line.text()); });
    await page.waitForTimeout(800);
    same(blocked, [], path);
    await page.context().close();
  }
  const html = await fetch(server.url);
  check(/script-src 'self'/.test(html.headers.get('content-security-policy')) && html.headers.get('x-content-type-options') === 'nosniff', 'headers of the page');
  const source = await html.text();
  const assets = [...source.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(found => found[1]);
  check(assets.length >= 2, 'script and style are files');
  check(!/<script(?![^>]*src)[^>]*>/.test(source) && !/ style=/.test(source) && !/<style/.test(source), 'nothing inline');
  for (const asset of assets) {
    const answer = await fetch(server.url + asset, { headers: { 'accept-encoding': 'br' } });
    same([answer.headers.get('content-encoding'), /immutable/.test(answer.headers.get('cache-control'))], ['br', true], asset);
  }
});

test('Cold start: first paint, first rows, first chart', async ({ open }) => {
  // The goals are 250, 500 and 500 ms on a quiet machine; here is told what this one did, and only gross failure fails.
  const fleet = await open('/');
  await fleet.locator('.row:not(.head) .c-cpu .value').first().waitFor();
  const seen = await fleet.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime, now: performance.now() }));
  const agent = await open('/agents/demo-005');
  await eventually(async () => (await ink(agent, '.plot canvas')).drawn > 200, { every: 20 });
  const chart = await agent.evaluate(() => performance.now());
  console.log(`        first paint ${Math.round(seen.paint)} ms, first rows ${Math.round(seen.now)} ms, first chart with data ${Math.round(chart)} ms`);
  check(seen.paint < 5_000 && seen.now < 10_000 && chart < 10_000, 'within gross limits');
});

// ---- pictures ------------------------------------------------------------------------------

if (process.env.CLEANLITE_SCREENSHOTS) test('Screenshots of every page in both themes', async ({ open, server }) => {
  const folder = resolve(import.meta.dirname, '../../../docs/screenshots');
  mkdirSync(folder, { recursive: true });
  const agent = await Agent.connect(server.grpcPort, 'forge', { labels: { env: 'prod', role: 'worker' } });
  agent.event({ type: 'task.created', subject: 'task-123', message: 'Write the release notes', data: { bid: '100' } });
  agent.event({ type: 'bid.accepted', subject: 'task-123', data: { price: '100' } });
  agent.event({ type: 'tool.called', subject: 'search', message: 'Searched the change log' });
  agent.event({ type: 'task.failed', subject: 'task-122', severity: 3, message: 'Task task-122 failed: the network was down' });
  agent.event({ type: 'task.completed', subject: 'task-123', message: 'Release notes written' });
  await server.ingest('sloppy', [{ metric: 'bad name!', labels: {}, timestamps: [Date.now()], values: [1] }, { metric: 'uneven', labels: {}, timestamps: [Date.now()], values: [1, 2] }, { metric: 'too.old', labels: {}, timestamps: [1000], values: [1] }]);
  const leaver = await Agent.connect(server.grpcPort, 'db-old', { labels: { env: 'dev', role: 'db' } });
  leaver.point(1, 'system.cpu.utilization', 0.2, { labels: { 'cpu.mode': 'user' }, unit: '1' });
  leaver.goodbye('Stopped for maintenance.');
  const pages = [['fleet', '/'], ['agent', '/agents/demo-003?w=1'], ['explore', '/explore?m=system.cpu.utilization&w=1'], ['feed', '/feed'], ['rejects', '/rejects'], ['connect', '/connect'], ['status', '/status'], ['wall', '/wall']];
  const settle = await open('/');
  await settle.waitForTimeout(65_000);
  for (const scheme of ['light', 'dark']) for (const [name, path] of pages) {
    const page = await open(path, { scheme });
    await page.waitForTimeout(3_500);
    await page.screenshot({ path: join(folder, `${name}-${scheme}.png`) });
    await page.context().close();
  }
  const phone = await open('/', { width: 360, height: 740, scheme: 'light' });
  await phone.waitForTimeout(3_000);
  await phone.screenshot({ path: join(folder, 'fleet-phone.png') });
  agent.cut();
});

await run(async () => {
  const server = await Server.start([`Demo:Agents=${AGENTS}`]);
  const browser = await launch();
  return { server, browser, teardown: async () => { await browser.close(); await server.stop(); } };
});
