import { type Period, periodsOf } from './periods.ts';

/** What a document says of itself. */
export interface DocumentCard {
  /** Words of its file name and title. */
  readonly names: ReadonlySet<string>;
  /** Words of its first page that are written with a capital and go on through the document: whom it is about. */
  readonly subjects: ReadonlySet<string>;
  readonly periods: readonly Period[];
  /** For each year, its share of pages against that of the year most written of. */
  readonly years: ReadonlyMap<number, number>;
  readonly isAnnual: boolean;
}

interface WordCount {
  all: number;
  /** Written with a capital. */
  capitalised: number;
  pages: number;
  /** The last page that has it. */
  page: number;
}

export const WORD = /[\p{L}\p{N}&]+(?:[-.][\p{L}\p{N}&]+)*/gu;
/** Of questions and names: words that name nothing. */
export const COMMON = new Set(
  `a an and are as at be between by did do does for from has have how if in is it its of on or than that the there this to was were
  what when where which who why will with
  january february march april may june july august september october november december el la los las de del en un una que cual cuanto como y o es son por para`.split(
    /\s+/,
  ),
);

const FIRST_CHARACTERS = 4_000;
/** Share of a document's pages on which its subject is named. */
const SUBJECT_SHARE = 0.3;
/** Share of a name's occurrences that may be without a capital, as in addresses of web pages. */
const MAX_UNCAPITALISED = 0.1;
const YEAR = /^(?:19|20)\d{2}$/;
const ENDED = /(?:ended|ending|as of|terminado|cerrado|finalizado)\b[^.\n]{0,40}?((?:19|20)\d{2})/gi;
const ANNUAL = /\b(10-?k|annual report|20-?f|informe anual|cuentas anuales)\b/i;
const QUARTERLY = /\b(10-?q|quarterly report|informe trimestral)\b/i;

/** Writes the card of a document from its pages, one after another. */
export class DocumentCardWriter {
  readonly #label: string;
  readonly #words = new Map<string, WordCount>();
  #first = '';
  #pages = 0;

  constructor({ name, title }: { name: string; title: string }) {
    this.#label = spaced(`${name.replace(/\.[a-z0-9]{1,5}$/i, '')} ${title}`);
  }

  /** Reads the next page that has a text. */
  read(page: string): void {
    if (this.#pages === 0) this.#first = page.slice(0, FIRST_CHARACTERS);
    this.#pages += 1;
    for (const [word] of page.matchAll(WORD)) {
      const key = normalised(word);
      const count = this.#words.get(key) ?? { all: 0, capitalised: 0, pages: 0, page: 0 };
      this.#words.set(key, count);
      count.all += 1;
      if (/\p{Lu}/u.test(word)) count.capitalised += 1;
      if (count.page < this.#pages) count.pages += 1;
      count.page = this.#pages;
    }
  }

  card(): DocumentCard {
    const ended = [...this.#first.matchAll(ENDED)].map((match) => ({ year: Number(match[1]) }));
    const years = [...this.#words]
      .filter(([word]) => YEAR.test(word))
      .map(([word, { pages }]): [number, number] => [Number(word), pages]);
    const most = Math.max(...years.map(([, pages]) => pages), 1);
    return {
      names: new Set(normalisedWords(this.#label)),
      subjects: new Set(normalisedWords(this.#first).filter((word) => this.#isSubject(word))),
      periods: [...periodsOf(this.#label), ...ended],
      years: new Map(years.map(([year, pages]) => [year, pages / most])),
      isAnnual: ANNUAL.test(`${this.#label} ${this.#first}`) && !QUARTERLY.test(this.#first),
    };
  }

  #isSubject(word: string): boolean {
    const count = this.#words.get(word);
    if (!count || count.pages < SUBJECT_SHARE * this.#pages) return false;
    return count.all - count.capitalised <= MAX_UNCAPITALISED * count.all;
  }
}

export function normalised(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
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
