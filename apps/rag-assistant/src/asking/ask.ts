import type { ChatMessage, ChatModel, ServiceError } from '@pareto/contracts';
import { areYearsSpokenOf, isAnswerInKind, type Quote, selectQuotes, spoken, subQuestions } from '@pareto/grounding';
import { type AnswerPromptOptions, answerMessages, declineProbability, isDecline } from '../prompts/answer.ts';
import { firstToken, NO_USAGE, sum, writtenSentences } from './answer-stream.ts';
import { Draft } from './draft.ts';
import type { AskEvent, FoundPassage } from './events.ts';
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

/** What the model made of one question. */
interface Attempt {
  isAnswered: boolean;
  /** It says that the excerpts hold no answer. */
  isDeclined: boolean;
  /** What it read leaves no doubt that there is an answer. */
  isSure: boolean;
  /** Of what it wrote and nothing bears out, the sentences and rows that come nearest. */
  readonly nearest: Quote[];
}

/** What ends the work on a question: its caller, and for the model, whatever it is asked, the time that it has. */
interface Ends {
  readonly caller: AbortSignal;
  readonly model: AbortSignal;
}

export interface AskOptions {
  /** Undefined: every answer is quoted from the documents. */
  readonly model: ChatModel | undefined;
  /** Tokens of excerpts that the model reads. */
  readonly maxExcerptTokens?: number | undefined;
  readonly maxAnswerTokens?: number | undefined;
  /** For all that the model is asked of one question. */
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
    const ends: Ends = { caller: signal, model: AbortSignal.any([signal, AbortSignal.timeout(this.#modelTimeoutMs)]) };
    const matters = await this.#understand(request, library, draft, ends);
    yield { type: 'retrieval', questions: matters.map(({ question }) => question), passages: foundPassages(matters) };
    for (const matter of matters) yield* this.#answer(matter, draft, ends);
    yield draft.done();
  }

  /** What is found to each thing that is asked; a follow-up that finds nothing as it stands is written anew by the model. */
  async #understand(request: AskRequest, library: Library, draft: Draft, ends: Ends): Promise<Matter[]> {
    const { question } = request;
    const taken = standalone(question, request.history);
    const questions = taken === question ? subQuestions(question).parts : [taken];
    const matters: Matter[] = [];
    for (const part of questions) matters.push(await gather(part, library, ends.caller));
    if (!this.#model || taken === question || matters[0]!.answerability.isLikely) return matters;
    try {
      const rewriting = await rewrite(this.#model, request, { maxTokens: MAX_QUESTION_TOKENS, signal: ends.model });
      draft.usage = sum(draft.usage, rewriting.usage);
      return rewriting.question === undefined ? matters : [await gather(rewriting.question, library, ends.caller)];
    } catch (error) {
      degrade(draft, error, ends);
      return matters;
    }
  }

  /** The answer to one question, as far as there is one. */
  async *#answer(matter: Matter, draft: Draft, ends: Ends): AsyncGenerator<AskEvent> {
    const { question, passages, answerability } = matter;
    if (passages.length === 0) return draft.refuse(question, 'no_documents');
    if (!answerability.answerable) return draft.refuse(question, 'not_in_documents');

    const attempt: Attempt = { isAnswered: false, isDeclined: false, isSure: false, nearest: [] };
    if (this.#model && !draft.isDegraded) yield* this.#write(this.#model, matter, draft, attempt, ends);
    if (!attempt.isAnswered && this.#mayQuote(matter, draft, attempt)) yield* quote(matter, draft, attempt);
    if (!attempt.isAnswered) draft.refuse(question, attempt.isDeclined ? 'not_in_documents' : 'not_supported');
  }

  /**
   * Whether the best sentences may stand for an answer. A model that read them and wrote what they do not say is a sign
   * that they are none: then there must be no doubt; and none is quoted after it said that they state no answer.
   */
  #mayQuote({ answerability }: Matter, { isDegraded }: Draft, { isSure, isDeclined }: Attempt): boolean {
    const isUnchecked = this.#model === undefined || isDegraded;
    return isUnchecked ? answerability.isLikely : isSure && !isDeclined;
  }

  /**
   * What the model writes, as far as it is borne out. First it is asked how likely it is to say that nothing is stated;
   * where that leaves, with what was found, enough, it is asked for the answer alone: a small model that may decline
   * declines too often, and reads worse.
   */
  async *#write(
    model: ChatModel,
    matter: Matter,
    draft: Draft,
    attempt: Attempt,
    ends: Ends,
  ): AsyncGenerator<AskEvent> {
    const { question, readings, ranked } = matter;
    const excerpts = excerptsFor(question, ranked, readings, this.#maxExcerptTokens);
    const limits = { maxTokens: this.#maxAnswerTokens, signal: ends.model };
    try {
      const prompt = (options: AnswerPromptOptions) => answerMessages(question, excerpts, draft.language, options);
      const doubt = await this.#doubt(model, prompt({ mayDecline: true }), draft, limits.signal);
      const read = doubt === undefined ? matter.answerability : reread(matter, doubt);
      attempt.isDeclined = !read.answerable;
      if (attempt.isDeclined) return;
      attempt.isSure = read.isSure;
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
          if (isDecline(text, sentence.supported)) {
            attempt.isDeclined = true;
            continue;
          }
          if (sentence.supported) attempt.isAnswered = true;
          else attempt.nearest.push(...sentence.quotes);
          yield* draft.add(sentence, readings);
        }
      } finally {
        await sentences.return(NO_USAGE);
      }
    } catch (error) {
      degrade(draft, error, ends);
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

/** A model that fails, or takes too long, is done without. @throws what else went wrong, and the caller's reason. */
function degrade(draft: Draft, error: unknown, { caller, model }: Ends): void {
  caller.throwIfAborted();
  if (!MODEL_FAILURES.has((error as ServiceError).code) && !model.aborted) throw error;
  draft.isDegraded = true;
}

/** Sentences and rows of the documents, word for word: what the model meant, or else what is nearest to the question. */
function* quote({ question, ranked, readings }: Matter, draft: Draft, attempt: Attempt): Generator<AskEvent> {
  const { nearest } = attempt;
  const fitting = (unit: Quote) =>
    isAnswerInKind(question, unit, readings) && areYearsSpokenOf(question, [unit], readings);
  const meant = nearest.length > 0 ? nearest.slice(0, 1) : selectQuotes(ranked);
  for (const unit of meant.filter(fitting)) {
    draft.isExtractive = true;
    attempt.isAnswered = true;
    yield* draft.add({ text: spoken(unit, readings, question), supported: true, quotes: [unit] }, readings);
  }
}

/** The best of each question first, each once. */
function foundPassages(matters: readonly Matter[]): FoundPassage[] {
  const longest = Math.max(...matters.map(({ passages }) => passages.length));
  const inTurn = Array.from({ length: longest }, (_, rank) => matters.flatMap(({ passages }) => passages[rank] ?? []));
  const distinct = new Map(inTurn.flat().map((passage) => [passage.id, passage]));
  return [...distinct.values()].map(({ id, documentId, documentName, page, scores }) => {
    return { id, documentId, documentName, page, scores };
  });
}
