import { type RankedQuote, spoken } from '@pareto/grounding';
import type { Excerpt } from '../prompts/answer.ts';
import { isQuotable, type Reading } from './reading.ts';

/** Of words; digits and signs are mostly tokens of their own, so that a row of figures costs more than it seems. */
const LETTERS_PER_TOKEN = 4.2;
const MAX_LINE_CHARACTERS = 400;
const MAX_TITLE_CHARACTERS = 80;
const MAX_LINES = 12;
/** Sentences so much worse than the best one are noise to a small model. */
const MIN_SHARE_OF_BEST = 0.4;

interface Line {
  readonly unit: RankedQuote;
  readonly title: string;
  readonly text: string;
}

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
  const chosen: Line[] = [];
  const titles = new Set<string>();
  let left = maxTokens;
  for (const unit of ranked) {
    if (chosen.length >= MAX_LINES || unit.score < least || unit.score <= 0) break;
    if (!unit.isStatement || !isQuotable(unit.text)) continue;
    const title = titleOf(unit, readings);
    const text = spoken(unit, readings, question).slice(0, MAX_LINE_CHARACTERS);
    const cost = roughTokens(text) + (titles.has(title) ? 0 : roughTokens(title));
    if (cost > left && chosen.length > 0) continue;
    chosen.push({ unit, title, text });
    titles.add(title);
    left -= cost;
  }
  const inOrder = chosen.sort(({ unit: a }, { unit: b }) => a.source - b.source || a.start - b.start);
  return [...Map.groupBy(inOrder, ({ title }) => title)].map(([title, lines]) => ({
    title,
    lines: lines.map(({ text }) => text),
  }));
}

function roughTokens(text: string): number {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const signs = text.match(/[^\p{L}\s]/gu)?.length ?? 0;
  return Math.ceil(letters / LETTERS_PER_TOKEN + signs);
}

/** The nearest heading says most, and then the document; a long title loses its beginning. */
function titleOf({ source, heading }: RankedQuote, readings: readonly Reading[]): string {
  const { title, documentName } = readings[source]!;
  const full = heading === '' ? title : `${documentName} › ${heading}`;
  return full.length <= MAX_TITLE_CHARACTERS ? full : `…${full.slice(1 - MAX_TITLE_CHARACTERS)}`;
}
