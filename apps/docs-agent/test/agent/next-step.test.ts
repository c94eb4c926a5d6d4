import { ScriptedChatModel } from '@pareto/chat-models';
import type { ChatModel, GenerationEvent, GenerationRequest } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { ANSWERABLE_MODEL } from '../../src/agent/answerable/model.ts';
import { answered, asking } from './asking.ts';

const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
const QUESTION = 'How do I validate the body of a request with kettle 3?';
const UNANSWERED = 'Which glaze has the Zanzibar kettle?';
const USAGE = { promptTokens: 100, cachedTokens: 90, completionTokens: 1 };

/** The default model as far as the agent can tell: what it is asked for shows at the end of the prompt. */
class DoubtingModel extends ScriptedChatModel {
  readonly asked: string[] = [];
  /** How likely it declines, one time after another; the last one again and again. */
  readonly #declined: number[];
  readonly #says: { readonly words: string; readonly answer: string };

  constructor(declined: number[], says: { words: string; answer: string }) {
    super({ kind: 'scripted', id: ANSWERABLE_MODEL.of, contextLength: 100_000 });
    this.#declined = declined;
    this.#says = says;
  }

  override async *generate(request: GenerationRequest): AsyncGenerator<GenerationEvent> {
    const last = request.prompt.kind === 'chat' ? request.prompt.messages.at(-1)!.content : '';
    if (request.topLogprobs !== undefined) {
      this.asked.push('doubt');
      const declined = this.#declined.length > 1 ? this.#declined.shift()! : this.#declined[0]!;
      const top = [
        { token: 'Not', logprob: Math.log(declined), bytes: [] },
        { token: 'The', logprob: Math.log(1 - declined), bytes: [] },
      ];
      yield { type: 'text', text: 'The', logprobs: [{ ...top[1]!, top }] };
    } else {
      const isForWords = last.includes('Write only the words to search');
      this.asked.push(isForWords ? 'words' : 'answer');
      yield { type: 'text', text: isForWords ? this.#says.words : this.#says.answer };
    }
    yield { type: 'finish', reason: 'stop', usage: USAGE };
  }
}

function doubting(declined: number[], { words = '', answer = ROUTES } = {}) {
  const model = new DoubtingModel(declined, { words, answer });
  const { ask, memory } = asking([], { model: model as unknown as never });
  return { ask, memory, model: model as ChatModel & { asked: string[] } };
}

describe('the next step of a small model', () => {
  it('is an answer where it hardly doubts: one more token, and no tool', async () => {
    const { ask, model } = doubting([0.001]);
    const { answer } = await answered(ask, QUESTION);
    expect(model.asked).toEqual(['doubt', 'answer']);
    expect(answer).toMatchObject({ abstained: false, usage: { promptTokens: 200, completionTokens: 2 } });
    expect(answer.answer).toContain('kettle.route(options)');
  });

  it('is another search in its own words where it doubts, and an answer where that helps', async () => {
    const { ask, model } = doubting([0.999, 0.001], { words: 'kettle route schema\nand more' });
    const { answer, events } = await answered(ask, UNANSWERED);
    expect(model.asked).toEqual(['doubt', 'words', 'doubt', 'answer']);
    const calls = events.flatMap(({ event }) => (event.type === 'tool_call' ? [event.arguments] : []));
    expect(calls.at(-1)).toMatchObject({ query: 'kettle route schema' });
    expect(answer.steps.filter(({ kind }) => kind === 'tool').length).toBe(calls.length);
  });

  it('is none where it still doubts: it is not asked for what it would make up', async () => {
    const { ask, model, memory } = doubting([0.999], { words: 'glaze' });
    const { answer, types } = await answered(ask, UNANSWERED);
    expect(model.asked).toEqual(['doubt', 'words', 'doubt']);
    expect(answer).toMatchObject({ abstained: true, finish_reason: 'stop' });
    expect(types).not.toContain('token');
    expect(memory.gaps.list()).toHaveLength(1);
  });

  it('is decided at once where the model has no words to search for', async () => {
    const { ask, model } = doubting([0.999]);
    const { answer } = await answered(ask, UNANSWERED);
    expect(model.asked).toEqual(['doubt', 'words']);
    expect(answer.abstained).toBe(true);
  });
});
