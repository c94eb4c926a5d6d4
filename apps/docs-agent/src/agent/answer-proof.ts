import type { DocsIndex } from '../docs-index.ts';
import { proveAnswer } from '../proof/prove-answer.ts';
import type { TypeScriptCompiler } from '../tools/typescript/compiler.ts';
import { citationOf, nearest } from './paraphrase.ts';
import type { AnswerProof, ProofContext, ProvenPart } from './ports.ts';
import { isAbout } from './spoken-share.ts';
import { provenVerdict, verdictIn } from './verdict-proof.ts';

/** The proof of whole answers, a part at a time; a sentence that only paraphrases gets the place that it comes from. */
export class PartProof implements AnswerProof {
  readonly #index: Pick<DocsIndex, 'mentions'>;
  readonly #compiler: TypeScriptCompiler | undefined;

  constructor({ index, compiler }: { index: Pick<DocsIndex, 'mentions'>; compiler?: TypeScriptCompiler | undefined }) {
    this.#index = index;
    this.#compiler = compiler;
  }

  async check(part: string, context: ProofContext): Promise<ProvenPart> {
    const proven = await this.#proven(part, context);
    return {
      ...proven,
      isSupported: proven.isSupported && isAbout(context.question, context.readings, context.results),
    };
  }

  async #proven(part: string, context: ProofContext): Promise<ProvenPart> {
    const verdict = provenVerdict(part, context);
    if (verdict) return verdict;
    const proven = await proveAnswer(part, { ...context, index: this.#index, compiler: this.#compiler });
    const struck = proven.struck.flatMap(({ terms, text }) => (terms.length > 0 ? terms : [text]));
    const isBorneOut = proven.sentences.some((sentence) => sentence.isBorneOut);
    const base = { text: proven.text, struck, citations: proven.citations };
    if (isBorneOut || proven.snippets.some(({ isVerified }) => isVerified)) return { ...base, isSupported: true };
    const near = proven.text.includes('```') ? undefined : nearest(proven.text, context.readings);
    if (!near) {
      const bare = struck.length === 0 ? verdictIn(part, context) : undefined;
      return bare ?? { ...base, isSupported: false };
    }
    if (proven.citations.length > 0) return { ...base, isSupported: true };
    const citation = citationOf(near, proven.text);
    const text = proven.text.replace(/([.!?:;]*)$/, ` [${citation.number}]$1`);
    return { ...base, text, citations: [citation], isSupported: true };
  }
}
