import type { TextSpan } from '@pareto/contracts';

/** After these a full stop ends nothing, folded; single letters ("J. Smith", "EE. UU.") are known by their form. */
const ABBREVIATIONS = new Set(
  `mr mrs ms dr prof sr sra srta dra st no nos nr num art arts fig figs vs cf eg ie etc approx dept est inc ltd co corp jr ca
  jan feb mar apr jun jul aug sep sept oct nov dec ene abr ago dic pag pags cap aprox av avda ud uds ee uu tel ext vol sec par
  min max hrs incl excl ej p pp`
    .trim()
    .split(/\s+/),
);
/** Those that also stand at the end of a sentence: it ends there when what follows looks like another beginning. */
const MAY_END = new Set([
  'inc',
  'ltd',
  'co',
  'corp',
  'jr',
  'etc',
  'uu',
  'est',
  'min',
  'max',
  'ext',
  'no',
  'mar',
  'sec',
]);
const NEVER_END = new Set(['eg', 'ie', 'pej']);
const BLOCK_BREAK = /\n[ \t]*\n|\n(?=[ \t]*(?:[-•*+–▪·]|\(?\p{L}\)|\d{1,2}[.)])[ \t]+\S)/gu;
const END_MARK = /[.!?…]+["'”’»)\]]*|[:;](?=\s*\n)/gu;
const LIST_MARK = /^\s*(?:\(?(?:\d{1,2}|\p{L})[.)]|[-•*+–▪·#>]+)\s+/u;

/**
 * The sentences of a text in English or Spanish, as spans without the white space around them. Blank lines, rows of
 * tables (lines with " | ") and list items end a sentence; decimals, abbreviations and initials do not.
 */
export function sentencesOf(text: string): TextSpan[] {
  return blocksOf(text).flatMap((block) => sentencesIn(text, block));
}

/** Where a bullet or number before a list item ends: 0 where there is none. */
export function listMarkLength(text: string): number {
  return LIST_MARK.exec(text)?.[0].length ?? 0;
}

function blocksOf(text: string): TextSpan[] {
  const cuts = new Set([0, text.length]);
  for (const { index, 0: gap } of text.matchAll(BLOCK_BREAK)) cuts.add(index + gap.length);
  let lineStart = 0;
  for (const line of text.split('\n')) {
    if (line.includes(' | ') || line.startsWith('#')) {
      cuts.add(lineStart);
      cuts.add(Math.min(lineStart + line.length + 1, text.length));
    }
    lineStart += line.length + 1;
  }
  const places = [...cuts].sort((a, b) => a - b);
  return places.slice(1).map((end, i) => ({ start: places[i]!, end }));
}

function sentencesIn(text: string, { start, end }: TextSpan): TextSpan[] {
  const block = text.slice(start, end);
  if (block.includes(' | ')) return trimmed(text, start, end);
  const sentences: TextSpan[] = [];
  let from = 0;
  const mark = listMarkLength(block);
  for (const { index, 0: found } of block.matchAll(END_MARK)) {
    const after = index + found.length;
    if (index < mark || !endsSentence(block, index, found, after)) continue;
    sentences.push(...trimmed(text, start + from, start + after));
    from = after;
  }
  return [...sentences, ...trimmed(text, start + from, end)];
}

function endsSentence(block: string, index: number, mark: string, after: number): boolean {
  const rest = block.slice(after, after + 40);
  if (rest.trim() === '') return true;
  if (!/^\s/.test(rest)) return false;
  const next = rest.trimStart();
  const startsAnew = /^["'“‘«(¿¡[]*[\p{Lu}\p{N}]|^[¿¡•-]/u.test(next);
  if (!mark.startsWith('.') || mark.length > 1)
    return mark.startsWith('…') || mark.startsWith('...') ? startsAnew : true;
  const before = /([\p{L}.]+)$/u.exec(block.slice(Math.max(0, index - 20), index))?.[1]?.toLowerCase() ?? '';
  const bare = before.replaceAll('.', '');
  if (NEVER_END.has(bare)) return false;
  if (/^\p{L}$/u.test(before) || /\.\p{L}$/u.test(before))
    return before.length > 1 && startsAnew && !/^\p{Lu}\./u.test(next);
  if (ABBREVIATIONS.has(bare.normalize('NFD').replace(/\p{M}/gu, ''))) {
    return MAY_END.has(bare) && /^["'“‘«(¿¡[]*\p{Lu}/u.test(next);
  }
  return startsAnew || /^\p{Ll}/u.test(next) === false;
}

function trimmed(text: string, start: number, end: number): TextSpan[] {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from]!)) from += 1;
  while (to > from && /\s/.test(text[to - 1]!)) to -= 1;
  return from < to ? [{ start: from, end: to }] : [];
}
