import { type ChatModel, ServiceError, type TokenUsage } from '@pareto/contracts';
import { answerability, extractAnswer, languageOf, spoken } from '@pareto/grounding';
import type { RetrievedPassage } from '../passages.ts';
import { answerMessages, isDecline } from '../prompts/answer.ts';
import { NO_USAGE, sum, writtenSentences } from './answer-stream.ts';
import { Citations } from './citations.ts';
import type { Answer, AnswerSentence, AskEvent, RefusalReason } from './events.ts';
import { excerptsFor } from './excerpts.ts';
import { standalone } from './follow-up.ts';
import type { AskRequest, Library } from './ports.ts';
import { isQuotable, type Reading, readPassages } from './reading.ts';
import { REFUSALS } from './refusal.ts';
import { verify } from './verification.ts';

export interface AskOptions {
  /** Undefined: every answer is quoted from the documents. */
  readonly model: ChatModel | undefined;
  /** Tokens of excerpts that the model reads. */
  readonly maxExcerptTokens?: number | undefined;
  readonly maxAnswerTokens?: number | undefined;
  /** For the whole of the model's answer. */
  readonly modelTimeoutMs?: number | undefined;
}

/** Answers questions from documents: nothing is said that no page bears out. */
export class Ask {
  readonly #model: ChatModel | undefined;
  readonly #maxExcerptTokens: number;
  readonly #maxAnswerTokens: number;
  readonly #modelTimeoutMs: number;

  constructor({ model, maxExcerptTokens = 230, maxAnswerTokens = 160, modelTimeoutMs = 60_000 }: AskOptions) {
    this.#model = model;
    this.#maxExcerptTokens = maxExcerptTokens;
    this.#maxAnswerTokens = maxAnswerTokens;
    this.#modelTimeoutMs = modelTimeoutMs;
  }

  /** @throws what `retrieve` throws, and the signal's reason. A model that fails is no error: the answer is `degraded`. */
  async *run(request: AskRequest, library: Library, signal: AbortSignal): AsyncGenerator<AskEvent> {
    const question = standalone(request.question, request.history);
    const draft = new Draft(request.question);
    const passages = await library.retrieve(question, signal);
    yield { type: 'retrieval', question, passages: passages.map(found) };
    if (passages.length === 0) return yield draft.refusal('no_documents');
    const readings = await readPassages(passages, library);
    const cosine = passages.reduce((best, { scores }) => Math.max(best, scores.cosine ?? scores.dense ?? 0), 0);
    if (!answerability(question, readings, { cosine }).answerable) return yield draft.refusal('not_in_documents');

    if (this.#model) yield* this.#write(this.#model, question, readings, draft, signal);
    if (draft.sentences.length === 0 && !draft.isDeclined) yield* quote(question, readings, draft);
    yield draft.sentences.length > 0
      ? draft.answer()
      : draft.refusal(draft.isDeclined ? 'not_in_documents' : 'not_supported');
  }

  /** What the model writes, as far as it is borne out. */
  async *#write(
    model: ChatModel,
    question: string,
    readings: readonly Reading[],
    draft: Draft,
    signal: AbortSignal,
  ): AsyncGenerator<AskEvent> {
    const messages = answerMessages(question, excerptsFor(question, readings, this.#maxExcerptTokens), draft.language);
    const limits = {
      maxTokens: this.#maxAnswerTokens,
      signal: AbortSignal.any([signal, AbortSignal.timeout(this.#modelTimeoutMs)]),
    };
    const sentences = writtenSentences(model, messages, limits);
    try {
      for (let next = await sentences.next(); ; next = await sentences.next()) {
        if (next.done) {
          draft.usage = sum(draft.usage, next.value);
          return;
        }
        const sentence = verify(next.value, question, readings);
        if (!sentence.supported && isDecline(next.value)) draft.isDeclined = true;
        else yield* draft.add(sentence, readings);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ServiceError) && !limits.signal.aborted) throw error;
      draft.isDegraded = true;
    } finally {
      await sentences.return(NO_USAGE);
    }
  }
}

/** Sentences and rows of the documents, word for word. */
function* quote(question: string, readings: readonly Reading[], draft: Draft): Generator<AskEvent> {
  const { quotes } = extractAnswer(question, readings);
  for (const unit of quotes.filter(({ text }) => isQuotable(text))) {
    draft.isExtractive = true;
    yield* draft.add({ text: spoken(unit, readings), supported: true, quotes: [unit] }, readings);
  }
}

/** An answer while it is made. */
class Draft {
  readonly language: 'en' | 'es';
  readonly sentences: AnswerSentence[] = [];
  readonly #citations = new Citations();
  #dropped = 0;
  usage: TokenUsage = NO_USAGE;
  isDegraded = false;
  isExtractive = false;
  /** The model says that the excerpts hold no answer. */
  isDeclined = false;

  constructor(question: string) {
    this.language = languageOf(question);
  }

  *add({ text, supported, quotes }: ReturnType<typeof verify>, readings: readonly Reading[]): Generator<AskEvent> {
    if (!supported) {
      this.#dropped += 1;
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

function found({ id, documentId, documentName, page, scores }: RetrievedPassage) {
  return { id, documentId, documentName, page, scores };
}
