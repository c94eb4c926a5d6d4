import type { Section } from '@pareto/evaluation';
import { publish as publishReports, toReport } from '../../../infra/bench/publish.ts';

export { currentCommit } from '../../../infra/bench/publish.ts';

/** A report with the commits that answered, and where. */
export function complete(section: Section, commits: readonly string[], args: readonly string[]) {
  return toReport(section, `npm run eval -- text-generation ${args.join(' ')}`.trim(), commits.join(' and '));
}

export function publish(report: ReturnType<typeof complete>): string {
  return publishReports('generation-quality', [report]);
}
