import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import { at, closed, Coverage } from './json-schema.mjs';

const BASE = 'contract:/docs/';
const LIVE = `${BASE}schemas/live.v1.json`;
const API = `${BASE}openapi/v1.json`;
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** The schemas of the contract: of the messages of /live, and of the calls of the HTTP API. */
export class Contract {
  #plain;
  #closed;
  #documents;

  constructor(folder) {
    const read = path => JSON.parse(readFileSync(join(folder, path), 'utf8'));
    this.live = read('schemas/live.v1.json');
    this.api = read('openapi/v1.json');
    this.#documents = new Map([[LIVE, this.live], [API, this.api]]);

    // As drafts go: the live schema says draft-07 of itself, OpenAPI 3.1 uses 2020-12. It is held against both.
    new Ajv({ strict: true, allowUnionTypes: true, formats: { 'date-time': RFC3339 } }).compile(this.live);
    this.#plain = this.#load(schema => schema);
    this.#closed = this.#load(closed);
    this.coverage = new Coverage((ref, document) => this.#resolve(ref, document));
  }

  get messageTypes() { return this.live.$defs.serverMessage.oneOf.map(o => o.$ref.split('/').at(-1)); }
  get actions() { return this.live.$defs.clientCommand.oneOf.map(o => o.$ref.split('/').at(-1)); }

  /** All operations, as `GET /path`. */
  get operations() {
    return Object.entries(this.api.paths).flatMap(([path, item]) => Object.keys(item).map(method => `${method.toUpperCase()} ${path}`));
  }

  /** The faults of one message of /live, in either direction; `exact` also refuses fields that the schema does not name. */
  faultsOfMessage(message, exact = false) {
    const name = message?.type ?? message?.action;
    const known = message?.type === undefined ? this.actions : this.messageTypes;
    if (!known.includes(name)) return [`there is no message '${name}'`];
    return this.#check(`${LIVE}#/$defs/${name}`, message, exact);
  }

  visitMessage(message) {
    this.coverage.visit(this.live.$defs[message.type ?? message.action], LIVE, message);
  }

  /** Where the schema of an answer or a request lies: `GET /path`, a status or `request`, and a media type. */
  schemaOf(operation, status, contentType) {
    const [method, path] = operation.split(' ');
    const item = this.api.paths[path]?.[method.toLowerCase()];
    if (!item) return undefined;
    const body = status === 'request' ? item.requestBody : item.responses[status];
    const content = (body?.$ref ? at(this.api, body.$ref.slice(1)) : body)?.content;
    return content?.[contentType]?.schema;
  }

  /** The faults of a body of the HTTP API. */
  faultsOfBody(operation, status, contentType, body, exact = false) {
    if (this.#isEmpty(operation, status)) return body === '' ? [] : [`${operation} ${status} has a body`];
    const schema = this.schemaOf(operation, status, contentType);
    if (!schema) return [`the OpenAPI document knows no ${status} of ${contentType} for ${operation}`];
    return this.#check(this.#pointerOf(operation, status, contentType), body, exact);
  }

  visitBody(operation, status, contentType, body) {
    if (!this.#isEmpty(operation, status)) this.coverage.visit(this.schemaOf(operation, status, contentType), API, body);
  }

  /** Expects every property of every message and of every JSON answer to be recorded. */
  expectAll() {
    for (const name of [...this.messageTypes, ...this.actions]) this.coverage.expect(name, this.live.$defs[name], LIVE);
    for (const operation of this.operations) {
      const schema = this.schemaOf(operation, '200', 'application/json');
      if (schema) this.coverage.expect(operation, schema, API);
    }
    this.coverage.expect('Problem', this.api.components.schemas.Problem, API);
  }

  /** True for a documented answer without a body. */
  #isEmpty(operation, status) {
    const [method, path] = operation.split(' ');
    const answer = this.api.paths[path]?.[method.toLowerCase()]?.responses[status];
    return answer !== undefined && !answer.$ref && !answer.content;
  }

  #check(reference, value, exact) {
    const validate = (exact ? this.#closed : this.#plain).getSchema(reference);
    return validate(value) ? [] : validate.errors.map(e => `${e.instancePath || 'it'} ${e.message} ${JSON.stringify(e.params)}`);
  }

  #load(change) {
    const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': RFC3339 } });
    const { $schema, ...live } = this.live;
    ajv.addSchema(change(live), LIVE);
    ajv.addSchema(change(this.api), API);
    return ajv;
  }

  #pointerOf(operation, status, contentType) {
    const [method, path] = operation.split(' ');
    const words = ['paths', path, method.toLowerCase(), ...status === 'request' ? ['requestBody'] : ['responses', status]];
    const shared = at(this.api, `/${words.map(encode).join('/')}/$ref`);
    const body = shared ?? `#/${words.map(encode).join('/')}`;
    return `${API}${body}/content/${encode(contentType)}/schema`;
  }

  #resolve(ref, document) {
    const [file, pointer] = ref.split('#');
    const target = file ? new URL(file, document).href : document;
    return [at(this.#documents.get(target), pointer), target];
  }
}

const encode = word => encodeURIComponent(word.replaceAll('~', '~0').replaceAll('/', '~1'));
