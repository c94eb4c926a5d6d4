import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const DATA = process.env.PARETO_DATA ?? join(import.meta.dirname, '../../../../shared/data');

const MAX_CHARACTERS = 30_000;

export interface BenchTicket {
  readonly subject?: string;
  readonly body: string;
}

/** Short messages to a bank (Banking77), some of every part of the file. */
export function shortTickets(count: number): BenchTicket[] {
  return spread(read('banking77.train.jsonl'), count).map(({ text }) => ({ body: text! }));
}

/** Issues of GitHub, long and full of markup; those that are too large for any answer are left out. */
export function longTickets(count: number): BenchTicket[] {
  const issues = read('github-issues.train.jsonl').filter(({ body }) => body!.length < MAX_CHARACTERS);
  return spread(issues, count).map(({ title, body }) => ({ subject: title!, body: body! }));
}

function read(name: string): Record<string, string | undefined>[] {
  const file = join(DATA, 'tickets', name);
  if (!existsSync(file)) throw new Error(`the texts of this benchmark are not here: ${file} (PARETO_DATA says where)`);
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, string | undefined>);
}

function spread<Item>(items: readonly Item[], count: number): Item[] {
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}
