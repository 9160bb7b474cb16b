import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { differences } from './documents.mjs';

/** What /live calls, and the call of the HTTP API that gives the same. */
const TWINS = {
  'system.metrics': 'GET /api/v1/system/metrics',
  'system.events': 'GET /api/v1/system/events',
  'system.activeRequests': 'GET /api/v1/system/active-requests',
};

/**
 * Holds what a real server said against the schemas, exactly: a field that they do not name is a fault, and so is a message type, a
 * call or a field of theirs that was never seen.
 */
export function checkRecording(folder, contract) {
  const messages = linesOf(folder, 'live.jsonl');
  const bodies = linesOf(folder, 'http.jsonl');
  contract.expectAll();
  const faults = [...messages.flatMap(m => checkMessage(m, contract)), ...bodies.flatMap(b => checkBody(b, contract))];

  const names = new Set(messages.map(m => m.type ?? m.action));
  faults.push(...differences('recorded message', [...names], [...contract.messageTypes, ...contract.actions]));
  const called = new Set(bodies.filter(b => b.status < 400).map(b => b.operation));
  faults.push(...differences('recorded call', [...called], contract.operations));
  faults.push(...contract.coverage.missing().map(property => `${property} is in the schema and was never seen`));
  return { messages: messages.length, bodies: bodies.length, faults };
}

function checkMessage(message, contract) {
  const faults = contract.faultsOfMessage(message, true);
  contract.visitMessage(message);
  if (message.type === 'result') faults.push(...contract.faultsOfBody(TWINS[message.method], '200', 'application/json', message.result, true));
  return faults.map(f => `recorded: ${f} in ${shown(message)}`);
}

function checkBody({ operation, status, contentType, body }, contract) {
  const faults = contract.faultsOfBody(operation, `${status}`, contentType, body, true);
  if (faults.length === 0) contract.visitBody(operation, `${status}`, contentType, body);
  return faults.map(f => `recorded: ${f} in ${operation} ${status} ${shown(body)}`);
}

const linesOf = (folder, file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(line => line).map(line => JSON.parse(line));

function shown(value) {
  const text = JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}
