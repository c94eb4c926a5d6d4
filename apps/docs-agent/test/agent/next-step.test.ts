import { ScriptedChatModel } from '@pareto/chat-models';
import type { GenerationEvent, GenerationRequest } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { SMALL_MODEL } from '../../src/agent/answerable/answerable.ts';
import { answered, asking } from './asking.ts';

const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
const QUESTION = 'How do I validate the body of a request with kettle 3?';
const UNREAD = 'How long does kettle wait for GET?';
const TIMEOUT = '`boilTimeout` is 5000 milliseconds by default.';
const UNANSWERED = 'Which glaze has the Zanzibar kettle of the Emperor?';
const USAGE = { promptTokens: 100, cachedTokens: 90, completionTokens: 1 };

/** The small model as far as the agent can tell: what it is asked for shows at the end of the prompt. */
class SmallModel extends ScriptedChatModel {
  readonly asked: string[] = [];
  readonly #says: { readonly words: string; readonly answer: string };

  constructor(says: { words: string; answer: string }) {
    super({ kind: 'scripted', id: SMALL_MODEL, contextLength: 100_000 });
    this.#says = says;
  }

  override async *generate(request: GenerationRequest): AsyncGenerator<GenerationEvent> {
    const last = request.prompt.kind === 'chat' ? request.prompt.messages.at(-1)!.content : '';
    const isForWords = last.includes('Write only the words to search');
    this.asked.push(isForWords ? 'words' : 'answer');
    yield { type: 'text', text: isForWords ? this.#says.words : this.#says.answer };
    yield { type: 'finish', reason: 'stop', usage: USAGE };
  }
}

function small({ words = '', answer = ROUTES } = {}) {
  const model = new SmallModel({ words, answer });
  const { ask, memory } = asking([], { model: model as unknown as never });
  return { ask, memory, model };
}

describe('the next step of a small model', () => {
  it('is an answer where what was read speaks of what is asked, and nothing else is asked', async () => {
    const { ask, model } = small();
    const { answer } = await answered(ask, QUESTION);
    expect(model.asked).toEqual(['answer']);
    expect(answer).toMatchObject({ abstained: false, usage: { promptTokens: 100, completionTokens: 1 } });
    expect(answer.answer).toContain('kettle.route(options)');
  });

  it('is another search in its own words where a name was not read, and an answer where that helps', async () => {
    const { ask, model } = small({ words: 'kettle boilTimeout milliseconds\nand more', answer: TIMEOUT });
    const { answer, events } = await answered(ask, UNREAD);
    expect(model.asked).toEqual(['words', 'answer']);
    const calls = events.flatMap(({ event }) => (event.type === 'tool_call' ? [event.arguments] : []));
    expect(calls.at(-1)).toMatchObject({ query: 'kettle boilTimeout milliseconds' });
    expect(answer.steps.filter(({ kind }) => kind === 'tool').length).toBe(calls.length);
    expect(answer).toMatchObject({ abstained: false, usage: { promptTokens: 200, completionTokens: 2 } });
  });

  it('is none where that does not help: it is not asked for what it would make up', async () => {
    const { ask, model, memory } = small({ words: 'glaze' });
    const { answer, types } = await answered(ask, UNANSWERED);
    expect(model.asked).toEqual(['words']);
    expect(answer).toMatchObject({ abstained: true, finish_reason: 'stop' });
    expect(types).not.toContain('token');
    expect(memory.gaps.list()).toHaveLength(1);
  });

  it('is decided at once where the model has no words to search for', async () => {
    const { ask, model } = small();
    const { answer } = await answered(ask, UNANSWERED);
    expect(model.asked).toEqual(['words']);
    expect(answer.abstained).toBe(true);
  });
});
