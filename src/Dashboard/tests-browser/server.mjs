/** The real server as a child process, on free ports, with a fleet of its own and its log of events in a folder that goes away again. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../../..');

/** The built server: the one that CLEANLITE_API names, else the release build, else the debug build. */
function serverPath() {
  const candidates = [process.env.CLEANLITE_API, ...['Release', 'Debug'].map(kind => join(root, `src/Api/bin/${kind}/net10.0/CleanLite.Api.dll`))];
  const found = candidates.find(path => path && existsSync(path));
  if (!found) throw new Error('The server is not built. Run: dotnet build src/Api');
  return found;
}

async function freePort() {
  const probe = createServer();
  await new Promise(done => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise(done => probe.close(done));
  return port;
}

export class Server {
  #child = null;
  #folder = mkdtempSync(join(tmpdir(), 'cleanlite-browser-'));

  static async start(settings = []) {
    const server = new Server();
    server.settings = settings;
    server.httpPort = await freePort();
    server.grpcPort = await freePort();
    server.url = `http://127.0.0.1:${server.httpPort}`;
    await server.up();
    return server;
  }

  /** Starts the process, on the same ports each time. */
  async up() {
    const args = [serverPath(), `--CleanLite:Http:Port=${this.httpPort}`, `--CleanLite:Grpc:Port=${this.grpcPort}`,
      `--CleanLite:Activity:Path=${join(this.#folder, 'activity.db')}`, `--CleanLite:Fleet:ConfigPath=${join(this.#folder, 'configs.json')}`, ...this.settings.map(setting => `--CleanLite:${setting}`)];
    const child = spawn('dotnet', args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.log = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => { this.log = (this.log + chunk).slice(-20_000); });
    const deadline = Date.now() + 120_000;
    for (;;) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}:\n${this.log}`);
      try { if ((await fetch(`${this.url}/health/ready`)).ok) return; } catch { /* Not yet. */ }
      if (Date.now() > deadline) throw new Error(`The server did not get ready:\n${this.log}`);
      await new Promise(done => setTimeout(done, 100));
    }
  }

  /** Ends the process: in order, or at once. */
  async down(signal = 'SIGTERM') {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise(done => child.once('exit', done));
    child.kill(signal);
    await ended;
  }

  async stop() {
    await this.down();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** One batch over HTTP, as any script would send it. */
  async ingest(agentId, series, labels = {}) {
    const response = await fetch(`${this.url}/api/v1/ingest`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ agentId, series, labels }),
    });
    return { status: response.status, body: await response.json() };
  }

  async get(path) { return (await fetch(this.url + path)).json(); }
}

/** A series of points as `ingest` takes it. */
export function series(metric, value, { labels = {}, unit = '', at = Date.now() } = {}) {
  return { metric, labels, unit, timestamps: [at], values: [value] };
}
