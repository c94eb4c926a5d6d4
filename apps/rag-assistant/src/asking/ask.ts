import type { ChatMessage, ChatModel, ServiceError } from '@pareto/contracts';
import { areYearsSpokenOf, isAnswerInKind, type Quote, selectQuotes, spoken } from '@pareto/grounding';
import type { RetrievedPassage } from '../passages.ts';
import { type AnswerPromptOptions, answerMessages, declineProbability, isDecline } from '../prompts/answer.ts';
import { firstToken, NO_USAGE, sum, writtenSentences } from './answer-stream.ts';
import { Draft } from './draft.ts';
import type { AskEvent } from './events.ts';
import { excerptsFor } from './excerpts.ts';
import { standalone } from './follow-up.ts';
import { gather, type Matter, reread } from './matter.ts';
import type { AskRequest, Library } from './ports.ts';
import { rewrite } from './rewriting.ts';
import { verify } from './verification.ts';

const MAX_QUESTION_TOKENS = 60;
/** Reported of each token: as many as the protocol allows. */
const ALTERNATIVES = 20;
/** Of what the model reads, twice: more delays the first word, and misleads a small model more often than it helps. */
export const MAX_EXCERPT_TOKENS = 220;
/** What a model may fail with; everything else is a fault of ours, or the library's. */
const MODEL_FAILURES: ReadonlySet<string> = new Set([
  ...['chat_model_failed', 'chat_model_invalid', 'context_length_exceeded', 'model_not_found', 'parameter_unsupported'],
  ...['queue_full', 'quota_exceeded', 'budget_exceeded', 'concurrency_exceeded'],
]);

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
  /** Until its server is found to tell none, whatever it is said to be capable of. */
  #tellsLogprobs: boolean;

  constructor({
    model,
    maxExcerptTokens = MAX_EXCERPT_TOKENS,
    maxAnswerTokens = 160,
    modelTimeoutMs = 60_000,
  }: AskOptions) {
    this.#model = model;
    this.#maxExcerptTokens = maxExcerptTokens;
    this.#maxAnswerTokens = maxAnswerTokens;
    this.#modelTimeoutMs = modelTimeoutMs;
    this.#tellsLogprobs = model?.capabilities.has('logprobs') ?? false;
  }

  /** @throws what the library throws, and the signal's reason. A model that fails is no error: the answer is `degraded`. */
  async *run(request: AskRequest, library: Library, signal: AbortSignal): AsyncGenerator<AskEvent> {
    const draft = new Draft(request.question);
    const matter = await this.#understand(request, library, draft, signal);
    yield { type: 'retrieval', question: matter.question, passages: matter.passages.map(found) };
    if (matter.passages.length === 0) return yield draft.refusal('no_documents');
    if (!matter.answerability.answerable) return yield draft.refusal('not_in_documents');

    if (this.#model) yield* this.#write(this.#model, matter, draft, signal);
    if (draft.sentences.length === 0 && this.#mayQuote(matter, draft)) yield* quote(matter, draft);
    if (draft.sentences.length > 0) return yield draft.answer();
    yield draft.refusal(draft.isDeclined ? 'not_in_documents' : 'not_supported');
  }

  /** What is found to the question; a follow-up that finds nothing as it stands is written anew by the model. */
  async #understand(request: AskRequest, library: Library, draft: Draft, signal: AbortSignal): Promise<Matter> {
    const question = standalone(request.question, request.history);
    const matter = await gather(question, library, signal);
    if (!this.#model || question === request.question || matter.answerability.isLikely) return matter;
    const limits = this.#limits(MAX_QUESTION_TOKENS, signal);
    try {
      const rewriting = await rewrite(this.#model, request, limits);
      draft.usage = sum(draft.usage, rewriting.usage);
      return rewriting.question === undefined ? matter : await gather(rewriting.question, library, signal);
    } catch (error) {
      this.#degrade(draft, error, limits.signal, signal);
      return matter;
    }
  }

  #limits(maxTokens: number, signal: AbortSignal) {
    return { maxTokens, signal: AbortSignal.any([signal, AbortSignal.timeout(this.#modelTimeoutMs)]) };
  }

  /** A model that fails, or takes too long, is done without. @throws what else went wrong, and the caller's reason. */
  #degrade(draft: Draft, error: unknown, limit: AbortSignal, signal: AbortSignal): void {
    signal.throwIfAborted();
    if (!MODEL_FAILURES.has((error as ServiceError).code) && !limit.aborted) throw error;
    draft.isDegraded = true;
  }

  /**
   * Whether the best sentences may stand for an answer. A model that read them and wrote what they do not say is a sign
   * that they are none: then there must be no doubt; and none is quoted after it said that they state no answer.
   */
  #mayQuote({ answerability }: Matter, draft: Draft): boolean {
    const isUnchecked = this.#model === undefined || draft.isDegraded;
    return isUnchecked ? answerability.isLikely : draft.isSure && !draft.isDeclined;
  }

  /**
   * What the model writes, as far as it is borne out. First it is asked how likely it is to say that nothing is stated;
   * where that leaves, with what was found, enough, it is asked for the answer alone: a small model that may decline
   * declines too often, and reads worse.
   */
  async *#write(model: ChatModel, matter: Matter, draft: Draft, signal: AbortSignal): AsyncGenerator<AskEvent> {
    const { question, readings, ranked } = matter;
    const excerpts = excerptsFor(question, ranked, readings, this.#maxExcerptTokens);
    const limits = this.#limits(this.#maxAnswerTokens, signal);
    try {
      const prompt = (options: AnswerPromptOptions) => answerMessages(question, excerpts, draft.language, options);
      const doubt = await this.#doubt(model, prompt({ mayDecline: true }), draft, limits.signal);
      const read = doubt === undefined ? matter.answerability : reread(matter, doubt);
      draft.isDeclined = !read.answerable;
      if (draft.isDeclined) return;
      draft.isSure = read.isSure;
      const sentences = writtenSentences(model, prompt({ mayDecline: doubt === undefined }), limits);
      try {
        for (let next = await sentences.next(); ; next = await sentences.next()) {
          if (next.done) {
            draft.usage = sum(draft.usage, next.value);
            return;
          }
          if (next.value.type === 'began') {
            yield { type: 'writing' };
            continue;
          }
          const { text } = next.value;
          const sentence = verify(text, matter);
          if (isDecline(text, sentence.supported)) draft.isDeclined = true;
          else yield* draft.add(sentence, readings);
        }
      } finally {
        await sentences.return(NO_USAGE);
      }
    } catch (error) {
      this.#degrade(draft, error, limits.signal, signal);
    }
  }

  /** How likely the model is to say that the excerpts state no answer, 0 to 1; undefined where its server does not tell. */
  async #doubt(
    model: ChatModel,
    messages: readonly ChatMessage[],
    draft: Draft,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    if (!this.#tellsLogprobs) return undefined;
    const { token, usage } = await firstToken(model, messages, { topLogprobs: ALTERNATIVES, signal });
    draft.usage = sum(draft.usage, usage);
    if (!token) this.#tellsLogprobs = false;
    return token && declineProbability(token);
  }
}

/** Sentences and rows of the documents, word for word: what the model meant, or else what is nearest to the question. */
function* quote({ question, ranked, readings }: Matter, draft: Draft): Generator<AskEvent> {
  const fitting = (unit: Quote) =>
    isAnswerInKind(question, unit, readings) && areYearsSpokenOf(question, [unit], readings);
  const meant = draft.nearest.length > 0 ? draft.nearest.slice(0, 1) : selectQuotes(ranked);
  for (const unit of meant.filter(fitting)) {
    draft.isExtractive = true;
    yield* draft.add({ text: spoken(unit, readings, question), supported: true, quotes: [unit] }, readings);
  }
}

function found({ id, documentId, documentName, page, scores }: RetrievedPassage) {
  return { id, documentId, documentName, page, scores };
}
