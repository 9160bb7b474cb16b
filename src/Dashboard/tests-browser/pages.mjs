/** Every page: what it shows and what can be done on it. */
import { Agent } from './agent.mjs';
import { check, eventually, openPage, same, test } from './harness.mjs';
import { Server, series } from './server.mjs';
import { AGENTS, ink, names, phase, query, rows, text } from './shared.mjs';

test('Fleet: every agent is there with its values and sparklines', async ({ open }) => {
  const page = await open('/');
  await phase(page, 'live');
  await eventually(async () => Number(await text(page, '.count.state-online b')) >= AGENTS, { what: 'all agents online' });
  await eventually(async () => (await rows(page).count()) >= 12);
  await eventually(async () => /^\d.*%$/.test(await text(page, '.row:not(.head):not([hidden]) .c-cpu .value')), { what: 'a CPU value' });
  await eventually(async () => /MiB\/s|KiB\/s|B\/s/.test(await text(page, '.row:not(.head):not([hidden]) .c-network .value')), { what: 'a network rate' });
  await eventually(async () => (await ink(page, 'canvas.sparks')).drawn > 500, { what: 'sparklines' });
  check(/demo-|[a-z]/.test(await text(page, 'a.count')), 'the busiest CPU is named');
  const strays = await page.locator('.counts').evaluate(counts => { const { bottom } = counts.getBoundingClientRect(); return [...counts.children].filter(e => e.getBoundingClientRect().bottom > bottom + 1).length; });
  same(strays, 0, 'counts that lie elsewhere');
  for (const width of [700, 1024, 1280, 1600]) {
    await page.setViewportSize({ width, height: 800 });
    const [heads, cells] = await Promise.all(['.fleet .head > .cell', '.fleet .body .row:not([hidden]):not(.is-group) >> nth=0 >> .cell'].map(selector => page.locator(selector).evaluateAll(all => all.filter(e => e.offsetParent).map(e => e.className))));
    same(heads, cells, `heads and cells at ${width}`);
  }
  check(/grpc/.test(await text(page, '.row:not(.head):not([hidden]) .c-link .value')), 'how it is connected');
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
  await page.reload();
  await eventually(async () => (await page.locator('.row.is-group:not([hidden])').count()) >= 3, { what: 'headings' });
  await eventually(async () => (await ink(page, 'canvas.sparks')).drawn > 50, { what: 'sparklines under headings' });
  await page.goto('/?sort=name&desc=1&density=compact');
  await eventually(async () => (await names(page))[0] !== undefined);
  const listed = await names(page);
  same(listed, [...listed].sort((a, b) => b.localeCompare(a, 'en', { numeric: true })), 'sorted by name, descending');
  same(await page.locator('.row:not(.head)').first().evaluate(row => row.getBoundingClientRect().height), 28, 'a compact row');
  await page.goto('/?density=roomy');
  const note = page.locator('.fleet .body .row:not([hidden]) .note').first();
  await eventually(async () => (await note.innerText()).includes('\u00b7'));
  check(await note.evaluate(one => one.clientHeight >= one.scrollHeight - 1 && one.clientHeight > 10), 'labels have a line of their own');
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

const keepPicture = () => {
  const canvas = document.querySelector('canvas.sparks');
  window.kept = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
};
const comparePicture = () => {
  const canvas = document.querySelector('canvas.sparks');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let [drawn, other] = [0, 0];
  for (let i = 3; i < data.length; i += 4) {
    if (data[i] > 0) drawn++;
    if (data[i] !== window.kept[i]) other++;
  }
  return { drawn, other };
};

test('Fleet: a long table is scrolled: no hole in view, and what moved along is what would be drawn anew', async ({ browser }) => {
  const server = await Server.start(['Demo:Agents=300']);
  try {
    const page = await openPage(browser, server, '/?sort=name');
    await eventually(async () => Number(await text(page, '.count.state-online b')) >= 300, { what: 'all agents online' });
    await eventually(async () => (await ink(page, 'canvas.sparks')).drawn > 1_500, { what: 'sparklines' });
    await page.locator('body').press('Space');
    await page.locator('.pause.on').waitFor();
    await page.waitForTimeout(700);
    await page.mouse.move(600, 500);
    const all = (await server.get('/api/v1/agents?limit=1000')).items.map(one => one.agentId).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
    for (const way of [120, 700, 3_000, 9_000, -5_000, -900, -60]) {
      const before = await page.evaluate(() => scrollY);
      await page.mouse.wheel(0, way);
      await page.waitForFunction(y => scrollY === y, Math.min(before + way, await page.evaluate(() => document.scrollingElement.scrollHeight - innerHeight)));
      // Two frames and no more: before long every row is drawn again for its words.
      await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))));
      await page.evaluate(keepPicture);
      const there = await page.locator('.fleet .body .row:not([hidden])').evaluateAll(found => found
        .map(row => ({ at: Number(row.getAttribute('aria-rowindex')), name: row.querySelector('.agent').textContent, top: row.getBoundingClientRect().top, bottom: row.getBoundingClientRect().bottom }))
        .sort((a, b) => a.at - b.at));
      same(there.map(row => row.name), all.slice(there[0].at - 2, there.at(-1).at - 1), `rows after ${way}`);
      check(there[0].top <= 160 || there[0].at === 2, `a hole above after ${way}`);
      check(there.at(-1).bottom >= 800 || there.at(-1).at === all.length + 1, `a hole below after ${way}`);
      await page.keyboard.press('t');
      await page.keyboard.press('t');
      const { drawn, other } = await page.evaluate(comparePicture);
      // An edge may be smoothed otherwise in another place.
      check(drawn > 500 && other < drawn / 20, `the lines after ${way}: ${other} of ${drawn} pixels are others when drawn anew`);
    }
    same(page.faults, [], 'faults');
    await page.context().close();
  } finally {
    await server.stop();
  }
});

test('Fleet: an agent that leaves is shown offline with the reason, and is found at once', async ({ open, server }) => {
  const agent = await Agent.connect(server.grpcPort, 'leaver', { labels: { env: 'test' } });
  agent.point(1, 'system.cpu.utilization', 0.5, { labels: { 'cpu.mode': 'user' }, unit: '1' });
  const page = await open('/');
  await eventually(async () => (await page.locator('.row[data-state=online] .agent', { hasText: 'leaver' }).count()) === 1 || (await page.getByText('leaver').count()) > 0);
  agent.goodbye('maintenance window');
  await eventually(async () => (await page.locator('.problems li', { hasText: 'leaver' }).count()) === 1, { what: 'it is among the problems' });
  await eventually(async () => /maintenance window|stopped on purpose/i.test(await text(page, '.problems li:has-text("leaver")')), { what: 'the reason is told' });
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
  await page.getByRole('button', { name: 'Metrics', exact: true }).click();
  await page.getByRole('button', { name: 'Configuration' }).click();
  same(await page.locator('.pushes li').count(), 3, 'what was asked is still told');
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
  for (let i = 0; i < 20; i++) agent.point(i + 1, 'forge.heat', i, { at: Date.now() - (20 - i) * 1000 });
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
  check(Number(query(page).get('to')) <= Date.now() + 1_000, 'the stretch ends with what there is');
  await eventually(async () => (await page.locator('.pointless').count()) === 0 && (await ink(page, '.plot canvas')).drawn > 500, { what: 'the chart of that instant' });
  agent.cut();
});

test('Feed: further down one is told of what comes above, and at the end the log goes on', async ({ open, server }) => {
  // More than one agent may tell at once.
  const agents = [await Agent.connect(server.grpcPort, 'chronicler-0'), await Agent.connect(server.grpcPort, 'chronicler-1')];
  const page = await open('/feed?q=chronicle', { height: 400 });
  await phase(page, 'live');
  for (let i = 0; i < 230; i++) agents[i % 2].event({ id: `c${i}`, type: 'task.created', subject: `c-${i}`, message: `chronicle ${i}.` });
  await eventually(async () => (await server.get('/api/v1/events?agent=chronicler-*&limit=1000')).items.length > 230, { what: 'the log' });
  await page.reload();
  await page.getByText('chronicle 229.').waitFor();
  same(await page.getByText('chronicle 0.').count(), 0, 'the oldest is further down');
  await eventually(async () => {
    await page.getByRole('button', { name: 'Show more' }).click({ timeout: 2_000 });
    return (await page.getByText('chronicle 0.').count()) === 1;
  }, { what: 'the oldest, from the log' });
  const listed = await page.locator('.event .what').allInnerTexts();
  same(new Set(listed).size, listed.length, 'each event once');
  await page.mouse.wheel(0, 3_000);
  await page.waitForFunction(() => scrollY > 1_000);
  await page.waitForTimeout(700);
  agents[0].event({ id: 'last', type: 'task.created', subject: 'last', message: 'chronicle of the last.' });
  await page.getByRole('button', { name: '1 new event' }).click();
  await page.waitForFunction(() => scrollY === 0);
  await eventually(async () => (await page.locator('.above').count()) === 0, { what: 'nothing above any more' });
  for (const agent of agents) agent.cut();
});

test('Agent: its events come from the log where the feed does not reach them', async ({ open }) => {
  // As in a large fleet, whose newest events are those of others.
  const page = await open('/agents/demo-003?tab=events', {
    before: async p => { await p.route(url => url.pathname === '/api/v1/events' && !url.searchParams.has('agent'), route => route.fulfill({ json: { items: [] } })); },
  });
  await page.locator('.event[data-type="agent.connected"]').waitFor();
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

  // What is known stays where the server fails, and nothing is claimed that nobody said.
  const failing = await open('/rejects', { allow: [/503/], before: async p => { await p.route('**/api/v1/rejects*', route => route.fulfill({ status: 503, json: { detail: 'The log rests.' } })); } });
  await failing.getByRole('alert', { name: '' }).getByText('The log rests.').waitFor();
  same(await failing.getByText('Nothing has been refused').count(), 0, 'a claim');
  await failing.unroute('**/api/v1/rejects*');
  await failing.locator('tbody tr', { hasText: 'bad name!' }).waitFor();
  await failing.route('**/api/v1/rejects*', route => route.fulfill({ status: 503, json: { detail: 'The log rests.' } }));
  await failing.getByText('The log rests.').waitFor();
  same(await failing.locator('tbody tr', { hasText: 'bad name!' }).count(), 1, 'what was known');
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
  await eventually(async () => /^p50 .+ms\s·\s*p99 .+ms/.test(await page.locator('.latency button').innerText()), { what: 'the header shows no percentiles' });
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
