import { isInstruction, languageOf } from '@pareto/grounding';
import { Analyzer } from '@pareto/retrieval';
import { withoutLinks } from '../proof/links.ts';
import { placeName } from '../tools/source-reference.ts';
import type { Reading } from './ports.ts';
import { tableRows } from './table-rows.ts';

/** How many tokens a text has, or about. */
export type CountTokens = (text: string) => number;

/** UTF-16 code units. */
const MAX_QUOTATION = 1_000;
const CHARACTERS_PER_TOKEN = 3.6;
/** Code and English prose have about so many characters to a token. */
export const roughTokens: CountTokens = (text) => Math.ceil(text.length / CHARACTERS_PER_TOKEN);

/**
 * Per place in the order of reading: the search saw the whole page, this sees words. Small, and without a least score: an
 * answer often stands in a block that shares no word with the question.
 */
const RANK_PENALTY = 0.02;
/** For the first block of each of the first readings: what they are about. */
const LEAD_BONUS = 0.15;
const LEADING = 3;
/** A block that speaks to whoever reads it rather than of the matter. */
const INSTRUCTION_SHARE = 0.25;
/** Marks of pages that tell a model nothing. */
const COMMENTS = /<!--[\s\S]*?-->/g;
const TAGS = /<\/?(?:a|b|br|div|em|i|img|p|span|strong|sub|sup|details|summary|h[1-6])\b[^>]*>/gi;
const IMAGES = /!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])/g;
const LINKS = /\[([^\]]+)\](?:\([^)\s]*(?:\s+"[^"]*")?\)|\[[^\]]*\])/g;
const ANALYZERS = { en: new Analyzer('en'), es: new Analyzer('es') };

/** A paragraph or block of code as it stands, and where that is. */
export interface Quotation {
  readonly reading: Reading;
  readonly text: string;
}

interface Block {
  readonly reading: number;
  readonly at: number;
  /** As a model reads it. */
  readonly text: string;
  /** As it stands in the page. */
  readonly quotation: string;
  readonly score: number;
}

/**
 * Of what was read the paragraphs and code blocks that are nearest to the questions, to each in turn, within a budget of
 * tokens, as a model reads them: numbered, with their place, in the order of reading.
 */
export function excerptsFor(
  questions: readonly string[],
  readings: readonly Reading[],
  maxTokens: number,
  count: CountTokens = roughTokens,
): string[] {
  const blocks = inTurn(questions.map((question) => ranked(question, readings)));
  const heads = readings.map(headOf);
  const chosen: Block[] = [];
  let left = maxTokens;
  for (const block of blocks) {
    const isNew = !chosen.some(({ reading }) => reading === block.reading);
    const cost = count(block.text) + (isNew ? count(heads[block.reading]!) : 0);
    if (cost > left) {
      // The best block must be shown, however long it is.
      if (chosen.length > 0) continue;
      const room = Math.max(0, Math.floor((block.text.length * (left - count(heads[block.reading]!))) / cost));
      chosen.push({ ...block, text: `${block.text.slice(0, room).toWellFormed().trimEnd()} …` });
      break;
    }
    left -= cost;
    chosen.push(block);
  }
  return readings.flatMap((_, i) => {
    const own = chosen.filter(({ reading }) => reading === i).sort((a, b) => a.at - b.at);
    return own.length > 0 ? [`${heads[i]}\n${own.map(({ text }) => text).join('\n')}`] : [];
  });
}

/** The paragraphs and blocks of code that are nearest to a question, the nearest first, without links. */
export function nearestBlocks(question: string, readings: readonly Reading[], most: number): Quotation[] {
  return ranked(question, readings)
    .slice(0, most)
    .map(({ reading, quotation }) => ({
      reading: readings[reading]!,
      text: withoutLinks(quotation).slice(0, MAX_QUOTATION).toWellFormed(),
    }));
}

function headOf({ number, place, headings }: Reading): string {
  const about = plain(headings.at(-1) ?? '');
  return `[${number}] ${placeName({ ...place, anchor: undefined })}${about === '' ? '' : ` (${about})`}`;
}

function ranked(question: string, readings: readonly Reading[]): Block[] {
  const analyzer = ANALYZERS[languageOf(question)];
  const wanted = new Set(analyzer.terms(question));
  const all = readings.flatMap((reading, i) =>
    passagesOf(reading.text).map(({ text, quotation }, at) => ({
      reading: i,
      at,
      text,
      quotation,
      terms: new Set(analyzer.terms(`${reading.headings.at(-1) ?? ''} ${text}`)),
    })),
  );
  // Words that few of the blocks have tell more: log(1 + N / (1 + n)).
  const weights = new Map(
    [...wanted].map((term) => {
      const holding = all.filter(({ terms }) => terms.has(term)).length;
      return [term, Math.log(1 + all.length / (1 + holding))];
    }),
  );
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  return all
    .map(({ terms, ...block }) => {
      const covered = [...weights].reduce((sum, [term, weight]) => sum + (terms.has(term) ? weight : 0), 0);
      const lead = block.at === 0 && block.reading < LEADING ? LEAD_BONUS : 0;
      const share = isInstruction(block.text) ? INSTRUCTION_SHARE : 1;
      return { ...block, score: share * (covered / total + lead) - RANK_PENALTY * block.reading };
    })
    .sort((a, b) => b.score - a.score);
}

/** The best of each list, then the second of each, and so on; each once. */
function inTurn(lists: readonly (readonly Block[])[]): Block[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const turns = Array.from({ length: longest }, (_, rank) => lists.flatMap((list) => list[rank] ?? [])).flat();
  return turns.filter(({ reading, at }, i) => turns.findIndex((one) => one.reading === reading && one.at === at) === i);
}

/** Prose without images, tags and the targets of links; code as it is. */
function plain(block: string): string {
  if (/^\s*(?:```|~~~)/.test(block)) return block;
  const text = block.replace(COMMENTS, '').replace(IMAGES, '').replace(TAGS, '').replace(LINKS, '$1');
  return text.replace(/^[ \t]*\n/gm, '').trim();
}

/** What is shown or left out as a whole: blocks that say something, and tables by their rows. */
function passagesOf(text: string): Pick<Block, 'text' | 'quotation'>[] {
  return blocksOf(text).flatMap((block) => {
    const shown = plain(block);
    if (shown === '') return [];
    const rows = tableRows(shown);
    if (!rows) return [{ text: shown, quotation: shown }];
    return rows.map(({ spoken, markdown }) => ({ text: spoken, quotation: markdown }));
  });
}

/** Paragraphs, lists and whole blocks of code. */
export function blocksOf(text: string): string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let isCode = false;
  const end = () => {
    if (lines.some((line) => line.trim() !== '')) blocks.push(lines.join('\n').trimEnd());
    lines = [];
  };
  for (const line of text.split('\n')) {
    const isFence = /^\s*(?:```|~~~)/.test(line);
    if (isFence && !isCode && lines.length > 0) end();
    if (!isCode && !isFence && line.trim() === '') {
      end();
      continue;
    }
    lines.push(line);
    if (isFence) {
      isCode = !isCode;
      if (!isCode) end();
    }
  }
  end();
  return blocks;
}
