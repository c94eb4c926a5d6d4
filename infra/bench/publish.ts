import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Section } from '../../packages/evaluation/src/benchmark.ts';
import { type Report, toMarkdown } from './markdown.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'docs/benchmarks');

/** The commit of the sources, and whether they were changed since. */
export function currentCommit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();
  const changed = git('status', '--porcelain', '--', 'packages', 'apps') === '' ? '' : ' with uncommitted changes';
  return git('rev-parse', '--short', 'HEAD') + changed;
}

/** A section with where and on what it was measured. */
export function toReport(section: Section, command: string, commit = currentCommit()): Report {
  return {
    ...section,
    command,
    commit,
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`,
  };
}

/** Writes reports as one page and its figures. @returns the path of the page. */
export function publish(name: string, reports: readonly Report[]): string {
  mkdirSync(FOLDER, { recursive: true });
  const file = join(FOLDER, name);
  writeFileSync(`${file}.json`, `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 2)}\n`);
  writeFileSync(`${file}.md`, reports.map(toMarkdown).join('\n'));
  return `${file}.md`;
}
