import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromFile, Parser } from '@asyncapi/parser';
import { createConfig, lint } from '@redocly/openapi-core';
import { parse } from 'yaml';

// Severities of the AsyncAPI parser: 0 error, 1 warning, 2 information.
const WARNING = 1;

const RULES = {
  'no-unresolved-refs': 'error',
  'operation-operationId': 'error',
  'operation-operationId-unique': 'error',
  'operation-summary': 'error',
  'path-parameters-defined': 'error',
  'no-invalid-schema-examples': 'error',
  'no-ambiguous-paths': 'off',
};

/** The faults that the tools of others find in asyncapi.yaml and openapi/v1.json. */
export async function lintDocuments(folder) {
  const file = join(folder, 'asyncapi.yaml');
  const { document, diagnostics } = await fromFile(new Parser(), file).parse();
  const faults = diagnostics.filter(d => d.severity <= WARNING).map(d => `asyncapi.yaml ${d.path.join('.')}: ${d.message}`);
  if (!document) faults.push('asyncapi.yaml cannot be read');

  const config = await createConfig({ extends: ['spec'], rules: RULES });
  for (const path of ['asyncapi.yaml', 'openapi/v1.json']) {
    const problems = await lint({ ref: join(folder, path), config });
    faults.push(...problems.map(p => `${path} ${p.location[0]?.pointer}: ${p.message}`));
  }
  return faults;
}

/** The messages of asyncapi.yaml: each refers to the schema of its own name, says what it is, and has examples that hold. */
export function checkMessages(folder, contract) {
  const { components: { messages }, channels: { live } } = parse(readFileSync(join(folder, 'asyncapi.yaml'), 'utf8'));
  const names = Object.keys(messages);
  const faults = differences('message of asyncapi.yaml', names, [...contract.messageTypes, ...contract.actions]);
  faults.push(...differences('message of the channel', Object.keys(live.messages), names));
  let count = 0;
  for (const [name, message] of Object.entries(messages)) {
    if (message.name !== name || !message.title || !message.summary || !message.examples?.length)
      faults.push(`asyncapi.yaml: the message ${name} lacks its name, title, summary or examples`);
    if (message.payload?.$ref !== `./schemas/live.v1.json#/$defs/${name}`)
      faults.push(`asyncapi.yaml: the payload of ${name} is not the schema of that name`);
    for (const example of message.examples ?? []) {
      count++;
      if ((example.payload.type ?? example.payload.action) !== name) faults.push(`asyncapi.yaml: the example ${name}/${example.name} is another message`);
      faults.push(...contract.faultsOfMessage(example.payload, true).map(f => `asyncapi.yaml: the example ${name}/${example.name}: ${f}`));
    }
  }
  return { count, faults };
}

/** What one side has and the other has not. */
export function differences(what, these, those) {
  return [
    ...these.filter(x => !those.includes(x)).map(x => `${what} '${x}' is one too many`),
    ...those.filter(x => !these.includes(x)).map(x => `${what} '${x}' is missing`),
  ];
}
