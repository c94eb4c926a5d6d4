import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanTicket } from '@pareto/classifiers';
import type { ModelBundleManifest } from '@pareto/contracts';
import type { Deployed } from './bundles.ts';
import { type BenchTicket, linesOf, read } from './tickets.ts';

const DESK = join(import.meta.dirname, '../../../packages/training/data/support-desk.jsonl');

interface Row {
  readonly ticket: BenchTicket;
  readonly labels: Readonly<Record<string, string>>;
}

/** The tickets that each bundle was trained of, by the ids that its recipe gives them; a row without one has its number. */
const SETS: Readonly<Record<string, () => Map<string, Row>>> = {
  banking77: () =>
    new Map(
      read('banking77.train.jsonl').map(({ text, label }, i) => [
        String(i + 1),
        { ticket: { body: text! }, labels: { label: label! } },
      ]),
    ),
  'support-desk': () =>
    new Map(
      linesOf(DESK).map(({ id, subject, body, category, priority, team }) => [
        id!,
        {
          ticket: { ...(subject ? { subject } : {}), body: body! },
          labels: { category: category!, priority: priority!, team: team! },
        },
      ]),
    ),
};

/**
 * The tickets that a bundle was only measured on. `held-out.json` has their ids, from the `holdout.jsonl` that
 * `packages/training/scripts/prepare.py` writes; the hash in the bundle's manifest says whether it still holds.
 * @returns undefined for a bundle of which nothing is known.
 */
export function heldOutTickets({ name, folder }: Deployed): BenchTicket[] | undefined {
  const ids = (
    JSON.parse(readFileSync(join(import.meta.dirname, 'held-out.json'), 'utf8')) as Record<string, unknown[]>
  )[name];
  if (!ids || !SETS[name]) return undefined;
  const all = SETS[name]();
  const rows = ids.map((id) => all.get(String(id))!);
  const { data } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as ModelBundleManifest;
  const expected = data.find(({ split }) => split === 'holdout')?.sha256;
  if (hashOf(rows) !== expected) throw new Error(`held-out.json does not say what ${name} was not trained on`);
  return rows.map(({ ticket }) => ticket);
}

/** As `Prepared.sha256_of` in `packages/training` has it. */
function hashOf(rows: readonly Row[]): string {
  const lines = rows.map(({ ticket, labels }) => {
    const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
    const pairs = sorted.map(([head, label]) => `${asPython(head)}: ${asPython(label)}`);
    return `[${asPython(cleanTicket(ticket))}, {${pairs.join(', ')}}]`;
  });
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

/** A string as Python's `json.dumps` writes it. */
function asPython(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
