import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Section } from '@pareto/evaluation';
import { toMarkdown } from '../../../infra/bench/markdown.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FILE = join(ROOT, 'docs/benchmarks/generation-quality');

/** The commit of the sources, and whether they were changed since. */
export function currentCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', 'packages', 'apps') === '' ? '' : ' with uncommitted changes';
  return git('rev-parse', '--short', 'HEAD') + changed;
}

/** A report with the commits that answered, and where. */
export function complete(section: Section, commits: readonly string[], args: readonly string[]) {
  return {
    ...section,
    command: `npm run eval -- text-generation ${args.join(' ')}`.trim(),
    commit: commits.join(' and '),
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
  };
}

export function publish(report: ReturnType<typeof complete>): string {
  writeFileSync(`${FILE}.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${FILE}.md`, toMarkdown(report));
  return `${FILE}.md`;
}
