/** Hostile text, screens of all sizes, accessibility, policy, cold start. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent } from './agent.mjs';
import { check, eventually, openPage, same, test } from './harness.mjs';
import { Server } from './server.mjs';
import { AGENTS, axe, CUT, ink, PAGES, phase, rows, text } from './shared.mjs';

test('Hostile text stays text, everywhere', async ({ open, server }) => {
  const evil = ['<img src=x onerror="window.hacked=1">', '"><script>window.hacked=1</script>', 'javascript:window.hacked=1', '\u202eevil\u202c', '{{7*7}}${7*7}', '__proto__', '\ud83d\ude00\u0301'];
  const id = 'evil/../@host:1';
  const agent = await Agent.connect(server.grpcPort, id, { hostname: evil[0].slice(0, 60), labels: { env: evil[0], constructor: evil[1], note: evil[3] }, capabilities: ['config', `action:${evil[1]}`] });
  evil.forEach((value, i) => agent.point(i + 1, 'evil.metric', i + 1, { labels: { a: value, toString: evil[0] }, unit: i === 0 ? evil[0] : '' }));
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
  await page.goto('/feed?q=told');
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
    const small = await page.locator('header.top nav a, button, summary, select, .tag').evaluateAll(all => all
      .map(e => [e.className || e.textContent, e.getBoundingClientRect().height]).filter(([, height]) => height > 0 && height < 44));
    same(small, [], `${path}: controls under 44 px`);
  }
  const fleet = await open('/', { width: 360, height: 740 });
  await eventually(async () => (await rows(fleet).count()) > 3);
  for (const fact of ['.c-state', '.c-cpu', '.c-memory', '.c-network', '.c-disk', '.c-cadence', '.c-seen', '.c-link', '.c-skew']) check(await fleet.locator(`.row:not(.head):not([hidden]) ${fact}`).first().isVisible(), `${fact} is on the card`);
  check(await fleet.locator('label.select', { hasText: 'Sort' }).isVisible(), 'cards can be sorted');
  await fleet.goto('/?group=label.role');
  await eventually(async () => (await rows(fleet).count()) > 3);
  const [heading, card] = await fleet.locator('.row:not([hidden])[aria-rowindex="2"] .group-title, .row:not([hidden])[aria-rowindex="3"]').evaluateAll(found => found
    .map(one => one.getBoundingClientRect()).sort((a, b) => a.top - b.top));
  check(card.top - heading.bottom < 20, 'a heading stands by its cards');
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

test('Login: a page for those without a token, the way back, and the way out; a token taken away leads there again', async ({ browser }) => {
  const token = 'a-token-of-the-test-0123456789';
  const folder = mkdtempSync(join(tmpdir(), 'cleanlite-login-'));
  const file = join(folder, 'token');
  writeFileSync(file, token);
  const server = await Server.start(['Security:ViewerTokens:0:Name=test', `Security:ViewerTokens:0:TokenFile=${file}`]);
  const page = await openPage(browser, server, '/explore?m=system.cpu.utilization', { allow: [...CUT, /40[1349]/] });
  try {
    await page.waitForURL('**/login?next=*');
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run());
    same(violations.map(one => one.id), [], 'accessibility');
    await page.getByLabel('token').fill('wrong');
    await page.getByRole('button').click();
    await page.getByRole('alert').waitFor();
    await page.getByLabel('token').fill(token);
    await page.getByRole('button').click();
    await page.waitForURL('**/explore?m=system.cpu.utilization');
    await phase(page, 'live');
    await eventually(async () => (await page.locator('.plot canvas').count()) > 0);
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.waitForURL('**/login?next=*');
    same(await page.context().cookies(), [], 'cookies after logging out');
    await page.getByLabel('token').fill(token);
    await page.getByRole('button').click();
    await page.waitForURL('**/explore?m=system.cpu.utilization');
    await phase(page, 'live');
    writeFileSync(file, `${token}-new`);
    await page.waitForURL('**/login?next=*', { timeout: 20_000 });
    check(page.faults.length === 0, page.faults.join('\n'));
  } finally {
    await page.context().close();
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

test('Cold start: first paint, first rows, first chart', async ({ open }) => {
  // The goals are 250, 500 and 500 ms on a quiet machine; here is told what this one did, and only gross failure fails.
  const asked = [];
  const fleet = await open('/', { before: async page => { page.on('request', request => { if (request.url().includes('/api/v1/agents')) asked.push(request.url()); }); } });
  await fleet.locator('.row:not(.head) .c-cpu .value').first().waitFor();
  await phase(fleet, 'live');
  // What index.html has the browser ask for is what the page then takes; asked for twice, it would compete with itself.
  same(asked.map(url => new URL(url).search), ['?limit=100'], 'the list of agents at the start');
  const seen = await fleet.evaluate(() => ({ paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime, now: performance.now() }));
  const agent = await open('/agents/demo-005');
  await eventually(async () => (await ink(agent, '.plot canvas')).drawn > 200, { every: 20 });
  const chart = await agent.evaluate(() => performance.now());
  console.log(`        first paint ${Math.round(seen.paint)} ms, first rows ${Math.round(seen.now)} ms, first chart with data ${Math.round(chart)} ms`);
  check(seen.paint < 5_000 && seen.now < 10_000 && chart < 10_000, 'within gross limits');
});
