'use strict';
// The scenario of tests/Foreign/README.md. Arguments: the folder of the .proto files, the address of the server.
const assert = require('node:assert/strict');
const path = require('node:path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [protos, address] = process.argv.slice(2);
const load = (file) =>
  grpc.loadPackageDefinition(loader.loadSync(path.join(protos, file), { keepCase: true, longs: String, enums: String, defaults: true, oneofs: true }));
const { AgentService } = load('cleanlite/v1/agent.proto').cleanlite.v1;
const { Health } = load('grpc/health/v1/health.proto').grpc.health.v1;
const plain = grpc.credentials.createInsecure();
const client = new AgentService(address, plain);

const patienceMs = 30000;
let clock = Date.now() - 600000;

const point = (metric, value, extra) => ({ metric, timestamps: [++clock], values: [value], ...extra });

// One session: messages as they come, and the status at the end.
class Session {
  constructor(agentId, sessionId = 's1', on = client) {
    this.waiting = [];
    this.received = [];
    this.call = on.Connect();
    this.ended = new Promise((resolve) => this.call.on('status', resolve));
    this.call.on('data', (message) => (this.waiting.length ? this.waiting.shift()(message) : this.received.push(message)));
    this.call.on('error', () => {});
    this.send({ hello: { agent_id: agentId, session_id: sessionId, agent_version: 'grpc-js' } });
  }

  send(message) {
    this.call.write(message);
  }

  sendBatch(sequence, ...series) {
    this.send({ batch: { sequence, series } });
  }

  async next(body) {
    const message = this.received.length ? this.received.shift() : await within(new Promise((resolve) => this.waiting.push(resolve)), body);
    assert.equal(message.body, body, JSON.stringify(message));
    return message[body];
  }

  async roundTrip(sequence, ...series) {
    this.sendBatch(sequence, ...series);
    return this.next('ack');
  }

  async status() {
    return within(this.ended, 'the end of the stream');
  }
}

function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited too long for ${what}`)), patienceMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

const unary = (service, method, request, options = {}) =>
  new Promise((resolve, reject) => {
    service[method](request, options, (error, answer) => (error ? reject(error) : resolve(answer)));
  });

const year2098 = Date.UTC(2098, 0, 1);
const many = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const refusals = {
  CODE_LENGTH_MISMATCH: () => [{ metric: 'bad', timestamps: [++clock, ++clock], values: [1] }],
  CODE_NOT_INCREASING: () => [{ metric: 'bad', timestamps: [clock, clock], values: [1, 2] }],
  CODE_EMPTY_SERIES: () => [{ metric: 'bad' }],
  CODE_BAD_METRIC_NAME: () => [point('9 lives', 1)],
  CODE_BAD_LABEL: () => [point('bad', 1, { labels: { '': 'nameless' } })],
  CODE_NOT_FINITE: () => [point('bad', NaN)],
  CODE_TOO_OLD: () => [{ metric: 'bad', timestamps: [1000], values: [1] }],
  CODE_TOO_FAR_IN_FUTURE: () => [{ metric: 'bad', timestamps: [year2098], values: [1] }],
  CODE_TOO_MANY_SERIES: () => many(9, (i) => point(`m${i}`, 1)),
  CODE_TOO_MANY_POINTS: () => [{ metric: 'bad', timestamps: many(21, () => ++clock), values: many(21, () => 1) }],
  CODE_TOO_MANY_LABELS: () => [point('bad', 1, { labels: { a: '1', b: '2', c: '3', d: '4' } })],
  CODE_SERIES_LIMIT: () => many(3, (i) => point(`another${i}`, 1)),
  CODE_BAD_SEQUENCE: () => [point('bad', 1)],
  CODE_BAD_TEXT: () => [point('bad', 1, { labels: { a: 'line\nbreak' } })],
  CODE_EMPTY_BATCH: () => [],
};

const steps = {
  async 'handshake'() {
    const session = new Session('js-handshake');
    const welcome = await session.next('welcome');
    assert.equal(welcome.last_sequence, '0');
    assert.equal(welcome.protocol_version, 1);
    assert.equal(welcome.limits.max_series_per_batch, 8);
    session.call.end();
    assert.equal((await session.status()).code, grpc.status.OK);
  },

  async '1,000 batches'() {
    const session = new Session('js-thousand');
    await session.next('welcome');
    for (let i = 1; i <= 1000; i++) session.sendBatch(i, point('cpu', i));
    for (let i = 1; i <= 1000; i++) {
      const ack = await session.next('ack');
      assert.deepEqual([ack.sequence, ack.last_sequence, ack.result.status, ack.result.accepted_points], [`${i}`, `${i}`, 'BATCH_STATUS_ACCEPTED', 1]);
    }
    session.call.end();
    assert.equal((await session.status()).code, grpc.status.OK);
  },

  async 'every refusal'() {
    const session = new Session('js-refused');
    await session.next('welcome');
    await session.roundTrip(1, ...many(8, (i) => point(`known${i}`, 1)));
    let sequence = 1;
    for (const [code, batch] of Object.entries(refusals)) {
      const number = code === 'CODE_BAD_SEQUENCE' ? 0 : ++sequence;
      const { result } = await session.roundTrip(number, ...batch());
      assert.equal(result.violations[0]?.code, code, JSON.stringify(result));
      assert.notEqual(result.violations[0].detail, '');
    }
    const { result } = await session.roundTrip(++sequence, point('known0', 2));
    assert.equal(result.status, 'BATCH_STATUS_ACCEPTED');
    session.call.end();
    await session.status();
  },

  async 'a duplicate'() {
    const session = new Session('js-duplicate');
    await session.next('welcome');
    const series = point('cpu', 1);
    await session.roundTrip(1, series);
    const { result, last_sequence: last } = await session.roundTrip(1, series);
    assert.deepEqual([result.status, result.duplicate_points, last], ['BATCH_STATUS_DUPLICATE', 1, '1']);
    session.call.end();
    await session.status();
  },

  async 'a cancel'() {
    const session = new Session('js-cancel');
    await session.next('welcome');
    session.call.cancel();
    assert.equal((await session.status()).code, grpc.status.CANCELLED);
    const again = new Session('js-cancel');
    await again.next('welcome');
    again.call.end();
    await again.status();
  },

  async 'a reconnect'() {
    const unacknowledged = new Map();
    const first = new Session('js-reconnect');
    await first.next('welcome');
    for (let i = 1; i <= 20; i++) {
      unacknowledged.set(i, point('cpu', i));
      first.sendBatch(i, unacknowledged.get(i));
    }
    for (let i = 1; i <= 10; i++) unacknowledged.delete(Number((await first.next('ack')).sequence));
    first.call.cancel();
    await first.status();
    for (let i = 21; i <= 30; i++) unacknowledged.set(i, point('cpu', i));

    const second = new Session('js-reconnect');
    const last = Number((await second.next('welcome')).last_sequence);
    assert.ok(last >= 10 && last <= 20, `last_sequence is ${last}`);
    const again = [...unacknowledged.keys()].filter((i) => i > last);
    assert.equal(again[0], last + 1);
    for (const i of again) second.sendBatch(i, unacknowledged.get(i));
    for (const i of again) {
      const ack = await second.next('ack');
      assert.deepEqual([ack.sequence, ack.result.status], [`${i}`, 'BATCH_STATUS_ACCEPTED']);
    }
    second.call.end();
    await second.status();
  },

  async 'a takeover'() {
    const older = new Session('js-takeover');
    await older.next('welcome');
    const newer = new Session('js-takeover');
    assert.equal((await newer.next('welcome')).takeover, true);
    assert.equal((await older.next('goodbye')).reason, 'REASON_SUPERSEDED');
    assert.equal((await older.status()).code, grpc.status.ABORTED);
    newer.call.end();
    await newer.status();
  },

  async '300 refusals on one connection'() {
    const own = new AgentService(address, plain, { 'grpc.use_local_subchannel_pool': 1 });
    const neighbour = new Session('js-neighbour', 's1', own);
    await neighbour.next('welcome');
    for (let i = 0; i < 300; i++) {
      const session = new Session('not allowed', 's1', own);
      session.sendBatch(1, point('cpu', 1));
      assert.equal((await session.status()).code, grpc.status.INVALID_ARGUMENT);
    }
    assert.equal((await neighbour.roundTrip(1, point('cpu', 1))).result.status, 'BATCH_STATUS_ACCEPTED');
    neighbour.call.end();
    await neighbour.status();
    own.close();
  },

  async 'single calls'() {
    const request = { agent_id: 'js-script', series: [point('cpu', 1)] };
    assert.equal((await unary(client, 'Validate', request)).status, 'BATCH_STATUS_ACCEPTED');
    assert.equal((await unary(client, 'Ingest', request)).status, 'BATCH_STATUS_ACCEPTED');
    await assert.rejects(unary(client, 'Ingest', { agent_id: 'not allowed' }), (e) => e.code === grpc.status.INVALID_ARGUMENT && e.details.includes('not allowed'));
  },

  async 'compressed calls'() {
    for (const algorithm of [grpc.compressionAlgorithms.gzip, grpc.compressionAlgorithms.deflate]) {
      const compressed = new AgentService(address, plain, { 'grpc.default_compression_algorithm': algorithm });
      const answer = await unary(compressed, 'Ingest', { agent_id: 'js-script', series: [point('cpu', 1)] });
      assert.equal(answer.status, 'BATCH_STATUS_ACCEPTED');
      compressed.close();
    }
  },

  async 'a deadline'() {
    const call = client.Connect({ deadline: Date.now() + 200 });
    call.on('data', () => {});
    call.on('error', () => {});
    const status = await within(new Promise((resolve) => call.on('status', resolve)), 'the deadline');
    assert.equal(status.code, grpc.status.DEADLINE_EXCEEDED);
  },

  async 'health'() {
    const health = new Health(address, plain);
    assert.equal((await unary(health, 'Check', { service: '' })).status, 'SERVING');
    await assert.rejects(unary(health, 'Check', { service: 'nobody' }), (e) => e.code === grpc.status.NOT_FOUND);
    health.close();
  },
};

(async () => {
  for (const [name, run] of Object.entries(steps)) {
    await run();
    console.log(`ok: ${name}`);
  }
  client.close();
  console.log(`PASS: ${Object.keys(steps).length} steps`);
})().catch((error) => {
  console.log(`FAIL: ${error.stack}`);
  process.exit(1);
});
