import { extractAnswer, isInstruction, languageOf } from '@pareto/grounding';
import { plainText } from '../sources/markdown-page.ts';
import { nearestBlocks, type Quotation } from './excerpts.ts';
import type { Reading } from './ports.ts';
import { isAbout } from './spoken-share.ts';

/** What is further down answers hardly ever. */
const TRIED = 5;

/**
 * What may stand in place of an answer that was not written, word for word: the nearest block with a sentence that answers by
 * its words, as verdicts are quoted. Undefined where none has one: what is only nearest may be about anything.
 *
 * @param english the words of a question in another language as English pages would say them.
 */
export function quotationFor(
  question: string,
  readings: readonly Reading[],
  english?: string | undefined,
): Quotation | undefined {
  if (!isAbout(question, readings)) return undefined;
  return nearestBlocks(english ?? question, readings, TRIED).find(({ reading, text }) => {
    if (isInstruction(text)) return false;
    const asked = languageOf(text) === 'en' ? (english ?? question) : question;
    const source = { text: plainText(text), context: reading.headings.join('\n') };
    return extractAnswer(asked, [source], { maxQuotes: 1 }).quotes.length > 0;
  });
}
