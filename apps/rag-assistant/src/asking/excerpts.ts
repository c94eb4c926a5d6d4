import { rankUnits, spoken } from '@pareto/grounding';
import type { Excerpt } from '../prompts/answer.ts';
import { isQuotable, type Reading } from './reading.ts';

/** Of English text, for a budget that need not be exact. */
const CHARACTERS_PER_TOKEN = 3.8;
const MAX_LINE_CHARACTERS = 400;
const MAX_TITLE_CHARACTERS = 80;
const MAX_LINES = 10;
/** Sentences so much worse than the best one are noise to a small model. */
const MIN_SHARE_OF_BEST = 0.3;

/**
 * The sentences and rows that matter for a question, in the order of the pages they stand on, within a budget of tokens:
 * a small model is led astray by everything else, and every token delays the first word.
 */
export function excerptsFor(question: string, readings: readonly Reading[], maxTokens: number): Excerpt[] {
  const ranked = rankUnits(question, readings).filter(({ text }) => isQuotable(text));
  const least = MIN_SHARE_OF_BEST * (ranked[0]?.score ?? 0);
  const chosen: (typeof ranked)[number][] = [];
  const named = new Set<number>();
  let left = maxTokens * CHARACTERS_PER_TOKEN;
  for (const unit of ranked) {
    if (chosen.length >= MAX_LINES || unit.score < least || unit.score <= 0) break;
    const title = named.has(unit.source) ? 0 : Math.min(readings[unit.source]!.title.length, MAX_TITLE_CHARACTERS) + 5;
    const cost = Math.min(unit.text.length, MAX_LINE_CHARACTERS) + title;
    if (cost > left && chosen.length > 0) continue;
    chosen.push(unit);
    named.add(unit.source);
    left -= cost;
  }
  const bySource = Map.groupBy(chosen, ({ source }) => source);
  return [...bySource].map(([source, units]) => ({
    title: shortened(readings[source]!.title),
    lines: units.sort((a, b) => a.start - b.start).map((unit) => spoken(unit, readings).slice(0, MAX_LINE_CHARACTERS)),
  }));
}

/** Its end says most: the innermost heading. */
function shortened(title: string): string {
  return title.length <= MAX_TITLE_CHARACTERS ? title : `…${title.slice(1 - MAX_TITLE_CHARACTERS)}`;
}
