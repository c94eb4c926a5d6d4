import { describe, expect, it } from 'vitest';
import { compacted } from '../../src/agent/middleware/compaction.ts';
import { Sessions } from '../../src/use-cases/sessions.ts';
import { answered, asking } from './asking.ts';

const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
const VALIDATE = 'How do I validate the body of a request with kettle 3?';
const OWNER = 'somebody';

describe('a conversation', () => {
  it('understands a follow-up with the question before it', async () => {
    const { ask, model } = asking([
      { when: 'default', text: '`boilTimeout` is 5000 milliseconds by default.' },
      { text: ROUTES },
    ]);
    const { answer } = await answered(ask, VALIDATE);
    const next = await answered(ask, 'And what is its timeout by default?', { sessionId: answer.session_id });
    expect(next.answer.steps[1]!.arguments).toMatchObject({
      query: 'How do I validate the body of a request with kettle 3: what is its timeout by default?',
    });
    // The earlier turn as it was given out, not as the model wrote it.
    expect(model.prompt()).toContain(answer.answer);
    const other = await answered(ask, 'What is `maxTemperature` of kettle?', { sessionId: answer.session_id });
    expect(other.answer.steps[1]!.arguments).toMatchObject({ name: 'maxTemperature' });
    expect(model.prompt()).not.toContain(answer.answer);
  });

  it('puts another version in place of the one before', async () => {
    const { ask } = asking([{ text: 'Call `kettle.start(port)`, then `kettle.get(path)`.' }]);
    const { answer } = await answered(ask, VALIDATE);
    const { answer: next } = await answered(ask, 'And in 2?', { sessionId: answer.session_id });
    expect(next.steps[1]!.arguments).toMatchObject({ source: 'kettle@2' });
    expect(next.citations[0]).toMatchObject({ version: '2.1.0' });
  });

  it('belongs to who began it', async () => {
    const { ask, memory } = asking([{ text: ROUTES }]);
    const { answer } = await answered(ask, VALIDATE);
    const sessions = new Sessions(memory);
    expect(sessions.view(OWNER, answer.session_id).runs).toMatchObject([{ question: VALIDATE, status: 'done' }]);
    const notFound = expect.objectContaining({ code: 'session_not_found' });
    expect(() => sessions.view('another', answer.session_id)).toThrow(notFound);
    await expect(ask.forgetSession('another', answer.session_id)).rejects.toEqual(notFound);
    await ask.forgetSession(OWNER, answer.session_id);
    expect(() => sessions.view(OWNER, answer.session_id)).toThrow(notFound);
    expect(await memory.checkpoints.getTuple({ configurable: { thread_id: answer.session_id } })).toBeUndefined();
    expect(memory.runs.exchanges(answer.run_id)).toEqual([]);
  });

  it('answers one question after the other', async () => {
    const { ask } = asking([{ text: ROUTES, delayMs: 1 }]);
    const { answer } = await answered(ask, 'hello');
    const [first, second] = await Promise.all([
      answered(ask, VALIDATE, { sessionId: answer.session_id }),
      answered(ask, 'And what does it validate?', { sessionId: answer.session_id }),
    ]);
    expect(first!.answer.abstained).toBe(false);
    // The second knows of the first, which was asked at the same time.
    expect(second!.answer.steps[1]!.arguments).toMatchObject({ query: expect.stringContaining('with kettle 3: what') });
  });

  it('keeps one checkpoint of a session that nothing is going on in', async () => {
    const { ask, memory } = asking([{ text: ROUTES }]);
    const { answer } = await answered(ask, VALIDATE);
    await answered(ask, 'And in 2?', { sessionId: answer.session_id });
    const all = await Array.fromAsync(memory.checkpoints.list({ configurable: { thread_id: answer.session_id } }));
    expect(all).toHaveLength(1);
  });
});

describe('compaction', () => {
  const count = (text: string) => text.split(/\s+/).length;
  const turn = (n: number) => ({ question: `question ${n} of many`, answer: `answer ${n} `.repeat(20).trim() });

  it('keeps the newest turns within the budget', () => {
    const turns = Array.from({ length: 20 }, (_, n) => turn(n));
    const kept = compacted(turns, 100, count);
    expect(kept.map(({ question }) => question)).toEqual(['question 18 of many', 'question 19 of many']);
    expect(compacted(turns, 10, count)).toEqual([]);
  });

  it('cuts the end of long answers', () => {
    const [kept] = compacted([{ question: 'q', answer: 'word '.repeat(1_000) }], 200, count);
    expect(count(kept!.answer)).toBeLessThan(110);
    expect(kept!.answer).toMatch(/…$/);
  });

  it('keeps a long session within what the model reads', async () => {
    const { ask, model } = asking([{ text: ROUTES }], { budgets: { historyTokens: 60 } });
    let sessionId: string | undefined;
    for (let n = 0; n < 6; n += 1) {
      const { answer } = await answered(ask, `${VALIDATE} Attempt ${n}`, sessionId === undefined ? {} : { sessionId });
      sessionId = answer.session_id;
    }
    await answered(ask, 'And then?', { sessionId: sessionId! });
    const roles = model.requests.at(-1)!.prompt;
    expect(
      roles.kind === 'chat' && roles.messages.filter((message) => message.role === 'assistant' && !message.toolCalls),
    ).toHaveLength(1);
  });
});
