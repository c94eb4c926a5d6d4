import { sentencesOf } from '@pareto/grounding';
import type { DocsIndex, SourceFilter } from '../docs-index.ts';
import { truncated } from '../tools/plain-output.ts';
import type { Reading } from '../tools/readings.ts';
import type { TypeScriptCompiler } from '../tools/typescript/compiler.ts';
import { type AnswerBlock, blocksOf, fenced } from './blocks.ts';
import type { CallResult } from './call-result.ts';
import { type AnswerCitation, type CitedSentence, citedSentence, withoutCitations } from './citations.ts';
import { INLINE_CODE, termsOfProse } from './code-terms.ts';
import { isDenied } from './denial.ts';
import { stripLinks } from './links.ts';
import { ResultProof } from './result-proof.ts';
import { termsOfSnippet, urlsOfSnippet } from './snippet-terms.ts';
import { isCompiled, markOf, otherVersion, type ProvenSnippet, proveSnippet } from './snippets.ts';
import { TermCheck } from './term-check.ts';

/** Something that an answer said and that was taken out of it. */
export interface Struck {
  readonly kind: 'sentence' | 'code' | 'link' | 'citation';
  readonly text: string;
  /** The terms that the documentation does not have. */
  readonly terms: readonly string[];
}

export interface ProvenSentence {
  readonly text: string;
  readonly citations: readonly number[];
  /** Neither the model nor the comparison with what was read found a place for it. */
  readonly isUncited: boolean;
  readonly isBorneOut: boolean;
}

export interface ProvenAnswer {
  /** Empty when nothing is left. */
  readonly text: string;
  readonly sentences: readonly ProvenSentence[];
  readonly citations: readonly AnswerCitation[];
  readonly struck: readonly Struck[];
  readonly snippets: readonly ProvenSnippet[];
}

export interface ProofOptions {
  readonly index: Pick<DocsIndex, 'mentions'>;
  /** The sources and versions that the answer is about; the whole index without any. */
  readonly filters: readonly SourceFilter[];
  readonly readings: readonly Reading[];
  /** Of calls that gave no page to read. */
  readonly results?: readonly CallResult[] | undefined;
  readonly question: string;
  /** Without it no snippet counts as verified. */
  readonly compiler?: TypeScriptCompiler | undefined;
  /** Blocks of code that the answer showed before, where it is proven a part at a time. */
  readonly earlierCode?: readonly string[] | undefined;
  readonly signal: AbortSignal;
}

/** Words that take a value out of the compiler's sight. */
const UNTYPED = /\b(?:any|declare|Function|JSON\.parse)\b|\.json\(\)/;
/** Where a model left to others what it did not know. */
const PLACEHOLDER = /\[(?:insert|enter|fill in|add)\b[^\]\n]{0,80}\]/i;
const QUIET_LENGTH = 200;
/** Of an answer, UTF-16 code units: more than any model here writes, and little enough for every pattern to be quick. */
const MAX_LENGTH = 16_000;

/**
 * An answer kept to what the documentation and the compiler bear out. A sentence with a term that does not exist goes,
 * and so does a block of code; links lead to pages of the sources alone; numbers cite only what was read.
 * @throws the reason of `signal`; nothing else.
 */
export async function proveAnswer(answer: string, options: ProofOptions): Promise<ProvenAnswer> {
  const proof = new Proof(options);
  for (const block of blocksOf(truncated(answer, MAX_LENGTH))) {
    if (block.kind === 'prose') proof.prose(block.text);
    else await proof.code(block);
  }
  return proof.answer();
}

class Proof {
  readonly #options: ProofOptions;
  readonly #check: TermCheck;
  readonly #results: ResultProof;
  readonly #parts: string[] = [];
  readonly #sentences: ProvenSentence[] = [];
  readonly #citations = new Map<number, AnswerCitation>();
  readonly #struck: Struck[] = [];
  readonly #snippets: ProvenSnippet[] = [];

  constructor(options: ProofOptions) {
    this.#options = options;
    this.#check = new TermCheck(options.index, options.filters);
    this.#results = new ResultProof(options.results ?? [], options.question);
  }

  prose(prose: string): void {
    const { text, stripped } = stripLinks(prose, this.#check);
    for (const link of stripped) this.#struck.push({ kind: 'link', text: link, terms: [] });
    let result = '';
    let last = 0;
    // A full stop inside of code ends no sentence.
    const masked = text.replace(INLINE_CODE, (code) => 'x'.repeat(code.length));
    for (const { start, end } of sentencesOf(masked)) {
      result += text.slice(last, start) + this.#sentence(text.slice(start, end));
      last = end;
    }
    const kept = tidied(result + text.slice(last));
    if (kept !== '') this.#parts.push(kept);
  }

  async code(block: Extract<AnswerBlock, { kind: 'code' }>): Promise<void> {
    const snippet = await this.#proven(block);
    // What compiles against the typings has no names that they do not have, unless it says that they do.
    const isTyped = snippet?.isVerified && !UNTYPED.test(block.text);
    const terms = isTyped ? [] : termsOfSnippet(block.text, block.language);
    const addresses = this.#unknown(urlsOfSnippet(block.text));
    const unknown = [...this.#unknown(terms), ...addresses];
    // A result's own code may be shown, but for where it leads.
    const isOfResult = addresses.length === 0 && this.#results.holds(block.text);
    if (unknown.length > 0 && !isOfResult) {
      this.#struck.push({ kind: 'code', text: block.text.slice(0, QUIET_LENGTH), terms: unknown });
      return;
    }
    this.#parts.push(fenced(block));
    if (!snippet) return;
    this.#snippets.push(snippet);
    const { compiler } = this.#options;
    this.#parts.push(markOf(snippet, compiler?.version));
  }

  answer(): ProvenAnswer {
    return {
      text: this.#parts.join('\n\n'),
      sentences: this.#sentences,
      citations: [...this.#citations.values()].sort((a, b) => a.number - b.number),
      struck: this.#struck,
      snippets: this.#snippets,
    };
  }

  #sentence(sentence: string): string {
    const { readings, question } = this.#options;
    const terms = termsOfProse(sentence).filter(({ text }) => !this.#check.isKnown(text));
    const isOfResult = this.#results.bearsOut(sentence);
    // What only a result names must be said by one; an address is nobody's word but the documentation's.
    const isTold = (term: string) => isOfResult && this.#results.names(term);
    const unknown = [
      ...new Set(terms.filter(({ kind, text }) => kind === 'url' || !isTold(text)).map(({ text }) => text)),
    ];
    // What the question named may be denied; it is not the answer that made it up.
    const isDenial = unknown.every((term) => question.includes(term) && isDenied(term, sentence));
    if ((unknown.length > 0 && !isDenial) || PLACEHOLDER.test(sentence)) {
      this.#struck.push({ kind: 'sentence', text: sentence.slice(0, QUIET_LENGTH), terms: unknown });
      return '';
    }
    // A heading or a line that leads to a list says nothing that could be cited.
    if (/^#{1,6}\s|[:]$/.test(sentence)) return sentence;
    const cited = citedSentence(sentence, readings, question);
    // A page that does not say it is not where it stands.
    const kept = isOfResult && !cited.isBorneOut ? { ...withoutCitations(cited, sentence), isBorneOut: true } : cited;
    this.#keep(kept);
    return kept.text;
  }

  #keep({ text, numbers, foreign, citations, isBorneOut }: CitedSentence): void {
    for (const number of foreign) this.#struck.push({ kind: 'citation', text: `[${number}]`, terms: [] });
    for (const citation of citations) {
      if (!this.#citations.has(citation.number)) this.#citations.set(citation.number, citation);
    }
    this.#sentences.push({ text, citations: numbers, isUncited: numbers.length === 0, isBorneOut });
  }

  async #proven({ text, language }: { text: string; language: string }): Promise<ProvenSnippet | undefined> {
    const { compiler, signal, filters, earlierCode = [] } = this.#options;
    if (!isCompiled(language)) return undefined;
    const unproven = (problem: string) => ({ code: text, language, isVerified: false, assumed: [], problem });
    if (!compiler) return unproven('there was no compiler');
    const other = otherVersion(filters, compiler);
    if (other !== undefined) return unproven(other);
    const earlier = [...earlierCode, ...this.#snippets.map(({ code }) => code)];
    try {
      const packages = [...new Set(filters.flatMap(({ source }) => source ?? []))];
      return await proveSnippet(text, language, { compiler, earlier, packages, signal });
    } catch {
      signal.throwIfAborted();
      return unproven('the compiler did not get to an end');
    }
  }

  #unknown(terms: readonly string[]): string[] {
    return [...new Set(terms)].filter((term) => !this.#check.isKnown(term));
  }
}

/** Without list items that have nothing left, and the gaps of what was struck. */
function tidied(text: string): string {
  return text
    .replace(/^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]*$\n?/gm, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/(?<=\S)[ \t]{2,}(?=\S)/g, ' ')
    .trim();
}
