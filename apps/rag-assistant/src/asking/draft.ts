import type { TokenUsage } from '@pareto/contracts';
import { type Language, languageOf } from '@pareto/grounding';
import { NO_USAGE } from './answer-stream.ts';
import { Citations } from './citations.ts';
import type { Answer, AnswerSentence, AskEvent, RefusalReason } from './events.ts';
import type { Reading } from './reading.ts';
import { REFUSALS, UNANSWERED } from './refusal.ts';
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
  readonly #refused: { readonly question: string; readonly reason: RefusalReason }[] = [];

  constructor(question: string) {
    this.language = languageOf(question);
  }

  /** What is said already is not said again. */
  *add({ text, supported, quotes }: VerifiedSentence, readings: readonly Reading[]): Generator<AskEvent> {
    if (!supported) {
      this.#dropped += 1;
      return;
    }
    if (this.sentences.some((sentence) => sentence.text === text)) return;
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

  /** Nothing answers one of the questions. */
  refuse(question: string, reason: RefusalReason): void {
    this.#refused.push({ question, reason });
  }

  /** The answer, with the questions that have none beside it; where no question has one, why. */
  done(): AskEvent {
    if (this.sentences.length === 0) {
      const { reason } = this.#refused[0]!;
      return {
        type: 'done',
        ...this.#common(),
        answer: REFUSALS[reason][this.language],
        abstained: true,
        reason,
        unanswered: [],
      };
    }
    const unanswered = this.#refused.map(({ question }) => question);
    const notes = unanswered.map((question) => `${UNANSWERED[this.language]} “${question}”`);
    const answer = [joined(this.sentences), ...notes].join('\n');
    return { type: 'done', ...this.#common(), answer, abstained: false, unanswered };
  }

  #common(): Omit<Answer, 'answer' | 'abstained' | 'unanswered'> {
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
