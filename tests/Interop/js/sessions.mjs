// Agents on grpc-js whose sessions are cancelled at random moments. Arguments: host:port, how many sessions.
import assert from 'node:assert/strict';
import path from 'node:path';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { version } from './version.mjs';

const [address, count] = [process.argv[2], Number(process.argv[3])];
const protos = path.join(import.meta.dirname, '..', '..', '..', 'protos');
const definition = loader.loadSync('cleanlite/v1/agent.proto', { keepCase: true, longs: Number, enums: String, defaults: true, oneofs: true, includeDirs: [protos] });
const { AgentService } = grpc.loadPackageDefinition(definition).cleanlite.v1;
const client = new AgentService(address, grpc.credentials.createInsecure());

const [agents, batches, patienceMs] = [8, 4, 60_000];
// Where a session may end; the last of them is a half-close, the others cancel.
const endings = ['begin', 'hello', 'welcome', 'batches', 'ack', 'close'];

// A small generator that begins anywhere the same.
let state = 1;
const random = (below) => ((state = (state * 48_271) % 2_147_483_647) >>> 3) % below;

const batchOf = (number, sequence) =>
  ({ batch: { sequence, series: [{ metric: `m${number}`, timestamps: [Date.now() + sequence], values: [sequence] }] } });

async function run(number, ending) {
  const call = client.Connect(new grpc.Metadata(), { deadline: new Date(Date.now() + patienceMs) });
  const ended = new Promise((resolve) => call.on('status', resolve));
  call.on('error', () => {});
  const answers = call[Symbol.asyncIterator]();
  const next = async () => (await answers.next()).value;
  if (ending >= 1) call.write({ hello: { agent_id: `js-${number % agents}`, session_id: `s${number}` } });
  if (ending >= 2) assert.equal((await next()).body, 'welcome');
  for (let sequence = 1; ending >= 3 && sequence <= batches; sequence++) call.write(batchOf(number, sequence));
  for (let sequence = 1; sequence <= ({ 4: 1, 5: batches }[ending] ?? 0); sequence++) {
    const { ack } = await next();
    assert.deepEqual([ack.sequence, ack.result.status], [sequence, 'BATCH_STATUS_ACCEPTED']);
  }
  if (endings[ending] !== 'close') {
    call.cancel();
    assert.equal((await ended).code, grpc.status.CANCELLED);
    return;
  }
  call.end();
  assert.equal(await next(), undefined);
  assert.equal((await ended).code, grpc.status.OK);
}

console.log(`version ${version}`);
const endedBy = endings.map(() => 0);
for (let i = 0; i < count; i++) {
  // The last one shows that the connection is as good as new.
  const how = i === count - 1 ? endings.length - 1 : random(endings.length);
  try {
    await run(i, how);
  } catch (error) {
    console.log(`fail sessions ${i}, ${endings[how]}: ${String(error.message).replaceAll('\n', ' ')}`);
    process.exit(1);
  }
  endedBy[how]++;
}
console.log(`note ${endings.map((name, i) => `${name} ${endedBy[i]}`).join(', ')}\npass sessions`);
process.exit();
