import { type ChatModel, ServiceError } from '@pareto/contracts';
import { selectQuotes, spoken } from '@pareto/grounding';
import type { RetrievedPassage } from '../passages.ts';
import { answerMessages, isDecline } from '../prompts/answer.ts';
import { NO_USAGE, sum, writtenSentences } from './answer-stream.ts';
import { Draft } from './draft.ts';
import type { AskEvent } from './events.ts';
import { excerptsFor } from './excerpts.ts';
import { standalone } from './follow-up.ts';
import { gather, type Matter } from './matter.ts';
import type { AskRequest, Library } from './ports.ts';
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

  /** @throws what the library throws, and the signal's reason. A model that fails is no error: the answer is `degraded`. */
  async *run(request: AskRequest, library: Library, signal: AbortSignal): AsyncGenerator<AskEvent> {
    const draft = new Draft(request.question);
    const matter = await gather(standalone(request.question, request.history), library, signal);
    yield { type: 'retrieval', question: matter.question, passages: matter.passages.map(found) };
    if (matter.passages.length === 0) return yield draft.refusal('no_documents');
    if (!matter.answerability.answerable) return yield draft.refusal('not_in_documents');

    if (this.#model) yield* this.#write(this.#model, matter, draft, signal);
    if (draft.sentences.length === 0 && this.#mayQuote(matter, draft)) yield* quote(matter, draft);
    if (draft.sentences.length > 0) return yield draft.answer();
    yield draft.refusal(draft.isDeclined ? 'not_in_documents' : 'not_supported');
  }

  /**
   * Whether the best sentences may stand for an answer. A model that read them and wrote what they do not say, or that
   * they say nothing, is a sign that they are none: then the retrieval must leave no doubt.
   */
  #mayQuote({ answerability }: Matter, draft: Draft): boolean {
    const isUnchecked = this.#model === undefined || draft.isDegraded;
    return isUnchecked || answerability.isSure;
  }

  /** What the model writes, as far as it is borne out. */
  async *#write(model: ChatModel, matter: Matter, draft: Draft, signal: AbortSignal): AsyncGenerator<AskEvent> {
    const { question, readings, ranked } = matter;
    const excerpts = excerptsFor(ranked, readings, this.#maxExcerptTokens);
    const limits = {
      maxTokens: this.#maxAnswerTokens,
      signal: AbortSignal.any([signal, AbortSignal.timeout(this.#modelTimeoutMs)]),
    };
    const sentences = writtenSentences(model, answerMessages(question, excerpts, draft.language), limits);
    try {
      for (let next = await sentences.next(); ; next = await sentences.next()) {
        if (next.done) {
          draft.usage = sum(draft.usage, next.value);
          return;
        }
        const sentence = verify(next.value, matter);
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
function* quote({ ranked, readings }: Matter, draft: Draft): Generator<AskEvent> {
  for (const unit of selectQuotes(ranked)) {
    draft.isExtractive = true;
    yield* draft.add({ text: spoken(unit, readings), supported: true, quotes: [unit] }, readings);
  }
}

function found({ id, documentId, documentName, page, scores }: RetrievedPassage) {
  return { id, documentId, documentName, page, scores };
}
