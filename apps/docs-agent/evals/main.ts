import { parseArgs } from 'node:util';
import { toMarkdown } from '../../../infra/bench/markdown.ts';
import { publish, toReport } from '../../../infra/bench/publish.ts';
import { PARTS, type Part } from './parts.ts';
import { type PackageSet, SETS } from './question-set.ts';

const USAGE = `usage: npm run eval -- docs [part …] [--limit <questions>] [--set tuning|fitting|opened|sealed] [--asker agent|plain] [--write]

parts
  aws        3,000 pages of AWS, 40 questions
  packages   questions about the packages of this repository
  tools      does the model choose the right tool? (Berkeley Function Calling Leaderboard)

LLM_BASE_URL names a model server, else one is started; --write puts the tables into docs/benchmarks.`;

const { values, positionals } = readArguments();
for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  const part: Part = PARTS[name]!;
  const command = `npm run eval -- docs ${process.argv.slice(2).join(' ')}`.trim();
  const reports = (await part(values)).map((section) => toReport(section, command));
  for (const report of reports) console.log(toMarkdown(report));
  if (values.write) console.error(`written: ${publish(`docs-${name}`, reports)}`);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        limit: { type: 'string' },
        set: { type: 'string', default: 'sealed' },
        asker: { type: 'string', multiple: true, default: [] },
        write: { type: 'boolean', default: false },
      },
    });
    const unknown = positionals.find((name) => !Object.hasOwn(PARTS, name));
    if (unknown !== undefined) throw new Error(`there is no part "${unknown}"`);
    if (!SETS.includes(values.set as PackageSet)) throw new Error(`--set is ${SETS.join(' or ')}`);
    const limit = values.limit === undefined ? undefined : Number(values.limit);
    if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) throw new Error('--limit is a whole number');
    return { values: { ...values, askers: values.asker, set: values.set as PackageSet, limit }, positionals };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}
