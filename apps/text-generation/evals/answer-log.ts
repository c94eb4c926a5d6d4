import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, Case, Score } from './case.ts';
import { splitOf } from './split.ts';

const EVALS = join(import.meta.dirname, '../../../.data/evals/text-generation');

export interface LoggedAnswer {
  readonly id: string;
  /** Of the sources that answered. */
  readonly commit: string;
  readonly answer: Answer;
}

/** The answers of a run: one file for each set and split, so that one may look at dev's without seeing the others. */
export class AnswerLog {
  readonly folder: string;

  /** @throws Error when the run was made with another model. */
  constructor(run: string, model: string) {
    this.folder = join(EVALS, run);
    mkdirSync(this.folder, { recursive: true });
    const file = join(this.folder, 'run.json');
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify({ model })}\n`);
    const { model: earlier } = JSON.parse(readFileSync(file, 'utf8')) as { model: string };
    if (earlier !== model) throw new Error(`run "${run}" was made with ${earlier}; choose another --run`);
  }

  /** Answers by id. A line that was cut off is left out, and its case asked again. */
  read(): Map<string, LoggedAnswer> {
    const files = readdirSync(this.folder).filter((name) => name.endsWith('.jsonl'));
    return new Map(files.flatMap((name) => readLines(join(this.folder, name))).map((line) => [line.id, line]));
  }

  add(each: Case, logged: LoggedAnswer, score: Score): void {
    const { messages } = each.request;
    const line = JSON.stringify({
      ...logged,
      faults: score.faults,
      detail: score.detail,
      question: messages[0]?.content,
    });
    appendFileSync(join(this.folder, `${each.set}.${splitOf(each.id)}.jsonl`), `${line}\n`);
  }
}

function readLines(file: string): LoggedAnswer[] {
  const text = readFileSync(file, 'utf8');
  if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as LoggedAnswer];
    } catch {
      return [];
    }
  });
}
