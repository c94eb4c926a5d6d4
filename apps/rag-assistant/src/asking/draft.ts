import type { TokenUsage } from '@pareto/contracts';
import { type Language, languageOf, type Quote } from '@pareto/grounding';
import { NO_USAGE } from './answer-stream.ts';
import { Citations } from './citations.ts';
import type { Answer, AnswerSentence, AskEvent, RefusalReason } from './events.ts';
import type { Reading } from './reading.ts';
import { REFUSALS } from './refusal.ts';
import type { VerifiedSentence } from './verification.ts';

/** An answer while it is made. */
export class Draft {
  readonly language: Language;
  readonly sentences: AnswerSentence[] = [];
  readonly #citations = new Citations();
  #dropped = 0;
  usage: TokenUsage = NO_USAGE;
  isDegraded = false;
  isExtractive = false;
  /** The model says that the excerpts hold no answer. */
  isDeclined = false;
  /** Of what the model wrote and nothing bears out, the sentences and rows that come nearest. */
  readonly nearest: Quote[] = [];
  /** What the model read leaves no doubt that there is an answer. */
  isSure = false;

  constructor(question: string) {
    this.language = languageOf(question);
  }

  *add({ text, supported, quotes }: VerifiedSentence, readings: readonly Reading[]): Generator<AskEvent> {
    if (!supported) {
      this.#dropped += 1;
      this.nearest.push(...quotes);
      return;
    }
    const citations: number[] = [];
    for (const place of quotes) {
      const { index, added } = this.#citations.add(place, readings);
      citations.push(index);
      if (added) yield { type: 'citation', index, citation: added };
    }
    const sentence: AnswerSentence = { text, supported, citations };
    this.sentences.push(sentence);
    yield { type: 'sentence', ...sentence };
  }

  answer(): AskEvent {
    return { type: 'done', ...this.#common(), answer: joined(this.sentences), abstained: false };
  }

  refusal(reason: RefusalReason): AskEvent {
    return { type: 'done', ...this.#common(), answer: REFUSALS[reason][this.language], abstained: true, reason };
  }

  #common(): Omit<Answer, 'answer' | 'abstained'> {
    return {
      citations: this.#citations.list,
      sentences: this.sentences,
      dropped: this.#dropped,
      usage: this.usage,
      degraded: this.isDegraded,
      extractive: this.isExtractive,
    };
  }
}

/** List items and quoted rows keep lines of their own. */
function joined(sentences: readonly AnswerSentence[]): string {
  return sentences
    .map(({ text }) => text)
    .reduce((answer, text) => `${answer}${/^[-•*\d]/.test(text) ? '\n' : ' '}${text}`);
}
