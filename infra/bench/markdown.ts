import type { Section } from '../../packages/evaluation/src/benchmark.ts';

export interface Report extends Section {
  readonly command: string;
  readonly commit: string;
  readonly date: string;
  readonly machine: string;
}

/** A report as a page: the table, the notes below it, and the circumstances. */
export function toMarkdown(report: Report): string {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(' | ')} |`;
  return [
    `# ${report.title}`,
    '',
    row(report.columns),
    row(report.columns.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...report.rows.map(row),
    '',
    ...report.notes.map((note) => `- ${note}`),
    `- \`${report.command}\` at ${report.commit}, ${report.date}, on ${report.machine}.`,
    '',
  ].join('\n');
}
