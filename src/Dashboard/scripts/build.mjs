/**
 * Builds the page for `dotnet build`: installs packages where the lock file changed, checks the types, bundles, writes the compressed copies
 * that the server hands out, and puts everything in place at once. Two builds of one checkout wait for each other.
 *
 *   node scripts/build.mjs [target folder]
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const target = resolve(process.argv[2] ?? join(root, '../Api/wwwroot/dashboard'));
const lock = join(root, '.build-lock');
const LOCK_WAIT_MS = 300_000;
const COMPRESSIBLE = /\.(js|css|html|svg|json|txt)$/;

await withLock(() => {
  install();
  run('node_modules/typescript/bin/tsc', ['--noEmit']);
  const fresh = join(root, `node_modules/.cleanlite-build-${process.pid}`);
  run('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn', '--outDir', fresh, '--emptyOutDir']);
  compress(fresh);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(dirname(target), { recursive: true });
  renameSync(fresh, target);
});

/** `npm ci`, unless what is installed is already what the lock file says. */
function install() {
  const wanted = createHash('sha256').update(readFileSync(join(root, 'package-lock.json'))).digest('hex');
  const stamp = join(root, 'node_modules/.cleanlite-lock-hash');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing the dashboard\'s packages (npm ci).');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.status !== 0) fail('npm ci failed.');
  writeFileSync(stamp, wanted);
}

function run(script, args) {
  const result = spawnSync(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) fail(`${script} failed.`);
}

/** A .br and a .gz beside each text file that gets smaller by it. */
function compress(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !COMPRESSIBLE.test(entry.name)) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const body = readFileSync(path);
    const brotli = brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
    if (brotli.length >= body.length) continue;
    writeFileSync(`${path}.br`, brotli);
    writeFileSync(`${path}.gz`, gzipSync(body, { level: 9 }));
    console.log(`${relative(folder, path)}: ${body.length} B, brotli ${brotli.length} B`);
  }
}

async function withLock(work) {
  const started = Date.now();
  while (!tryLock()) {
    if (Date.now() - started > LOCK_WAIT_MS) fail(`Another build holds ${lock}; take it away if there is none.`);
    await new Promise(done => setTimeout(done, 200));
  }
  try { work(); } finally { rmSync(lock, { recursive: true, force: true }); }
}

function tryLock() {
  try {
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(process.pid));
    return true;
  } catch {
    if (abandoned()) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

/** A build that was killed leaves its lock behind. */
function abandoned() {
  try {
    const owner = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    process.kill(owner, 0);
    return false;
  } catch (fault) {
    if (fault.code === 'ESRCH') return true;
    // Made, but not signed yet: given a moment.
    try { return Date.now() - statSync(lock).mtimeMs > 10_000; } catch { return false; }
  }
}

function fail(message) {
  rmSync(lock, { recursive: true, force: true });
  console.error(message);
  process.exit(1);
}
