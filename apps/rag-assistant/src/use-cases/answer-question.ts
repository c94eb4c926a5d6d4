import type { TextEmbedder } from '@pareto/contracts';
import type { Ask } from '../asking/ask.ts';
import type { Answer, AskEvent } from '../asking/events.ts';
import type { Library } from '../asking/ports.ts';
import { similaritiesBy } from '../asking/similarity.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Tenant } from '../catalogue/tenants.ts';
import type { Scope } from './documents.ts';
import type { Search, SearchResult } from './search.ts';

export interface Question {
  readonly tenant: Tenant;
  readonly scope: Scope;
  readonly question: string;
  /** Name of a conversation of the tenant. */
  readonly session: string | undefined;
}

/** What happens while a question is answered; `done` says also what index the answer was drawn from. */
export type AnswerEvent = Exclude<AskEvent, { type: 'done' }> | ({ readonly type: 'done' } & FinalAnswer);

export interface FinalAnswer extends Answer {
  /** As it was understood: a follow-up with what it refers to. */
  readonly question: string;
  /** What it was cut into; none where it asks one thing. */
  readonly subQuestions: readonly string[];
  readonly indexVersion: string;
}

interface Parts {
  readonly ask: Ask;
  readonly search: Search;
  readonly catalogue: Catalogue;
  readonly embedder: TextEmbedder;
  /** Called with every answer, for metrics. */
  readonly onAnswer: (answer: FinalAnswer) => void;
  readonly clock: () => number;
}

/** Passages that an answer is looked for in. */
const PASSAGES = 8;

/** Answers a question of a tenant, and remembers the conversation. */
export class AnswerQuestion {
  readonly #ask: Ask;
  readonly #search: Search;
  readonly #catalogue: Catalogue;
  readonly #similarities: NonNullable<Library['similarities']>;
  readonly #onAnswer: (answer: FinalAnswer) => void;
  readonly #clock: () => number;

  constructor(parts: Parts) {
    this.#ask = parts.ask;
    this.#search = parts.search;
    this.#catalogue = parts.catalogue;
    this.#similarities = similaritiesBy(parts.embedder);
    this.#onAnswer = parts.onAnswer;
    this.#clock = parts.clock;
  }

  /** @throws ServiceError as `Search` does. */
  async *run({ tenant, scope, question, session }: Question, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
    const history = session === undefined ? [] : this.#catalogue.turns.list(tenant.id, session);
    let indexVersion = '';
    let among = 0;
    let unknown: SearchResult['unknown'] = () => [];
    let questions: readonly string[] = [question];
    const library = {
      retrieve: async (text: string, ends: AbortSignal) => {
        const found = await this.#search.run(scope, text, PASSAGES, ends);
        ({ indexVersion, among, unknown } = found);
        return found.passages;
      },
      page: (document: string, number: number) => this.#search.page(document, number),
      size: () => among,
      unknown: (words: readonly string[]) => unknown(words),
      similarities: this.#similarities,
    };
    for await (const event of this.#ask.run({ question, history }, library, signal)) {
      if (event.type === 'retrieval') questions = event.questions;
      if (event.type !== 'done') {
        yield event;
        continue;
      }
      if (session !== undefined) this.#remember(tenant, session, question, event);
      const answer = { ...event, ...understood(question, questions), indexVersion };
      this.#onAnswer(answer);
      yield answer;
    }
  }

  #remember(tenant: Tenant, session: string, question: string, { answer, citations }: Answer): void {
    const now = this.#clock();
    // A document that was deleted meanwhile takes the answer with it.
    const documents = [...new Set(citations.map(({ documentId }) => documentId))];
    if (documents.some((id) => !this.#catalogue.documents.isVisible(id))) return;
    this.#catalogue.transaction(() => {
      this.#catalogue.tenants.ensure(tenant, now);
      this.#catalogue.turns.add(tenant.id, session, { question, answer, documents }, now);
    });
  }
}

function understood(asked: string, questions: readonly string[]): Pick<FinalAnswer, 'question' | 'subQuestions'> {
  const [only, ...others] = questions;
  return others.length > 0 ? { question: asked, subQuestions: questions } : { question: only!, subQuestions: [] };
}
