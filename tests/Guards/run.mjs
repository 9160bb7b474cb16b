/**
 * Breaks each guard of guards.json once, in a copy of the repository, and expects the named tests to turn red. `--help` tells the rest.
 *
 * A guard is one line of code without which a limit, an identity check or a rule would not hold. Only the project that holds the line is compiled
 * again for it; its library takes the place of the whole one beside the tests, which are compiled once.
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `node tests/Guards/run.mjs [PART...] [--from NUMBER|PART] [--timeout 120] [--list]

  PART        only guards whose name or file contains one of these
  --from      begins with that guard of the list, by its number or a part of its name: a run that was cut short goes on
  --timeout   seconds that the tests of one guard may take; never fewer than those of all guards of its project took, unbroken, at the start
  --list      names the guards and runs nothing

A guard is noticed if a test of its filter fails, if the tests do not end in time, or if their process dies: with every guard in place they have all
ended well, in less time. A break that does not compile is not noticed. The last line reads 'N guards, N noticed'; the exit
code is 0 only if the numbers are the same.`;
const FLAGS = ['-c', 'Release', '--nologo', '-v', 'q', '-m:1', '-nodeReuse:false', '-p:SkipDashboard=true',
  // A break may leave a parameter unused or an empty line; that is no finding here.
  '-p:RunAnalyzers=false', '-p:TreatWarningsAsErrors=false', '-p:MSBuildTreatWarningsAsErrors=false'];
const BUILD_MS = 600_000;

const root = resolve(import.meta.dirname, '../..');
const { values: options, positionals: parts } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: '1' }, timeout: { type: 'string', default: '120' },
    list: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false },
  },
});
const all = JSON.parse(readFileSync(join(import.meta.dirname, 'guards.json'), 'utf8')).map((guard, index) => ({ ...guard, number: index + 1 }));
const includes = (text, part) => text.toLowerCase().includes(part.toLowerCase());
const first = /^\d+$/.test(options.from) ? Number(options.from) : all.find(guard => includes(guard.name, options.from))?.number ?? Infinity;
const guards = all.filter(guard => guard.number >= first && (parts.length === 0 || parts.some(part => includes(`${guard.name} ${guard.file}`, part))));

if (options.help || options.list) {
  console.log(options.help ? HELP : guards.map(guard => `${guard.number}. ${guard.name}  (${guard.file})`).join('\n'));
  process.exit(0);
}

const copy = mkdtempSync(join(tmpdir(), 'cleanlite-guards-'));
let running;
const clear = () => rmSync(copy, { recursive: true, force: true });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => { stop(running); clear(); process.exit(2); });

const patience = new Map(); // milliseconds that a run of tests may take, by project
let noticed = 0;
try {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root });
  const tar = execFileSync('tar', ['--null', '-T', '-', '--ignore-failed-read', '-cf', '-'], { cwd: root, input: files, maxBuffer: 1 << 30 });
  execFileSync('tar', ['-xf', '-'], { cwd: copy, input: tar });
  for (const project of new Set(guards.map(guard => guard.project))) await prepare(project);
  for (const guard of guards) if (await breakOne(guard)) noticed++;
} finally {
  clear();
}
console.log(`${guards.length} guards, ${noticed} noticed`);
process.exit(guards.length > 0 && noticed === guards.length ? 0 : 1);

// Only what turns red because of the break counts, so all must be green without it.
async function prepare(project) {
  const built = await run(['build', `tests/${project}`, ...FLAGS], BUILD_MS);
  if (built.status !== 0) throw new Error(`${project} cannot be built:\n${built.output.slice(-2_000)}`);
  const started = Date.now();
  const whole = await test(project, [...new Set(guards.filter(guard => guard.project === project).map(guard => guard.tests))], BUILD_MS);
  if (whole.status !== 0) throw new Error(`The tests of ${project} do not pass with every guard in place:\n${whole.output.slice(-2_000)}`);
  patience.set(project, Math.max(Number(options.timeout) * 1_000, Date.now() - started));
}

async function breakOne(guard) {
  const started = Date.now();
  const source = join(copy, guard.file);
  const library = libraryOf(guard);
  const place = join(folderOf(guard.project), basename(library));
  const whole = { text: readFileSync(source, 'utf8'), library: readFileSync(place) };
  if (whole.text.split(guard.find).length !== 2) throw new Error(`${guard.name}: '${guard.find}' does not stand in ${guard.file} exactly once.`);
  writeFileSync(source, whole.text.replace(guard.find, () => guard.replace));
  const built = await run(['build', projectOf(guard), '--no-restore', '--no-dependencies', ...FLAGS], BUILD_MS);
  let ok = false;
  let how = `does not compile: ${built.output.trim().split('\n').at(0)}`;
  if (built.status === 0) {
    copyFileSync(library, place);
    ({ ok, how } = verdictOf(await test(guard.project, [guard.tests], patience.get(guard.project))));
  }
  writeFileSync(source, whole.text);
  writeFileSync(place, whole.library);
  console.log(`${ok ? 'noticed' : 'NOT NOTICED'}  ${guard.number}. ${guard.name}: ${how} (${Math.round((Date.now() - started) / 1000)} s)`);
  return ok;
}

function verdictOf({ status, output }) {
  const red = [...output.matchAll(/^\s+Failed (\S+)/gm)].map(match => match[1].split('.').slice(-2).join('.'));
  if (red.length > 0) return { ok: true, how: `${red[0]}${red.length > 1 ? ` and ${red.length - 1} more` : ''}` };
  if (status === null) return { ok: true, how: 'the tests do not end' };
  if (/Test Run Aborted|test run was aborted/i.test(output)) return { ok: true, how: 'the process of the tests dies' };
  return { ok: false, how: `exit code ${status}: ${output.trim().slice(-600)}` };
}

function folderOf(project) {
  return join(copy, 'tests', project, 'bin/Release/net10.0');
}

function projectOf(guard) {
  let folder = dirname(guard.file);
  while (!readdirSync(join(copy, folder)).some(name => name.endsWith('.csproj'))) folder = dirname(folder);
  return folder;
}

// The library bears the project's name, behind CleanLite's where it is ours.
function libraryOf(guard) {
  const project = projectOf(guard);
  const paths = [`CleanLite.${basename(project)}.dll`, `${basename(project)}.dll`].map(name => join(copy, project, 'obj/Release/net10.0', name));
  const path = paths.find(existsSync);
  if (!path) throw new Error(`${guard.name}: ${guard.project} does not use ${project}.`);
  return path;
}

function test(project, filters, patience) {
  const filter = filters.map(name => `FullyQualifiedName~${name}`).join('|');
  return run(['test', join(folderOf(project), `CleanLite.${project}.dll`), '--nologo', '--filter', filter], patience);
}

// A status of null: it did not end in time, and was ended with all that it had started.
function run(args, patience) {
  return new Promise(done => {
    const child = running = spawn('dotnet', args, {
      cwd: copy, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => { output += text; });
    let late = false;
    const end = status => { clearTimeout(timer); running = undefined; done({ status, output }); };
    let timer = setTimeout(() => {
      late = true;
      stop(child);
      // Whoever left the group may still hold its output.
      timer = setTimeout(() => end(null), 5_000);
    }, patience);
    child.on('error', error => { output += error.message; end(-1); });
    child.on('close', status => end(late ? null : status ?? -1));
  });
}

function stop(child) {
  try {
    if (child) process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
