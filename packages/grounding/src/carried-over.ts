import { analyse } from './analysis.ts';
import { yearsOf } from './figure-match.ts';
import { MONTHS, shorthandOf } from './periods.ts';

/** Verbs that English questions are asked with. */
export const AUXILIARY = 'do|does|did|is|are|was|were|has|have|had|can|could|may|must|should|will|would';

/** What is counted, and a count that leaves it out: "how many hours does …, and how many do …". */
const COUNTS = [
  {
    counted: new RegExp(String.raw`\bhow many\s+(.{1,40}?)\s+(?:${AUXILIARY})\b`, 'iu'),
    bare: new RegExp(String.raw`\bhow many(?: more)?(?=\s+(?:${AUXILIARY}|of|at|in|for|from)\b)`, 'iu'),
  },
  {
    counted:
      /(?<!\p{L})cuánt[oa]s\s+(.{1,40}?)\s+(?:se|hay|tien[eo]n?|tengo|son|del?|en|pued[eo]n?|me|nos|le|les)(?!\p{L})/iu,
    bare: /(?<!\p{L})cuánt[oa]s(?=\s+(?:se|hay|tienen?|tengo|son|del?|en|a|para|me|nos|le|les)(?!\p{L}))/iu,
  },
];
const THAT_YEAR = /(?:\bin )?\bthat (?:same )?year\b|(?:(?<!\p{L})en )?(?<!\p{L})ese (?:mismo )?año(?!\p{L})/iu;
/** What was so once was so in some year; rules hold in all. */
const PAST =
  /\b(?:did|was|were|had)\b|(?<!\p{L})(?:fue|fueron|hubo|tuvo|tuvieron|\p{L}{3,}(?:ó|aron|ieron))(?!\p{L})/iu;
const ASKS_WHEN =
  /\bwhen\b|\b(?:what|which) (?:year|date|day|month|quarter)s?\b|(?<!\p{L})(?:cuándo|qué (?:año|día|fecha|mes|trimestre))(?!\p{L})/iu;

/** A count with what is counted, where only the part before says that. */
export function withNoun(part: string, previous: string): string {
  const kind = COUNTS.find(({ counted, bare }) => counted.test(previous) && bare.test(part));
  return kind ? part.replace(kind.bare, (asking) => `${asking} ${kind.counted.exec(previous)![1]}`) : part;
}

/** "That year" is the one that the part before speaks of. */
export function withThatYear(part: string, previous: string): string {
  const year = onlyYear(previous);
  return year === undefined ? part : part.replace(THAT_YEAR, (words) => `${/^e/iu.test(words) ? 'en' : 'in'} ${year}`);
}

/**
 * A part with the names of the part before it where it names nobody, and with the year of the question where that has one
 * and the part asks what was so once.
 */
export function withContext(part: string, previous: string | undefined, question: string): string {
  const names = previous === undefined || namesOf(part).length > 0 ? [] : namesOf(previous);
  const year =
    PAST.test(part) && !ASKS_WHEN.test(part) && onlyYear(part) === undefined ? onlyYear(question) : undefined;
  const context = [...names, ...(year === undefined ? [] : [year])];
  return context.length > 0 ? `${part.replace(/[?.!]*$/, '')} (${context.join(', ')})?` : part;
}

function onlyYear(text: string): number | undefined {
  const [year, ...others] = new Set(yearsOf(text));
  return others.length > 0 ? undefined : year;
}

/** "Prairie Pump & Motor" is one name. */
function namesOf(text: string): string[] {
  const spans: { start: number; end: number }[] = [];
  for (const { start, end, isName, folded } of analyse(text).terms) {
    if (!isName || MONTHS.has(folded) || shorthandOf(folded)) continue;
    const last = spans.at(-1);
    if (last && /^(?:\s+|\s*&\s*)$/.test(text.slice(last.end, start))) last.end = end;
    else spans.push({ start, end });
  }
  return spans.map(({ start, end }) => text.slice(start, end));
}
