// The interop client on grpc-js (nghttp2). Arguments: host:port, calls of a soak case, milliseconds that one of them may take.
import assert from 'node:assert/strict';
import path from 'node:path';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';
import { version } from './version.mjs';

const [address, soakCount, soakMs] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const proto = path.join(import.meta.dirname, '..', 'protos', 'test.proto');
const { TestService, UnimplementedService } = grpc.loadPackageDefinition(loader.loadSync(proto, { keepCase: true, defaults: true })).grpc.testing;
const { status } = grpc;

const patienceMs = 60_000;
const [largeRequest, largeResponse] = [271_828, 314_159];
const sent = [27_182, 8, 1_828, 45_904];
const wanted = [31_415, 9, 2_653, 58_979];
const initial = ['x-grpc-test-echo-initial', 'test_initial_metadata_value'];
const trailing = ['x-grpc-test-echo-trailing-bin', Buffer.from([0xab, 0xab, 0xab])];
const special = '\t\ntest with whitespace\r\nand Unicode BMP \u263a and non-BMP \u{1f608}\t\n';

// Without its own pool of connections a channel would share that of another one to the same address.
const connect = (Service = TestService, options = {}) =>
  new Service(address, grpc.credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1, ...options });
const client = connect();
const gzipClient = connect(TestService, { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.gzip });

const within = (ms) => ({ deadline: new Date(Date.now() + ms) });
const patiently = () => within(patienceMs);
const zeros = (length) => ({ body: Buffer.alloc(length) });
const ask = (size, length) => ({ response_parameters: [{ size }], payload: zeros(length) });
const large = () => ({ response_size: largeResponse, payload: zeros(largeRequest) });

function expectZeros(length, payload) {
  assert.equal(payload.body.length, length);
  assert.ok(payload.body.every((byte) => byte === 0), 'a byte is not zero');
}

/** The answer of a unary or client streaming call; `begin` starts it with the callback given. */
const answerOf = (begin) => new Promise((resolve, reject) => begin((error, answer) => (error ? reject(error) : resolve(answer))));
const unary = (request, options = patiently(), on = client) => answerOf((done) => on.UnaryCall(request, options, done));

async function expectStatus(code, promise) {
  const error = await promise.then(() => assert.fail(`the call went well instead of ending as ${code}`), (e) => e);
  assert.equal(error.code, code, error.message);
  return error.details;
}

async function callLarge(on, options) {
  expectZeros(largeResponse, (await unary(large(), options, on)).payload);
}

const allOf = async (call) => {
  const answers = [];
  for await (const answer of call) answers.push(answer);
  return answers;
};

async function clientCompressedUnary() {
  const call = async (expected, on) =>
    expectZeros(largeResponse, (await unary({ ...large(), expect_compressed: { value: expected } }, patiently(), on)).payload);
  await expectStatus(status.INVALID_ARGUMENT, call(true, client));
  await call(true, gzipClient);
  await call(false, client);
  // "deflate" is zlib's format here as well.
  const deflate = connect(TestService, { 'grpc.default_compression_algorithm': grpc.compressionAlgorithms.deflate });
  await call(true, deflate);
  deflate.close();
}

async function clientCompressedStreaming() {
  const message = (length, expected) => ({ payload: zeros(length), expect_compressed: { value: expected } });
  const probe = answerOf((done) => {
    const call = client.StreamingInputCall(patiently(), done);
    call.on('error', () => {});
    call.write(message(27_182, true));
  });
  await expectStatus(status.INVALID_ARGUMENT, probe);
  // grpc-js compresses whole channels only.
  const answer = answerOf((done) => {
    const call = gzipClient.StreamingInputCall(patiently(), done);
    call.write(message(27_182, true));
    call.end(message(45_904, true));
  });
  assert.equal((await answer).aggregated_payload_size, 73_086);
}

// The flag does not show in grpc-js; that the bytes are right does.
async function serverCompressedUnary() {
  for (const value of [true, false])
    expectZeros(largeResponse, (await unary({ ...large(), response_compressed: { value } })).payload);
}

async function serverCompressedStreaming() {
  const sizes = [[31_415, true], [92_653, false]];
  const request = { response_parameters: sizes.map(([size, value]) => ({ size, compressed: { value } })) };
  const answers = await allOf(client.StreamingOutputCall(request, patiently()));
  assert.equal(answers.length, sizes.length);
  sizes.forEach(([size], i) => expectZeros(size, answers[i].payload));
}

async function clientStreaming() {
  const answer = await answerOf((done) => {
    const call = client.StreamingInputCall(patiently(), done);
    for (const length of sent) call.write({ payload: zeros(length) });
    call.end();
  });
  assert.equal(answer.aggregated_payload_size, 74_922);
}

async function serverStreaming() {
  const answers = await allOf(client.StreamingOutputCall({ response_parameters: wanted.map((size) => ({ size })) }, patiently()));
  assert.equal(answers.length, wanted.length);
  wanted.forEach((size, i) => expectZeros(size, answers[i].payload));
}

async function pingPong() {
  const call = client.FullDuplexCall(patiently());
  const answers = call[Symbol.asyncIterator]();
  for (const [i, size] of wanted.entries()) {
    call.write(ask(size, sent[i]));
    expectZeros(size, (await answers.next()).value.payload);
  }
  call.end();
  assert.ok((await answers.next()).done);
}

async function emptyStream() {
  const call = client.FullDuplexCall(patiently());
  call.end();
  assert.deepEqual(await allOf(call), []);
}

async function customMetadata() {
  const metadata = () => {
    const headers = new grpc.Metadata();
    headers.set(...initial);
    headers.set(...trailing);
    return headers;
  };
  const echoed = (call) => Promise.all([
    new Promise((resolve) => call.on('metadata', resolve)),
    new Promise((resolve) => call.on('status', resolve)),
  ]).then(([headers, end]) => {
    assert.deepEqual(headers.get(initial[0]), [initial[1]]);
    assert.deepEqual(end.metadata.get(trailing[0]), [trailing[1]]);
  });

  let checked;
  await answerOf((done) => { checked = echoed(client.UnaryCall(large(), metadata(), patiently(), done)); });
  await checked;
  const call = client.FullDuplexCall(metadata(), patiently());
  checked = echoed(call);
  call.end(ask(largeResponse, largeRequest));
  for (const answer of await allOf(call)) expectZeros(largeResponse, answer.payload);
  await checked;
}

async function checkStatus(message) {
  const response_status = { code: status.UNKNOWN, message };
  assert.equal(await expectStatus(status.UNKNOWN, unary({ response_status })), message);
  const call = client.FullDuplexCall(patiently());
  call.end({ response_status });
  assert.equal(await expectStatus(status.UNKNOWN, allOf(call)), message);
}

const unimplementedMethod = () =>
  expectStatus(status.UNIMPLEMENTED, answerOf((done) => client.UnimplementedCall({}, patiently(), done)));

async function unimplementedService() {
  const other = connect(UnimplementedService);
  await expectStatus(status.UNIMPLEMENTED, answerOf((done) => other.UnimplementedCall({}, patiently(), done)));
  other.close();
}

const cancelAfterBegin = () =>
  expectStatus(status.CANCELLED, answerOf((done) => client.StreamingInputCall(patiently(), done).cancel()));

async function cancelAfterFirstResponse() {
  const call = client.FullDuplexCall(patiently());
  const answers = call[Symbol.asyncIterator]();
  call.write(ask(31_415, 27_182));
  expectZeros(31_415, (await answers.next()).value.payload);
  call.cancel();
  await expectStatus(status.CANCELLED, answers.next());
}

async function timeoutOnSleepingServer() {
  const call = client.FullDuplexCall(within(1));
  call.write({ payload: zeros(27_182) });
  await expectStatus(status.DEADLINE_EXCEEDED, allOf(call));
}

async function channelSoak() {
  for (let i = 0; i < soakCount; i++) {
    const fresh = connect();
    await callLarge(fresh, within(soakMs));
    fresh.close();
  }
}

async function rpcSoak() {
  for (let i = 0; i < soakCount; i++) await callLarge(client, within(soakMs));
}

const cases = {
  empty_unary: async () => assert.deepEqual(await answerOf((done) => client.EmptyCall({}, patiently(), done)), {}),
  large_unary: () => callLarge(client, patiently()),
  client_streaming: clientStreaming,
  server_streaming: serverStreaming,
  ping_pong: pingPong,
  empty_stream: emptyStream,
  client_compressed_unary: clientCompressedUnary,
  client_compressed_streaming: clientCompressedStreaming,
  server_compressed_unary: serverCompressedUnary,
  server_compressed_streaming: serverCompressedStreaming,
  custom_metadata: customMetadata,
  status_code_and_message: () => checkStatus('test status message'),
  special_status_message: () => checkStatus(special),
  unimplemented_method: unimplementedMethod,
  unimplemented_service: unimplementedService,
  cancel_after_begin: cancelAfterBegin,
  cancel_after_first_response: cancelAfterFirstResponse,
  timeout_on_sleeping_server: timeoutOnSleepingServer,
  concurrent_large_unary: () => Promise.all(Array.from({ length: soakCount }, () => callLarge(client, patiently()))),
  rpc_soak: rpcSoak,
  channel_soak: channelSoak,
};

console.log(`version ${version}`);
for (const [name, run] of Object.entries(cases)) {
  try {
    await run();
    console.log(`pass ${name}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`fail ${name} ${String(error.message).replaceAll('\n', ' ')}`);
  }
}
// What a failed case left open must not hold the process.
process.exit();
