import { parseArgs } from 'node:util';
import { toMarkdown } from '../../../infra/bench/markdown.ts';
import { publish, toReport } from '../../../infra/bench/publish.ts';
import { PARTS, type Part } from './parts.ts';

const USAGE = `usage: npm run eval -- rag [part …] [--limit <questions>] [--split dev|test] [--url <service>] [--write]

parts
  retrieval   is the right page found? chunk sizes, engines, evidence (no model; minutes)
  answers     are answers right, their citations, their refusals? (asks the model)
  facts       are questions for two facts answered whole? (asks the model)
  injection   do instructions in documents change what is said? (asks the model)

--url names a running service, else one is started with its model server; --write puts the tables into docs/benchmarks.`;

const { values, positionals } = readArguments();
for (const name of positionals.length > 0 ? positionals : Object.keys(PARTS)) {
  const part: Part = PARTS[name]!;
  const command = `npm run eval -- rag ${process.argv.slice(2).join(' ')}`;
  const reports = (await part(values)).map((section) => toReport(section, command));
  for (const report of reports) console.log(toMarkdown(report));
  if (values.write) console.error(`written: ${publish(`rag-${name}`, reports)}`);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        limit: { type: 'string' },
        split: { type: 'string', default: 'test' },
        url: { type: 'string' },
        write: { type: 'boolean', default: false },
      },
    });
    const unknown = positionals.find((name) => !Object.hasOwn(PARTS, name));
    if (unknown !== undefined) throw new Error(`there is no part "${unknown}"`);
    if (values.split !== 'dev' && values.split !== 'test') throw new Error('--split is dev or test');
    const limit = values.limit === undefined ? undefined : Number(values.limit);
    if (limit !== undefined && !(Number.isInteger(limit) && limit > 0)) throw new Error('--limit is a whole number');
    return { values: { ...values, split: values.split as 'dev' | 'test', limit }, positionals };
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}
