import { type Period, periodsOf } from './periods.ts';

/** What a document says of itself. */
interface Card {
  /** Words of its file name and title. */
  readonly names: ReadonlySet<string>;
  /** Words of its first page. */
  readonly first: ReadonlySet<string>;
  readonly periods: readonly Period[];
  readonly isAnnual: boolean;
}

export interface DocumentEvidence {
  /** By document: 0 for the one that fits best, less for others, in units of log-odds. */
  readonly fit: ReadonlyMap<string, number>;
  /** What of the question named documents, as written. */
  readonly names: readonly string[];
}

const FIRST_CHARACTERS = 4_000;
/** Words of a name that are written together in a file's: "BESTBUY", "JOHNSON_JOHNSON". */
const MAX_COMPOUND = 4;
const MIN_PREFIX = 4;
const WORD = /[\p{L}\p{N}&]+(?:[-.][\p{L}\p{N}&]+)*/gu;
const COMMON = new Set(
  `a an and are as at be between by did do does for from has have how if in is it its of on or than that the there this to was were
  what when where which who why will with el la los las de del en un una que cual cuanto como y o es son por para`.split(
    /\s+/,
  ),
);
const ENDED = /(?:ended|ending|as of|terminado|cerrado|finalizado)\b[^.\n]{0,40}?((?:19|20)\d{2})/gi;
const ANNUAL = /\b(10-?k|annual report|20-?f|informe anual|cuentas anuales)\b/i;
const QUARTERLY = /\b(10-?q|quarterly report|informe trimestral)\b/i;

const PARTIAL = 0.6;
const FIRST_PAGE = 0.5;
const PERIOD = 0.8;
const FORM = 0.4;

/** Which documents a question is about: by the names and periods that they give of themselves. */
export class DocumentCards {
  readonly #cards = new Map<string, Card>();

  add(id: string, { name, title, firstPage }: { name: string; title: string; firstPage: string }): void {
    const label = spaced(`${name.replace(/\.[a-z0-9]{1,5}$/i, '')} ${title}`);
    const first = firstPage.slice(0, FIRST_CHARACTERS);
    const ended = [...first.matchAll(ENDED)].map((match) => ({ year: Number(match[1]) }));
    this.#cards.set(id, {
      names: new Set(normalisedWords(label)),
      first: new Set(normalisedWords(first)),
      periods: [...periodsOf(label), ...ended],
      isAnnual: ANNUAL.test(`${label} ${first}`) && !QUARTERLY.test(first),
    });
  }

  delete(id: string): void {
    this.#cards.delete(id);
  }

  evidence(question: string, periods: readonly Period[]): DocumentEvidence {
    const matched = new Set<string>();
    const scores = new Map([...this.#cards.keys()].map((id) => [id, 0]));
    const reward = (holders: readonly string[], weight: number): number => {
      const size = this.#cards.size;
      const idf = Math.log(1 + (size - holders.length + 0.5) / (holders.length + 0.5));
      for (const id of holders) scores.set(id, scores.get(id)! + weight * idf);
      return weight * idf;
    };
    const words = [...question.matchAll(WORD)].map((match) => ({
      text: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }));
    for (let i = 0; i < words.length; ) {
      const found = this.#name(
        words.slice(i, i + MAX_COMPOUND).map(({ text }) => text),
        i === 0,
      );
      if (found) {
        reward(found.holders, found.weight);
        if (/\p{Lu}/u.test(words[i]!.text))
          matched.add(question.slice(words[i]!.start, words[i + found.length - 1]!.end));
      }
      i += found?.length ?? 1;
    }
    for (const [id, card] of this.#cards) scores.set(id, scores.get(id)! + periodFit(card, periods));
    const best = Math.max(0, ...scores.values());
    return { fit: new Map([...scores].map(([id, score]) => [id, score - best])), names: [...matched] };
  }

  /** The longest run of words from here that names documents. */
  #name(words: readonly string[], isFirst: boolean): { holders: string[]; weight: number; length: number } | undefined {
    for (let length = words.length; length >= 1; length -= 1) {
      const run = words.slice(0, length);
      const joined = run.map(normalised).join('');
      if (joined.length < 2 || (length === 1 && COMMON.has(joined)) || /^\d+$/.test(joined)) continue;
      if (length > 1 && (COMMON.has(normalised(run[0]!)) || COMMON.has(normalised(run.at(-1)!)))) continue;
      const exact = this.#holding((card) => card.names.has(joined));
      if (exact.length > 0) return { holders: exact, weight: 1, length };
      const prefix =
        joined.length < MIN_PREFIX
          ? []
          : this.#holding((card) => [...card.names].some((name) => name.startsWith(joined)));
      if (prefix.length > 0 && /\p{Lu}/u.test(run[0]!)) return { holders: prefix, weight: PARTIAL, length };
      if (length === 1 && /\p{Lu}/u.test(run[0]!) && !(isFirst && COMMON.has(joined))) {
        const first = this.#holding((card) => card.first.has(joined));
        if (first.length > 0 && first.length < this.#cards.size) return { holders: first, weight: FIRST_PAGE, length };
      }
    }
    return undefined;
  }

  #holding(test: (card: Card) => boolean): string[] {
    return [...this.#cards].filter(([, card]) => test(card)).map(([id]) => id);
  }
}

function periodFit(card: Card, periods: readonly Period[]): number {
  if (periods.length === 0) return 0;
  const years = periods.some(({ year }) => card.periods.some((period) => period.year === year));
  const quarters = periods.filter(({ quarter }) => quarter !== undefined);
  const sameQuarter = quarters.some(({ quarter }) => card.periods.some((period) => period.quarter === quarter));
  const form =
    quarters.length > 0
      ? sameQuarter || (!card.isAnnual && !card.periods.some(({ quarter }) => quarter))
      : card.isAnnual;
  return (years ? PERIOD : 0) + (form ? FORM : 0);
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
