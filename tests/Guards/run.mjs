/**
 * Breaks each guard of guards.json once, in a copy of the repository, and expects the named tests to turn red.
 *
 *   node tests/Guards/run.mjs [--only PART] [--list]
 *
 * A guard is one line of code without which a limit, an identity check or a rule would not hold. The last line says how many were noticed;
 * exit code 1 if one was not.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const TIMEOUT_MS = 300_000;
const root = resolve(import.meta.dirname, '../..');
const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' }, list: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
const guards = JSON.parse(readFileSync(join(import.meta.dirname, 'guards.json'), 'utf8'))
  .filter(guard => `${guard.name} ${guard.file}`.toLowerCase().includes(options.only.toLowerCase()));

if (options.help || options.list) {
  console.log(options.help ? 'node tests/Guards/run.mjs [--only PART] [--list]' : guards.map(guard => `${guard.name}  (${guard.file})`).join('\n'));
  process.exit(0);
}

const copy = mkdtempSync(join(tmpdir(), 'cleanlite-guards-'));
let noticed = 0;
try {
  const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root });
  const tar = execFileSync('tar', ['--null', '-T', '-', '--ignore-failed-read', '-cf', '-'], { cwd: root, input: files, maxBuffer: 1 << 30 });
  execFileSync('tar', ['-xf', '-'], { cwd: copy, input: tar });
  // Only what turns red because of the break counts, so all must be green without it.
  for (const project of new Set(guards.map(guard => guard.project))) {
    const filter = guards.filter(guard => guard.project === project).map(guard => `FullyQualifiedName~${guard.tests}`).join('|');
    const whole = test(project, filter);
    if (whole.status !== 0) throw new Error(`The tests of ${project} fail with every guard in place:\n${whole.output.slice(-2_000)}`);
  }
  for (const guard of guards) if (breakOne(guard)) noticed++;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${noticed} guards noticed, ${guards.length - noticed} not`);
process.exit(noticed === guards.length ? 0 : 1);

function breakOne(guard) {
  const started = Date.now();
  const path = join(copy, guard.file);
  const whole = readFileSync(path, 'utf8');
  if (whole.split(guard.find).length !== 2) throw new Error(`${guard.name}: '${guard.find}' does not stand in ${guard.file} exactly once.`);
  writeFileSync(path, whole.replace(guard.find, () => guard.replace));
  const { status, output } = test(guard.project, `FullyQualifiedName~${guard.tests}`);
  writeFileSync(path, whole);
  const red = [...output.matchAll(/^\s+Failed (\S+)/gm)].map(match => match[1].split('.').slice(-2).join('.'));
  const hung = status === null;
  const ok = hung || red.length > 0;
  const how = hung ? 'the tests hang' : red.length > 0 ? `${red[0]}${red.length > 1 ? ` and ${red.length - 1} more` : ''}` : `exit code ${status}: ${output.slice(-600)}`;
  console.log(`${ok ? 'noticed' : 'NOT NOTICED'}  ${guard.name}: ${how} (${Math.round((Date.now() - started) / 1000)} s)`);
  return ok;
}

function test(project, filter) {
  // A break may leave a parameter unused or an empty line; that is no finding here.
  const { status, stdout, stderr } = spawnSync(
    'dotnet',
    ['test', `tests/${project}`, '-c', 'Release', '--nologo', '-m:1', '-p:SkipDashboard=true', '-p:RunAnalyzers=false', '-p:TreatWarningsAsErrors=false', '-p:MSBuildTreatWarningsAsErrors=false', '--filter', filter],
    { cwd: copy, encoding: 'utf8', timeout: TIMEOUT_MS, maxBuffer: 1 << 28, env: { ...process.env, DOTNET_NOLOGO: '1', DOTNET_CLI_TELEMETRY_OPTOUT: '1' } });
  return { status, output: `${stdout}${stderr}` };
}
