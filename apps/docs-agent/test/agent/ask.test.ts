import { describe, expect, it } from 'vitest';
import { answered, asking } from './asking.ts';

const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';

describe('a question', () => {
  it('is planned, looked up, answered and cited', async () => {
    const { ask, model } = asking([{ text: ROUTES }]);
    const { answer, types, events } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    expect(types).toEqual(['plan', 'tool_call', 'tool_result', 'citation', 'token', 'done']);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(answer).toMatchObject({
      abstained: false,
      finish_reason: 'stop',
      citations: [{ source: 'kettle', version: '3.0.0', path: 'README.md', anchor: 'routes' }],
      steps: [{ kind: 'plan' }, { kind: 'tool', tool: 'search_docs', status: 'ok' }, { kind: 'model' }],
      usage: { modelCalls: 1 },
    });
    expect(answer.answer).toBe(
      'Call `kettle.route(options)` with a `schema` that validates the body of a request [1].',
    );
    expect(model.requests).toHaveLength(1);
    expect(model.offered).toEqual([[]]);
    expect(model.prompt()).toContain('[1] kettle@3.0.0 README.md (Routes)');
  });
});
