import { type Period, periodsOf } from './periods.ts';

/** What a document says of itself. */
interface Card {
  /** Words of its file name and title. */
  readonly names: ReadonlySet<string>;
  /** Words of its first page that are written with a capital and go on through the document: whom it is about. */
  readonly subjects: ReadonlySet<string>;
  readonly periods: readonly Period[];
  /** For each year, its share of pages against that of the year most written of. */
  readonly years: ReadonlyMap<number, number>;
  readonly isAnnual: boolean;
}

type Cards = ReadonlyMap<string, Card>;

export interface DocumentEvidence {
  /** By document: 0 for the one that fits best, less for others, in units of log-odds. */
  readonly fit: ReadonlyMap<string, number>;
  /** What of the question named documents, as written. */
  readonly names: readonly string[];
  /** The documents that proper names in the question name; absent where none does, or all are. */
  readonly named?: readonly string[] | undefined;
  /** Where proper names name different documents, those of each: the question wants something of every side. */
  readonly sides: readonly (readonly string[])[];
}

const FIRST_CHARACTERS = 4_000;
/** Share of a document's pages on which its subject is named. */
const SUBJECT_SHARE = 0.3;
const YEAR = /^(?:19|20)\d{2}$/;
/** Words of a name that are written together in a file's: "BESTBUY", "JOHNSON_JOHNSON". */
const MAX_COMPOUND = 4;
const MIN_PREFIX = 4;
const WORD = /[\p{L}\p{N}&]+(?:[-.][\p{L}\p{N}&]+)*/gu;
/** Share of a name's occurrences that may be without a capital, as in addresses of web pages. */
const MAX_UNCAPITALISED = 0.1;
const COMMON = new Set(
  `a an and are as at be between by did do does for from has have how if in is it its of on or than that the there this to was were
  what when where which who why will with
  january february march april may june july august september october november december el la los las de del en un una que cual cuanto como y o es son por para`.split(
    /\s+/,
  ),
);
const ENDED = /(?:ended|ending|as of|terminado|cerrado|finalizado)\b[^.\n]{0,40}?((?:19|20)\d{2})/gi;
const ANNUAL = /\b(10-?k|annual report|20-?f|informe anual|cuentas anuales)\b/i;
const QUARTERLY = /\b(10-?q|quarterly report|informe trimestral)\b/i;

/** More are too many to name to a vector store. */
const MAX_NAMED = 64;
const PARTIAL = 0.6;
const SUBJECT = 0.8;
const PERIOD = 1.5;
const FORM = 0.5;
/** What a year counts that a document writes of, but does not say it is about. */
const WRITTEN = 0.3;

/** Which documents a question is about: by the names and periods that they give of themselves. */
export class DocumentCards {
  readonly #cards = new Map<string, Card>();

  /** @param pages texts of the pages that have any, in order. */
  add(id: string, { name, title, pages }: { name: string; title: string; pages: readonly string[] }): void {
    const label = spaced(`${name.replace(/\.[a-z0-9]{1,5}$/i, '')} ${title}`);
    const first = (pages[0] ?? '').slice(0, FIRST_CHARACTERS);
    const ended = [...first.matchAll(ENDED)].map((match) => ({ year: Number(match[1]) }));
    const shares = sharesOfPages(pages.map((page) => new Set(normalisedWords(page))));
    const names = namesOf(pages);
    const years = [...shares]
      .filter(([word]) => YEAR.test(word))
      .map(([word, share]): [number, number] => [Number(word), share]);
    const most = Math.max(...years.map(([, share]) => share), 1e-9);
    this.#cards.set(id, {
      names: new Set(normalisedWords(label)),
      subjects: new Set(normalisedWords(first).filter((word) => shares.get(word)! >= SUBJECT_SHARE && names.has(word))),
      periods: [...periodsOf(label), ...ended],
      years: new Map(years.map(([year, share]) => [year, share / most])),
      isAnnual: ANNUAL.test(`${label} ${first}`) && !QUARTERLY.test(first),
    });
  }

  delete(id: string): void {
    this.#cards.delete(id);
  }

  /** @param among documents to look in; all when absent. */
  evidence(question: string, periods: readonly Period[], among?: readonly string[]): DocumentEvidence {
    const matched = new Set<string>();
    const sides: (readonly string[])[] = [];
    const cards = among ? this.#among(among) : this.#cards;
    const scores = new Map([...cards.keys()].map((id) => [id, 0]));
    const reward = (holders: readonly string[], weight: number) => {
      const size = cards.size;
      const idf = Math.log(1 + (size - holders.length + 0.5) / (holders.length + 0.5));
      for (const id of holders) scores.set(id, scores.get(id)! + weight * idf);
    };
    const words = [...question.matchAll(WORD)].map((match) => ({
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }));
    for (let i = 0; i < words.length; ) {
      const found = longestName(
        cards,
        words.slice(i, i + MAX_COMPOUND).map(({ text }) => text),
      );
      if (found) {
        reward(found.holders, found.weight);
        if (/\p{Lu}/u.test(words[i]!.text)) {
          if (!sides.some((side) => side.some((id) => found.holders.includes(id)))) sides.push(found.holders);
          matched.add(question.slice(words[i]!.start, words[i + found.length - 1]!.end));
        }
      }
      i += found?.length ?? 1;
    }
    for (const [id, card] of cards) scores.set(id, scores.get(id)! + periodFit(card, periods));
    const best = Math.max(0, ...scores.values());
    const named = [...new Set(sides.flat())];
    return {
      fit: new Map([...scores].map(([id, score]) => [id, score - best])),
      names: [...matched],
      named: named.length > 0 && named.length <= MAX_NAMED && named.length < cards.size ? named : undefined,
      sides: sides.length > 1 ? sides : [],
    };
  }

  #among(ids: readonly string[]): Cards {
    return new Map(ids.flatMap((id) => (this.#cards.has(id) ? [[id, this.#cards.get(id)!] as const] : [])));
  }
}

interface FoundName {
  readonly holders: readonly string[];
  readonly weight: number;
  /** Words. */
  readonly length: number;
}

/** The longest run of words, from the first on, that names documents. */
function longestName(cards: Cards, words: readonly string[]): FoundName | undefined {
  const holding = (test: (card: Card) => boolean) => [...cards].filter(([, card]) => test(card)).map(([id]) => id);
  const isProper = /\p{Lu}/u.test(words[0]!);
  for (let length = words.length; length >= 1; length -= 1) {
    const run = words.slice(0, length).map(normalised);
    const joined = run.join('');
    if (joined.length < 2 || /^\d+$/.test(joined) || COMMON.has(run[0]!) || COMMON.has(run.at(-1)!)) continue;
    const exact = holding((card) => card.names.has(joined));
    if (exact.length > 0) return { holders: exact, weight: 1, length };
    if (!isProper) continue;
    const begun = joined.length < MIN_PREFIX ? [] : holding((card) => hasPrefix(card.names, joined));
    if (begun.length > 0) return { holders: begun, weight: PARTIAL, length };
    const subject = length === 1 ? holding((card) => card.subjects.has(joined)) : [];
    if (subject.length > 0 && subject.length < cards.size) return { holders: subject, weight: SUBJECT, length };
  }
  return undefined;
}

function hasPrefix(names: ReadonlySet<string>, prefix: string): boolean {
  for (const name of names) if (name.startsWith(prefix)) return true;
  return false;
}

function periodFit(card: Card, periods: readonly Period[]): number {
  if (periods.length === 0) return 0;
  const years = Math.max(
    ...periods.map(({ year }) =>
      card.periods.some((period) => period.year === year) ? 1 : WRITTEN * (card.years.get(year) ?? 0),
    ),
  );
  const quarters = periods.filter(({ quarter }) => quarter !== undefined);
  const sameQuarter = quarters.some(({ quarter }) => card.periods.some((period) => period.quarter === quarter));
  const form =
    quarters.length > 0
      ? sameQuarter || (!card.isAnnual && !card.periods.some(({ quarter }) => quarter))
      : card.isAnnual;
  return PERIOD * years + (form ? FORM : 0);
}

/** File names have their words apart: "Pfizer_2023Q2_10Q" gives "Pfizer 2023 Q2 10Q". */
function spaced(name: string): string {
  return name
    .replace(/[_\s]+/g, ' ')
    .replace(/(\d{4})(?=Q[1-4])/gi, '$1 ')
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ');
}

function normalisedWords(text: string): string[] {
  return [...text.matchAll(WORD)]
    .map((match) => normalised(match[0]))
    .filter((word) => word.length > 1 && !COMMON.has(word));
}

function normalised(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

function sharesOfPages(pages: readonly ReadonlySet<string>[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const words of pages) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1 / pages.length);
  return counts;
}

/** Words that are hardly ever written without a capital. */
function namesOf(pages: readonly string[]): Set<string> {
  const counts = new Map<string, { capitalised: number; all: number }>();
  for (const page of pages) {
    for (const [word] of page.matchAll(WORD)) {
      const key = normalised(word);
      const count = counts.get(key) ?? { capitalised: 0, all: 0 };
      counts.set(key, count);
      count.all += 1;
      if (/\p{Lu}/u.test(word)) count.capitalised += 1;
    }
  }
  const isName = ({ capitalised, all }: { capitalised: number; all: number }) =>
    all - capitalised <= MAX_UNCAPITALISED * all;
  return new Set([...counts].filter(([, count]) => isName(count)).map(([word]) => word));
}
