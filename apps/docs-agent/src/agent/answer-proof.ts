import { extractAnswer, type Language, languageOf } from '@pareto/grounding';
import { Analyzer, excerpt } from '@pareto/retrieval';
import type { DocsIndex } from '../docs-index.ts';
import { isWhether } from '../prompts/answer.ts';
import { proveAnswer } from '../proof/prove-answer.ts';
import type { TypeScriptCompiler } from '../tools/typescript/compiler.ts';
import { englishWords } from './planning/english-words.ts';
import type { AnswerProof, Citation, ProofContext, ProvenPart, Reading } from './ports.ts';

/** Of a paraphrase's words so many must stand in one place that was read. */
const MIN_SHARE = 0.55;
const FEW_WORDS = 4;
const QUOTE_LENGTH = 300;
const BARE = /^\W*(?:yes|no|sí|si)\W*$/iu;
const VERDICT = /^\W*(?:yes|no|sí|si)(?=[\s,.;:])/iu;
const MIN_SPOKEN = 0.4;
/** Of a question's words so many must have been read for anything to be an answer to it. */
const MIN_ABOUT = 0.34;
const FIGURES = /(?<![\w.])\d[\d.,]*\d|(?<![\w.])\d+(?!\w)/g;
const MARK = /\s?\[\d{1,3}\]/g;
/** What is the same in every language: code, numbers, words with a capital or a point inside. */
const NAMES = /`[^`\n]+`|(?<![\w.])\d[\d.,]*\d|(?<![\w.])\d+|[a-z]+[A-Z]\w*|\w+\.\w+(?:\(\))?/g;
const ANALYZERS = { en: new Analyzer('en'), es: new Analyzer('es') };

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
    // A true sentence about something else is no answer.
    const isAbout = spokenShare(context.question, context.readings) >= MIN_ABOUT;
    return { ...proven, isSupported: proven.isSupported && isAbout };
  }

  async #proven(part: string, context: ProofContext): Promise<ProvenPart> {
    if (BARE.test(part)) return bareAnswer(part, context);
    const proven = await proveAnswer(part, { ...context, index: this.#index, compiler: this.#compiler });
    const struck = proven.struck.flatMap(({ terms, text }) => (terms.length > 0 ? terms : [text]));
    const isBorneOut = proven.sentences.some((sentence) => sentence.isBorneOut);
    const base = { text: proven.text, struck, citations: proven.citations };
    if (isBorneOut || proven.snippets.some(({ isVerified }) => isVerified)) return { ...base, isSupported: true };
    const near = proven.text.includes('```') ? undefined : nearest(proven.text, context.readings);
    if (!near) {
      // The verdict may be right where its reasons are the model's own.
      const verdict = struck.length === 0 && isWhether(context.question) ? VERDICT.exec(part)?.[0] : undefined;
      return verdict === undefined ? { ...base, isSupported: false } : bareAnswer(verdict, context);
    }
    if (proven.citations.length > 0) return { ...base, isSupported: true };
    const citation = citationOf(near, proven.text);
    const text = proven.text.replace(/([.!?:;]*)$/, ` [${citation.number}]$1`);
    return { ...base, text, citations: [citation], isSupported: true };
  }
}

/** "Yes." says of the question that it is so: what comes nearest to the question bears it out. */
function bareAnswer(text: string, { question, readings }: ProofContext): ProvenPart {
  if (spokenShare(question, readings) < MIN_SPOKEN) return { text: '', struck: [], citations: [], isSupported: false };
  const sources = readings.map((reading) => ({ text: reading.text, context: reading.headings.join('\n') }));
  const [quote] = extractAnswer(question, sources).quotes;
  const reading = quote ? readings[quote.source] : (foreign(question, readings) ?? likest(question, readings));
  if (!reading) return { text, struck: [], citations: [], isSupported: false };
  const citation = quote
    ? {
        number: reading.number,
        ...reading.place,
        quote: reading.text.slice(quote.start, quote.end).slice(0, QUOTE_LENGTH),
      }
    : citationOf(reading, question);
  return {
    text: `${text.replace(/[^\p{L}]*$/u, '')} [${reading.number}].`,
    struck: [],
    citations: [citation],
    isSupported: true,
  };
}

/** Of the words of a question the share that was read somewhere: who asks for telepathy gets no "No". */
function spokenShare(question: string, readings: readonly Reading[]): number {
  const english = englishWords(question);
  const analyzer = ANALYZERS[english === undefined ? languageOf(question) : 'en'];
  const words = new Set(analyzer.terms(english ?? question));
  const there = new Set(
    readings.flatMap(({ text, headings, place }) => analyzer.terms(`${place.source} ${headings.join(' ')} ${text}`)),
  );
  return [...words].filter((word) => there.has(word)).length / Math.max(1, words.size);
}

/** The first reading, where it is in another language than the question: no words tell more. */
function foreign(question: string, [first]: readonly Reading[]): Reading | undefined {
  return first && languageOf(first.text) !== languageOf(question) ? first : undefined;
}

/** The reading that holds most words of the question. */
function likest(question: string, readings: readonly Reading[]): Reading | undefined {
  const language = languageOf(question);
  const shares = readings.map(({ headings, text }) => wordShare(question, `${headings.join(' ')} ${text}`, language));
  const best = Math.max(0, ...shares);
  return best > 0 ? readings[shares.indexOf(best)] : undefined;
}

/** The reading that holds most of what a sentence says, where it holds enough of it. */
function nearest(sentence: string, readings: readonly Reading[]): Reading | undefined {
  const text = sentence.replace(MARK, '');
  const language = languageOf(text);
  const shares = readings.map((reading) => {
    const there = `${reading.headings.join(' ')} ${reading.text}`;
    return languageOf(reading.text) === language ? wordShare(text, there, language) : nameShare(text, there);
  });
  const best = Math.max(0, ...shares);
  return best >= MIN_SHARE ? readings[shares.indexOf(best)] : undefined;
}

function wordShare(sentence: string, text: string, language: Language): number {
  // A figure that stands nowhere makes a sentence of the page's words no paraphrase of it.
  if ((sentence.match(FIGURES) ?? []).some((figure) => !text.includes(figure))) return 0;
  const words = new Set(ANALYZERS[language].terms(sentence));
  if (words.size < FEW_WORDS) return 0;
  const there = new Set(ANALYZERS[language].terms(text));
  return [...words].filter((word) => there.has(word)).length / words.size;
}

/** A page in another language shares names, code and figures with a sentence: all of them must stand there. */
function nameShare(sentence: string, text: string): number {
  const names = sentence.match(NAMES)?.map((name) => name.replaceAll('`', '')) ?? [];
  return names.length > 0 && names.every((name) => text.includes(name)) ? 1 : 0;
}

function citationOf({ number, place, text }: Reading, sentence: string): Citation {
  const quote = excerpt(text, sentence, { language: languageOf(sentence), maxCharacters: QUOTE_LENGTH });
  return { number, ...place, quote };
}
