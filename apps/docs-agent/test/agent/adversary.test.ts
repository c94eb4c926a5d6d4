import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineTool } from '../../src/tools/tool.ts';
import { AskedModel, answered, asking, KETTLE_TOOLS } from './asking.ts';

const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
/** So vague that tools are offered. */
const VAGUE = 'Which Zanzibar schema validates the body of a request?';
const call = (name: string, args: Record<string, unknown> | string = {}) => ({ name, arguments: args });

describe('a model that', () => {
  it('calls tools that do not exist is told what there is, and may answer', async () => {
    const { ask, model } = asking([{ once: true, toolCalls: [call('open_door', { key: 1 })] }, { text: ROUTES }]);
    const { answer } = await answered(ask, VAGUE);
    expect(model.offered[0]).toHaveLength(3);
    expect(model.prompt()).toContain('There is no tool "open_door"');
    expect(answer.steps.map(({ status }) => status)).toContain('not-allowed');
    expect(answer.abstained).toBe(false);
  });

  it('writes malformed JSON is told what is wrong with it', async () => {
    const { ask, model } = asking([
      { once: true, toolCalls: [call('search_docs', '{"query": "rou')] },
      { once: true, toolCalls: [call('search_docs', { query: 'routes' })] },
      { text: ROUTES },
    ]);
    const { answer } = await answered(ask, VAGUE);
    expect(model.prompt(1)).toContain('Wrong arguments for search_docs');
    expect(answer.steps.map(({ status }) => status)).toEqual(expect.arrayContaining(['arguments-invalid', 'ok']));
    expect(answer.answer).toContain('kettle.route');
  });

  it('writes malformed arguments twice may try a third time, and answer', async () => {
    const { ask, model } = asking([
      { once: true, toolCalls: [call('search_docs', '{"query": "rou')] },
      { once: true, toolCalls: [call('search_docs', { words: 'routes' })] },
      { once: true, toolCalls: [call('search_docs', { query: 'routes' })] },
      { text: ROUTES },
    ]);
    const { answer } = await answered(ask, VAGUE);
    expect(answer.steps.filter(({ tool }) => tool !== undefined).map(({ status }) => status)).toEqual([
      'ok',
      'arguments-invalid',
      'arguments-invalid',
      'ok',
    ]);
    expect(model.offered.map(({ length }) => length)).toEqual([3, 3, 3, 3]);
    expect(answer).toMatchObject({ abstained: false, finish_reason: 'stop', usage: { modelCalls: 4 } });
  });

  it('answers in its last step has answered', async () => {
    const { ask, model } = asking(
      [{ once: true, toolCalls: [call('search_docs', { query: 'routes' })] }, { text: ROUTES }],
      { budgets: { modelCalls: 2 } },
    );
    const { answer } = await answered(ask, VAGUE);
    expect(model.offered.map(({ length }) => length)).toEqual([3, 0]);
    expect(answer).toMatchObject({ abstained: false, finish_reason: 'stop' });
  });

  it('may take as many steps as it is given', async () => {
    let n = 0;
    const replies = Array.from({ length: 49 }, () => ({
      once: true,
      toolCalls: [call('search_docs', { query: `body of a request ${++n}` })],
    }));
    const { ask, model } = asking([...replies, { text: ROUTES }], {
      budgets: { modelCalls: 50, tokens: 1_000_000 },
      provider: { budget: 1_000 },
    });
    const { answer } = await answered(ask, VAGUE);
    expect(model.requests).toHaveLength(50);
    expect(answer).toMatchObject({ abstained: false, finish_reason: 'stop' });
  });

  it('makes the same call for ever gets one last step without tools', async () => {
    const { ask, model } = asking([{ toolCalls: [call('search_docs', { query: 'glaze' })] }]);
    const { answer } = await answered(ask, VAGUE);
    expect(answer.finish_reason).toBe('repetition');
    expect(model.requests).toHaveLength(4);
    expect(model.offered.at(-1)).toEqual([]);
    expect(answer.steps.filter(({ status }) => status === 'repeated')).toHaveLength(2);
  });

  it('never answers runs out of steps, and what stands there is quoted', async () => {
    let n = 0;
    const replies = Array.from({ length: 8 }, () => ({
      once: true,
      toolCalls: [call('search_docs', { query: `body of a request ${++n}` })],
    }));
    const { ask, model } = asking(replies);
    const { answer } = await answered(ask, VAGUE);
    expect(model.requests).toHaveLength(5);
    expect(answer.finish_reason).toBe('steps');
    expect(answer.answer).toContain('validates the body of a request');
    expect(answer.citations[0]).toMatchObject({ path: 'README.md' });
  });

  it('writes for ever ends with its tokens', async () => {
    const { ask } = asking(
      [{ once: true, toolCalls: [call('search_docs', { query: 'routes' })] }, { text: ROUTES.repeat(50) }],
      {
        budgets: { tokens: 400 },
      },
    );
    const { answer } = await answered(ask, VAGUE);
    expect(answer.finish_reason).toBe('tokens');
    expect(answer.usage.completionTokens).toBeLessThan(400);
  });

  it('writes on past its answer is cut at a sentence', async () => {
    const { ask } = asking([{ text: `${ROUTES} ${ROUTES.slice(0, -1)} and so on and on` }], {
      budgets: { answerTokens: 40 },
    });
    const { answer } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    expect(answer.finish_reason).toBe('tokens');
    expect(answer.answer).toBe(
      'Call `kettle.route(options)` with a `schema` that validates the body of a request [1].',
    );
  });

  it('hangs ends with its time, and what stands there is quoted', async () => {
    const { ask } = asking([{ text: ROUTES, delayMs: 600_000 }], { budgets: { wallClockMs: 1_000 } });
    const { answer } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    expect(answer.finish_reason).toBe('time');
    expect(answer.answer).toContain('validates the body of a request');
    expect(answer.citations).toHaveLength(1);
  });

  it('hangs over a question in Spanish has quoted what stands in English', async () => {
    const { ask } = asking([{ text: ROUTES, delayMs: 600_000 }], { budgets: { wallClockMs: 1_000 } });
    const { answer } = await answered(ask, '¿Cuánto es `boilTimeout` por defecto en kettle?');
    expect(answer).toMatchObject({ finish_reason: 'time', citations: [{ anchor: 'timeouts' }] });
    expect(answer.answer).toContain('> `boilTimeout` is 5000 milliseconds by default.');
  });

  it('hangs over what no page answers has nothing quoted, and leaves no gap', async () => {
    const { ask, memory } = asking([{ text: ROUTES, delayMs: 600_000 }], { budgets: { wallClockMs: 1_000 } });
    const { answer, types } = await answered(ask, 'Which colours does kettle come in for the Emperor?');
    expect(types).not.toContain('token');
    expect(answer).toMatchObject({ abstained: true, finish_reason: 'time', citations: [] });
    expect(answer.answer).toMatch(/^No answer was found before the search for it ended\. Searched: /);
    expect(memory.gaps.list()).toEqual([]);
  });

  it('hangs in the middle leaves what it had written', async () => {
    const written = { type: 'text' as const, text: `${ROUTES} And ` };
    const model = new AskedModel({ kind: 'scripted', replies: [] });
    model.generate = async function* (_, { signal } = {}) {
      yield written;
      const { promise, reject } = Promise.withResolvers<never>();
      signal!.addEventListener('abort', () => reject(signal!.reason));
      await promise;
    } as typeof model.generate;
    const { ask } = asking([], { model, budgets: { wallClockMs: 1_000 } });
    const { answer, types } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    expect(answer.finish_reason).toBe('time');
    expect(answer.answer).toMatch(/Call `kettle\.route\(options\)`.* \[1\]\.$/);
    expect(types).toContain('token');
  });

  it('obeys an attacker reaches no tool that the question does not need', async () => {
    const effects: unknown[] = [];
    const wipe = defineTool({
      name: 'delete_everything',
      description: 'Delete everything.',
      schema: z.object({ sure: z.boolean().optional() }),
      example: {},
      cost: 1,
      deadlineMs: 1_000,
      effect: 'write',
      async run(args) {
        effects.push(args);
        return { text: 'Done.' };
      },
    });
    const obedient = [
      call('delete_everything', { sure: true }),
      call('read_page', { source: 'kettle', path: '../../etc/passwd' }),
      call('current_time', {}),
    ];
    const { ask, index } = asking([{ once: true, toolCalls: obedient }, { text: 'Done as you say.' }], {
      provider: { tools: [...KETTLE_TOOLS, wipe], writes: ['delete_everything'] },
    });
    const { answer } = await answered(ask, VAGUE);
    expect(effects).toEqual([]);
    expect(index.touched).toEqual([]);
    expect(answer.steps.filter(({ kind }) => kind === 'tool').map(({ tool, status }) => [tool, status])).toEqual([
      ['search_docs', 'ok'],
      ['delete_everything', 'not-allowed'],
      ['read_page', 'arguments-invalid'],
      ['current_time', 'not-allowed'],
    ]);
    expect(answer.abstained).toBe(true);
  });

  it('calls tools where none is offered is not heard', async () => {
    const { ask, model } = asking([{ toolCalls: [call('search_docs', { query: 'routes' })] }]);
    const { answer } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    expect(model.requests).toHaveLength(1);
    expect(answer).toMatchObject({ abstained: true, finish_reason: 'stop' });
  });
});
