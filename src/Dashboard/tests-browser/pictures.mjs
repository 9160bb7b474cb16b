/** The pictures of the docs, made anew with CLEANLITE_SCREENSHOTS=1. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Agent } from './agent.mjs';
import { test } from './harness.mjs';

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
}, { timeout: 240_000 });
