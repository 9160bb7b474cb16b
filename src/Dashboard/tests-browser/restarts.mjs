/** A page with nothing but the TypeScript client, whose server is stopped, killed and cut off again and again. */
import { connect, createServer } from 'node:net';
import { resolve } from 'node:path';
import { build } from 'vite';
import { check, eventually, test } from './harness.mjs';
import { series, Server } from './server.mjs';
import { CUT } from './shared.mjs';

const RESTARTS = 20;
const POINTS = 20;

/** What the page notes: each subscription with its epoch, each value with whether it was latest state. */
const PAGE = `<!doctype html><title>bare</title><script type="module">
import { LiveClient } from '/client.js';
const seen = window.seen = [];
const client = new LiveClient({ onState: state => { window.phase = state.phase; } });
client.subscribe('metrics', {}, {
  subscribed: (recovered, position) => seen.push({ epoch: position.epoch, recovered }),
  points: (points, snapshot) => { for (const point of points) seen.push({ value: point.value, snapshot }); },
  merged: points => seen.push({ merged: points }),
});
client.start();
</script>`;

/** A way to the server that can be cut: it breaks every connection, and lets new ones through. */
class Cable {
  #sockets = new Set();

  async open(target) {
    this.server = createServer(near => {
      const far = connect(target, '127.0.0.1');
      for (const [from, to] of [[near, far], [far, near]]) {
        this.#sockets.add(from);
        from.on('error', () => {}).on('close', () => { this.#sockets.delete(from); to.destroy(); });
        from.pipe(to);
      }
    });
    await new Promise(done => this.server.listen(0, '127.0.0.1', done));
    this.url = `http://127.0.0.1:${this.server.address().port}`;
  }

  cut() { for (const socket of this.#sockets) socket.destroy(); }

  close() { this.server.close(); this.cut(); }
}

async function bundle() {
  const result = await build({
    configFile: false, logLevel: 'silent',
    build: { write: false, lib: { entry: resolve(import.meta.dirname, '../src/live/index.ts'), formats: ['es'] } },
  });
  return (Array.isArray(result) ? result[0] : result).output[0].code;
}

test('A bare page with the TypeScript client: 20 restarts and as many cut connections, no point doubled, out of order or missing that the ring held', async ({ browser }) => {
  const server = await Server.start(['LocalAgent:Enabled=false', 'Live:ReconnectSpreadMs=100']);
  const cable = new Cable();
  await cable.open(server.httpPort);
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const faults = [];
    page.on('pageerror', fault => faults.push(fault.message));
    page.on('console', line => { if (line.type() === 'error' && !CUT.some(pattern => pattern.test(line.text()))) faults.push(line.text()); });
    const client = await bundle();
    await page.route('**/bare.html', route => route.fulfill({ contentType: 'text/html', body: PAGE }));
    await page.route('**/client.js', route => route.fulfill({ contentType: 'text/javascript', body: client }));
    await page.goto(`${cable.url}/bare.html`);

    let sent = 0;
    const send = async count => {
      for (let i = 0; i < count; i++) {
        const { status } = await server.ingest('counter', [series('count', ++sent)]);
        check(status === 200, `point ${sent} was answered ${status}`);
        await new Promise(done => setTimeout(done, 2));
      }
    };
    const caughtUp = () => eventually(async () => (await page.evaluate(() => window.seen.findLast(one => one.value !== undefined)?.value)) === sent, { within: 60_000, every: 20, what: `the page gets point ${sent}` });

    for (let round = 0; round < RESTARTS; round++) {
      await send(1);
      await caughtUp();
      await send(POINTS);
      cable.cut();
      await send(POINTS);
      await caughtUp();
      await server.down(round % 2 ? 'SIGKILL' : 'SIGTERM');
      await server.up();
    }
    await send(POINTS);
    await caughtUp();

    const seen = await page.evaluate(() => window.seen);
    judge(seen);
    check(new Set(seen.map(one => one.epoch).filter(Boolean)).size === RESTARTS + 1, 'not every run of the server was met');
    check(seen.filter(one => one.recovered).length >= RESTARTS, 'not every cut connection was resumed');
    check(faults.length === 0, faults.join('\n'));
  } finally {
    await context.close();
    cable.close();
    await server.stop();
  }
}, { timeout: 400_000 });

/** Within a run of the server: latest state first, and from there every value once, in order, over all resumed connections. */
function judge(seen) {
  let next = 0;
  for (const [at, { epoch, recovered, value, snapshot, merged }] of seen.entries()) {
    check(merged === undefined, `points were merged at ${at}`);
    if (epoch !== undefined && !recovered) next = 0;
    if (value === undefined) continue;
    check(next === 0 || (!snapshot && value === next), `at ${at} came ${value}${snapshot ? ' as latest state' : ''} where ${next} was due`);
    next = value + 1;
  }
}
