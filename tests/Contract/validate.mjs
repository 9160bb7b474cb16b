// node validate.mjs <docs> [<recording>]: holds the documents of the contract against the tools of others, against each other, and against what a
// real server said. Prints every fault; the last line counts what was checked.
import { join } from 'node:path';
import { Contract } from './contract.mjs';
import { checkMessages, lintDocuments } from './documents.mjs';
import { checkProse } from './prose.mjs';
import { checkRecording } from './recording.mjs';

const [docs, recording] = process.argv.slice(2);
const contract = new Contract(docs);
const examples = checkMessages(docs, contract);
const prose = checkProse(join(docs, 'live.md'), contract);
const recorded = recording ? checkRecording(recording, contract) : { messages: 0, bodies: 0, faults: [] };
const faults = [...await lintDocuments(docs), ...examples.faults, ...prose.faults, ...recorded.faults];

for (const fault of faults) console.log(`FAULT ${fault}`);
console.log(`${faults.length} faults in ${examples.count} examples, ${prose.count} of live.md, ${recorded.messages} messages, ${recorded.bodies} bodies`);
process.exitCode = faults.length === 0 ? 0 : 1;
