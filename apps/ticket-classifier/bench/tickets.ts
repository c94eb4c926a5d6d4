import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the public sets are. */
export const DATA = process.env.PARETO_DATA ?? join(import.meta.dirname, '../../../../shared/data');

const MAX_CHARACTERS = 30_000;

export interface BenchTicket {
  readonly subject?: string;
  readonly body: string;
}

/** Short messages about 150 other matters (CLINC150), which no bundle learnt from and hardly any has a label for. */
export function foreignTickets(): BenchTicket[] {
  return read('clinc150.val.jsonl').map(({ text }) => ({ body: text! }));
}

/** Issues of GitHub, long and full of markup; those that are too large for any answer are left out. */
export function longTickets(): BenchTicket[] {
  const issues = read('github-issues.train.jsonl').filter(({ body }) => body!.length < MAX_CHARACTERS);
  return issues.map(({ title, body }) => ({ subject: title!, body: body! }));
}

/** The lines of one of the public sets. */
export function read(name: string): Record<string, string | undefined>[] {
  const file = join(DATA, 'tickets', name);
  if (!existsSync(file)) throw new Error(`the texts of this benchmark are not here: ${file} (PARETO_DATA says where)`);
  return linesOf(file);
}

export function linesOf(file: string): Record<string, string | undefined>[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, string | undefined>);
}

/** As many as are asked for, some of every part of the set, and over again where it has fewer. */
export function spread<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(items.length / count, 1);
  return Array.from({ length: count }, (_, i) => items[Math.floor(i * step) % items.length]!);
}
