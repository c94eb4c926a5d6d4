import type { Plan } from './plan.ts';
import type { PlanKind } from './planning/question-kind.ts';
import type { ToolOffer } from './ports.ts';

/** What each kind of question may need, the likeliest first: three of them are offered to a model at a time. */
const NEEDED: Readonly<Record<PlanKind, readonly string[]>> = {
  lookup: ['search_docs', 'read_page', 'find_symbol', 'list_sources'],
  symbol: ['find_symbol', 'search_docs', 'read_page'],
  difference: ['changelog_between', 'search_docs', 'read_page', 'list_sources'],
  code: ['search_docs', 'find_symbol', 'check_typescript', 'read_page'],
  calculation: ['calculate'],
  general: ['list_sources', 'current_time', 'search_docs'],
};
const OWN: ReadonlySet<string> = new Set(Object.values(NEEDED).flat());
/** Parts of names that say nothing of what a tool is about. */
const VERBS = new Set(
  'get list find search create update delete post put patch read query show fetch run call make check the all by of'.split(
    ' ',
  ),
);
const MIN_WORD = 4;

/**
 * The names of the tools that a question may use: those of its kind, and of those that the operator added the ones whose
 * names the question speaks of. Nothing that a model or a page says is asked.
 */
export function allowedTools(
  { kind, question, steps }: Pick<Plan, 'kind' | 'question' | 'steps'>,
  offers: readonly ToolOffer[],
): string[] {
  const there = new Set(offers.map(({ name }) => name));
  const said = new Set(question.toLowerCase().match(/[\p{L}\p{N}]+/gu));
  const added = offers.filter(({ name }) => !OWN.has(name) && isSpokenOf(name, said)).map(({ name }) => name);
  const planned = steps.map(({ tool }) => tool);
  return [...new Set([...added, ...planned, ...NEEDED[kind]])].filter((name) => there.has(name));
}

/** Whether some of them are the operator's: what they tell stands in no documentation. */
export function hasAddedTools(allowed: readonly string[]): boolean {
  return allowed.some((name) => !OWN.has(name));
}

function isSpokenOf(name: string, said: ReadonlySet<string>): boolean {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[_.-]+/)
    .filter((word) => word.length >= MIN_WORD && !VERBS.has(word));
  return words.some((word) => said.has(word) || said.has(`${word}s`) || said.has(word.replace(/s$/, '')));
}
