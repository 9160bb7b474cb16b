/**
 * An agent on the gRPC stream, written against nothing but the wire: HTTP/2, length-prefixed messages, and the few fields of agent.proto that
 * the tests need. So events reach the page through the same door as any agent's.
 */
import { connect } from 'node:http2';

export class Agent {
  #session;
  #stream;

  static async connect(port, agentId, { labels = {}, capabilities = [], intervalMs = 1000, hostname = agentId } = {}) {
    const agent = new Agent();
    agent.#session = connect(`http://127.0.0.1:${port}`);
    agent.#session.on('error', () => {});
    agent.#stream = agent.#session.request({
      ':method': 'POST', ':path': '/cleanlite.v1.AgentService/Connect', 'content-type': 'application/grpc', te: 'trailers',
    });
    agent.#stream.on('error', () => {});
    const welcomed = new Promise((done, failed) => {
      agent.#stream.once('data', done);
      agent.#stream.once('close', () => failed(new Error(`The server refused agent ${agentId}.`)));
    });
    const hello = message(
      text(1, agentId), text(2, `session-${agentId}-${process.hrtime.bigint()}`), text(3, '9.9.9'), text(4, hostname),
      ...Object.entries(labels).map(([name, value]) => nested(5, text(1, name), text(2, value))),
      ...capabilities.map(one => text(6, one)), number(9, intervalMs));
    agent.#send(1, hello);
    await welcomed;
    agent.#stream.resume();
    return agent;
  }

  /** Something that the agent tells: `AgentEvent`. */
  event({ id = '', type, subject = '', message: words = '', severity = 1, data = {} }) {
    this.#send(4, message(
      text(1, id), text(2, type), number(4, severity), text(5, subject), text(6, words),
      ...Object.entries(data).map(([name, value]) => nested(7, text(1, name), text(2, value)))));
  }

  /** One point: `MetricBatch` with one series. */
  point(sequence, metric, value, { labels = {}, unit = '', at = Date.now() } = {}) {
    const series = message(
      text(1, metric), ...Object.entries(labels).map(([name, one]) => nested(2, text(1, name), text(2, one))),
      bytes(3, varint(BigInt(at))), bytes(4, double(value)), text(5, unit));
    this.#send(2, message(number(1, sequence), bytes(2, series)));
  }

  /** Leaves with a word. */
  goodbye(detail = '') {
    this.#send(8, message(number(1, 1), text(2, detail)));
    this.#stream.end();
  }

  /** Leaves without one. */
  cut() { this.#session.destroy(); }

  #send(field, body) {
    const payload = bytes(field, body);
    const frame = Buffer.alloc(5);
    frame.writeUInt32BE(payload.length, 1);
    this.#stream.write(Buffer.concat([frame, payload]));
  }
}

const message = (...parts) => Buffer.concat(parts);
const bytes = (field, body) => Buffer.concat([varint(BigInt(field << 3 | 2)), varint(BigInt(body.length)), body]);
const text = (field, value) => value === '' ? Buffer.alloc(0) : bytes(field, Buffer.from(value));
const number = (field, value) => value === 0 ? Buffer.alloc(0) : Buffer.concat([varint(BigInt(field << 3)), varint(BigInt(value))]);
const nested = (field, ...parts) => bytes(field, message(...parts));

function varint(value) {
  const out = [];
  do {
    const low = Number(value & 0x7fn);
    value >>= 7n;
    out.push(value > 0n ? low | 0x80 : low);
  } while (value > 0n);
  return Buffer.from(out);
}

function double(value) {
  const out = Buffer.alloc(8);
  out.writeDoubleLE(value);
  return out;
}
