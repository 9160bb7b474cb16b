import { readFileSync } from 'node:fs';

const FENCE = /^```json *(.*)\n([\s\S]*?)^```$/gm;

/**
 * The JSON in a Markdown file. A plain block holds messages of /live, one a line or one in all; a block that names a call, such as
 * `json GET /api/v1/latest 200` or `json POST /api/v1/ingest request`, holds a body of the HTTP API.
 */
export function checkProse(file, contract) {
  const faults = [];
  let count = 0;
  for (const [block, subject, text] of readFileSync(file, 'utf8').matchAll(FENCE)) {
    for (const value of valuesOf(text, fault => faults.push(`${file}: ${fault} in ${block}`))) {
      count++;
      faults.push(...faultsOf(subject, value, contract).map(f => `${file}: ${f} in ${JSON.stringify(value)}`));
    }
  }
  return { count, faults };
}

function faultsOf(subject, value, contract) {
  if (!subject) return contract.faultsOfMessage(value, true);
  const [method, path, status] = subject.split(' ');
  const contentType = status === 'request' || status < 400 || status === '422' ? 'application/json' : 'application/problem+json';
  return contract.faultsOfBody(`${method} ${path}`, status, contentType, value, true);
}

function valuesOf(text, report) {
  try {
    return [JSON.parse(text)];
  } catch {
    return text.split('\n').filter(line => line.trim()).flatMap(line => {
      try {
        return [JSON.parse(line)];
      } catch (fault) {
        report(fault.message);
        return [];
      }
    });
  }
}
