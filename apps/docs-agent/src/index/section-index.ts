import type { ScoredId } from '@pareto/contracts';
import { Analyzer, LexicalIndex } from '@pareto/retrieval';
import { plainText } from '../sources/markdown-page.ts';
import { exactTerms } from './code-words.ts';
import { CANDIDATES, rankSections, type SectionEvidence, type SectionWeights } from './section-ranking.ts';
import { VectorMatrix } from './vector-matrix.ts';

export interface IndexedPage {
  readonly id: number;
  readonly source: number;
  readonly path: string;
  readonly title: string;
  readonly sections: readonly {
    readonly id: number;
    readonly headings: readonly string[];
    readonly text: string;
    readonly vector: Float32Array | undefined;
  }[];
}

export interface FoundSection extends ScoredId {
  /** Cosine with the question; undefined beyond the nearest, and where a section has no vector. */
  readonly similarity: number | undefined;
}

/** What pages say, in memory: their words and vectors. */
export class SectionIndex {
  readonly #analyzer = new Analyzer('en');
  readonly #words = new LexicalIndex({ language: 'en' });
  readonly #headings = new LexicalIndex({ language: 'en' });
  readonly #pages = new LexicalIndex({ language: 'en' });
  readonly #titles = new LexicalIndex({ language: 'en' });
  readonly #vectors: VectorMatrix;
  readonly #pageOf = new Map<number, number>();
  readonly #sections = new Map<number, { readonly source: number; readonly sections: readonly number[] }>();

  constructor(dimensions: number) {
    this.#vectors = new VectorMatrix(dimensions);
  }

  get size(): number {
    return this.#pageOf.size;
  }

  add({ id, source, path, title, sections }: IndexedPage): void {
    this.remove(id);
    const whole: string[] = [];
    for (const { id: section, headings, text, vector } of sections) {
      const terms = this.#terms(plainText(text));
      for (const term of terms) whole.push(term);
      this.#words.upsertTerms(String(section), [...this.#terms(headings.join('\n')), ...terms]);
      this.#headings.upsertTerms(String(section), exactTerms(headings.join('\n')));
      if (vector) this.#vectors.set(section, vector);
      this.#pageOf.set(section, id);
    }
    this.#pages.upsertTerms(String(id), whole);
    this.#titles.upsertTerms(String(id), this.#terms(`${title}\n${path}`));
    this.#sections.set(id, { source, sections: sections.map((section) => section.id) });
  }

  /** Forgets a page; does nothing when there is none. */
  remove(id: number): void {
    for (const section of this.#sections.get(id)?.sections ?? []) {
      this.#words.delete(String(section));
      this.#headings.delete(String(section));
      this.#vectors.delete(section);
      this.#pageOf.delete(section);
    }
    this.#pages.delete(String(id));
    this.#titles.delete(String(id));
    this.#sections.delete(id);
  }

  /** Sections of some sources, best first, as `rankSections` says. */
  search(
    question: string,
    vector: Float32Array,
    { sources, weights }: { sources: ReadonlySet<number>; weights?: SectionWeights | undefined },
  ): FoundSection[] {
    const evidence = this.evidence(question, vector, sources);
    const similarities = new Map(evidence.dense.map(({ id, score }) => [id, score]));
    return rankSections(evidence, weights).map((found) => ({ ...found, similarity: similarities.get(found.id) }));
  }

  evidence(question: string, vector: Float32Array, sources: ReadonlySet<number>): SectionEvidence {
    const terms = this.#terms(question);
    const hasPage = (page: number) => sources.has(this.#sections.get(page)!.source);
    const hasSection = (section: number) => hasPage(this.#pageOf.get(section)!);
    const options = { engine: 'bm25', k: CANDIDATES } as const;
    return {
      pageOf: (section) => String(this.#pageOf.get(Number(section))),
      dense: this.#vectors.nearest(vector, CANDIDATES, hasSection),
      words: this.#words.search(terms, { ...options, accept: (id) => hasSection(Number(id)) }),
      headings: this.#headings.search(exactTerms(question), { ...options, accept: (id) => hasSection(Number(id)) }),
      pages: this.#pages.search(terms, { ...options, accept: (id) => hasPage(Number(id)) }),
      titles: this.#titles.search(terms, { ...options, accept: (id) => hasPage(Number(id)) }),
    };
  }

  /** Stems, the parts of names in camel case, and names letter for letter. */
  #terms(text: string): string[] {
    return [...this.#analyzer.terms(text), ...exactTerms(text)];
  }
}
