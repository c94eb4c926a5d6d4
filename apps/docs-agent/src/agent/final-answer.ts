import type { SourceFilter } from '../docs-index.ts';
import { isDecline } from '../prompts/answer.ts';
import { type AnswerPart, AnswerParts } from './answer-parts.ts';
import type { AgentEvent } from './events.ts';
import type { Quotation } from './excerpts.ts';
import { otherFigures } from './paraphrase.ts';
import type { AnswerProof, Citation, Reading } from './ports.ts';
import type { Evidence } from './run-context.ts';
import { isStatement } from './statement.ts';

export interface ProofMatter {
  readonly question: string;
  /** As far as it is known by now. */
  readonly evidence: () => Evidence;
  /** The sources and versions that the question is about; those of what was read where it names none. */
  readonly filters: readonly SourceFilter[];
}

/** Of a sentence that is reported as struck, UTF-16 code units. */
const MAX_STRUCK = 200;
const WHOLE = /[.!?]["'”»)\]]*$|^```[\s\S]*```$/;

type AnswerEvent = Extract<AgentEvent, { type: 'token' | 'citation' }>;

/**
 * An answer while it is written: each part goes through proof before anybody sees it. A statement that nothing bears out
 * is struck, and what states nothing waits for one that is borne out. Parts are judged one after the other, while the next
 * is written.
 */
export class FinalAnswer {
  readonly struck: string[] = [];
  readonly citations: Citation[] = [];
  readonly #proof: AnswerProof;
  readonly #matter: ProofMatter;
  readonly #emit: (event: AnswerEvent) => void;
  readonly #signal: AbortSignal;
  readonly #parts = new AnswerParts();
  #work: Promise<void> = Promise.resolve();
  #waiting: { text: string; citations: readonly Citation[] }[] = [];
  #text = '';
  #isSupported = false;
  /** Nothing after it is judged. */
  #isOver = false;
  #isDeclined = false;

  constructor(proof: AnswerProof, matter: ProofMatter, emit: (event: AnswerEvent) => void, signal: AbortSignal) {
    this.#proof = proof;
    this.#matter = matter;
    this.#emit = emit;
    this.#signal = signal;
  }

  /** Whether the first that was said is that there is no answer; known once all of it is judged. */
  get isDeclined(): boolean {
    return this.#isDeclined;
  }

  push(text: string): void {
    for (const part of this.#parts.push(text)) this.#queue(part);
  }

  /**
   * The answer, once all of it is judged; empty where nothing is borne out. Of a draft that was cut off the last sentence
   * goes, unless it is whole. @throws what the proof throws.
   */
  async end({ isCut }: { readonly isCut: boolean }): Promise<string> {
    for (const part of this.#parts.end()) if (!isCut || WHOLE.test(part.text)) this.#queue(part);
    await this.#work;
    return this.#isSupported ? this.#text.trim() : '';
  }

  /** What stands in the documentation, word for word, in place of an answer that nothing bears out. */
  quote({ reading: { number, place }, text }: Quotation): string {
    this.#waiting = [{ text: `${quoted(text)} [${number}]`, citations: [{ number, ...place, quote: text }] }];
    this.#isSupported = true;
    this.#show();
    return this.#text.trim();
  }

  #queue(part: AnswerPart): void {
    this.#work = this.#work.then(() => this.#judge(part));
    // Whoever waits for the end hears of it there.
    this.#work.catch(() => undefined);
  }

  async #judge({ text, gap }: AnswerPart): Promise<void> {
    if (this.#isOver) return;
    const { question, evidence, filters } = this.#matter;
    const { readings, results } = evidence();
    const about = [...filters, ...sourcesOf(readings)];
    const context = { question, readings, results, filters: about, signal: this.#signal };
    const { isSupported, ...part } = await this.#proof.check(text, context);
    this.struck.push(...part.struck);
    if (isDecline(text, isSupported)) {
      // "Not stated" as the first thing said is the answer; after others it is about a part of the question.
      this.#isOver = !this.#isSupported;
      this.#isDeclined = this.#isOver;
      return;
    }
    if (part.text === '') return;
    const texts = [question, ...[...readings, ...results].map((known) => known.text)];
    if (!isSupported && (isStatement(part.text, context) || saysOtherFigures(text, texts))) {
      this.struck.push(text.slice(0, MAX_STRUCK).toWellFormed());
      return;
    }
    this.#isOver = part.isFinal === true;
    this.#isSupported ||= isSupported;
    this.#waiting.push({ text: `${part.text}${gap === '' ? ' ' : gap}`, citations: part.citations });
    if (this.#isSupported) this.#show();
  }

  #show(): void {
    for (const { text, citations } of this.#waiting.splice(0)) {
      for (const citation of citations) {
        if (this.citations.some(({ number, quote }) => number === citation.number && quote === citation.quote))
          continue;
        this.citations.push(citation);
        this.#emit({ type: 'citation', index: this.citations.length - 1, citation });
      }
      this.#text += text;
      this.#emit({ type: 'token', text });
    }
  }
}

/** Code in a block, prose as a quotation. */
function quoted(text: string): string {
  if (/^\s*(?:```|~~~)/.test(text)) return `${text}\n`;
  const isCode = /[;{}]\s*$/m.test(text) || /^\s*\/\//m.test(text);
  return isCode ? `\`\`\`\n${text}\n\`\`\`\n` : text.replace(/^/gm, '> ');
}

function sourcesOf(readings: readonly Reading[]): SourceFilter[] {
  const places = new Map(
    readings.map(({ place: { source, version } }) => [`${source}@${version}`, { source, version }]),
  );
  return [...places.values()];
}

/** Whether a sentence says a figure that stands in none of the texts: small models make them up as easily as names. */
function saysOtherFigures(sentence: string, texts: readonly string[]): boolean {
  const prose = sentence.replace(/```[\s\S]*?```|\[\d{1,3}\]/g, '');
  return otherFigures(prose, texts).length > 0;
}
