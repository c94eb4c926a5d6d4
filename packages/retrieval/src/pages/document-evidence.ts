import { COMMON, type DocumentCard, normalised, WORD } from './document-card.ts';
import type { Period } from './periods.ts';

type Cards = ReadonlyMap<string, DocumentCard>;

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

/** Words of a name that are written together in a file's: "BESTBUY", "JOHNSON_JOHNSON". */
const MAX_COMPOUND = 4;
const MIN_PREFIX = 4;
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
  readonly #cards = new Map<string, DocumentCard>();

  set(id: string, card: DocumentCard): void {
    this.#cards.set(id, card);
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
  const holding = (test: (card: DocumentCard) => boolean) =>
    [...cards].filter(([, card]) => test(card)).map(([id]) => id);
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

function periodFit(card: DocumentCard, periods: readonly Period[]): number {
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
