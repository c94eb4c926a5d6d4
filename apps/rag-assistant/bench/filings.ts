import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DATA = join(process.env.PARETO_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'pdf');

export interface Filing {
  readonly name: string;
  readonly content: Uint8Array<ArrayBuffer>;
}

/** The filings of FinanceBench that are there. @throws when there are none: figures on other documents would mislead. */
export function readFilings(): Filing[] {
  const folder = join(DATA, 'financebench');
  if (!existsSync(folder)) throw new Error(`this benchmark needs the filings of FinanceBench in ${folder}`);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pdf'))
    .sort()
    .map((name) => ({ name, content: new Uint8Array(readFileSync(join(folder, name))) }));
}

export function readQuestions(): string[] {
  return readFileSync(join(DATA, 'financebench.questions.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { question: string }).question);
}

/** Another file of the same pages: what stands behind the end of a PDF does not count. */
export function copyOf({ name, content }: Filing, number: number): Filing {
  const mark = new TextEncoder().encode(`\n%${number}\n`);
  const copy = new Uint8Array(content.length + mark.length);
  copy.set(content);
  copy.set(mark, content.length);
  return { name: name.replace('.pdf', `-${number}.pdf`), content: copy };
}
