import { type RankedQuote, spoken } from '@pareto/grounding';
import type { Excerpt } from '../prompts/answer.ts';
import { isQuotable, type Reading } from './reading.ts';

/** Of English text, for a budget that need not be exact. */
const CHARACTERS_PER_TOKEN = 3.8;
const MAX_LINE_CHARACTERS = 400;
const MAX_TITLE_CHARACTERS = 80;
const MAX_LINES = 12;
/** Sentences so much worse than the best one are noise to a small model. */
const MIN_SHARE_OF_BEST = 0.4;

/**
 * The sentences and rows that matter for a question, in the order of the pages they stand on, within a budget of tokens:
 * a small model is led astray by everything else, and every token delays the first word.
 * @param question of which cells of rows that it cannot mean are left out
 * @param ranked every sentence and row of the readings, best first
 */
export function excerptsFor(
  question: string,
  ranked: readonly RankedQuote[],
  readings: readonly Reading[],
  maxTokens: number,
): Excerpt[] {
  const least = MIN_SHARE_OF_BEST * (ranked[0]?.score ?? 0);
  const chosen: RankedQuote[] = [];
  const named = new Set<string>();
  let left = maxTokens * CHARACTERS_PER_TOKEN;
  for (const unit of ranked) {
    if (chosen.length >= MAX_LINES || unit.score < least || unit.score <= 0) break;
    if (!unit.isStatement || !isQuotable(unit.text)) continue;
    const title = titleOf(unit, readings);
    const cost = Math.min(unit.text.length, MAX_LINE_CHARACTERS) + (named.has(title) ? 0 : title.length + 5);
    if (cost > left && chosen.length > 0) continue;
    chosen.push(unit);
    named.add(title);
    left -= cost;
  }
  const inOrder = chosen.sort((a, b) => a.source - b.source || a.start - b.start);
  return [...Map.groupBy(inOrder, (unit) => titleOf(unit, readings))].map(([title, units]) => ({
    title,
    lines: units.map((unit) => spoken(unit, readings, question).slice(0, MAX_LINE_CHARACTERS)),
  }));
}

/** The nearest heading says most, and then the document; a long title loses its beginning. */
function titleOf({ source, heading }: RankedQuote, readings: readonly Reading[]): string {
  const { title, documentName } = readings[source]!;
  const full = heading === '' ? title : `${documentName} › ${heading}`;
  return full.length <= MAX_TITLE_CHARACTERS ? full : `…${full.slice(1 - MAX_TITLE_CHARACTERS)}`;
}
