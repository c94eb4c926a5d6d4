import { describe, expect, it } from 'vitest';
import { SMALL_MODEL } from '../../src/agent/answerable/answerable.ts';
import { AskedModel, answered, asking, KETTLE_TOOLS } from './asking.ts';
import { officeApi, weatherFunction } from './operator-tools.ts';

const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
const DECLINE = 'Not stated in the documentation.';
const weather = () => weatherFunction('({ place }) => ({ place, sky: "clear", degrees: 31 })');

describe('tools that an operator added', () => {
  it.each(['scripted', SMALL_MODEL])('are offered where no page says anything, to %s', async (id) => {
    const replies = [
      { once: true, toolCalls: [{ name: 'weather_report', arguments: { place: 'Zanzibar' } }] },
      { text: DECLINE },
    ];
    const model = new AskedModel({ kind: 'scripted', id, contextLength: 100_000, replies });
    const { ask } = asking([], { model, provider: { tools: [...KETTLE_TOOLS, ...(await weather())] } });
    const { answer } = await answered(ask, 'Zanzibar weather, zzyzx?');
    expect(model.offered[0]).toContain('weather_report');
    expect(answer.steps.map(({ tool, status }) => [tool, status])).toContainEqual(['weather_report', 'ok']);
  });

  it('are not offered to what does not speak of them, and no model is asked what nobody wrote', async () => {
    const { ask, model } = asking([], { provider: { tools: [...KETTLE_TOOLS, ...(await weather())] } });
    const { answer } = await answered(ask, 'Zanzibar cuisine, zzyzx?');
    expect(answer.abstained).toBe(true);
    expect(model.requests).toHaveLength(0);
  });

  it('are offered to a model that declines what the pages seemed to answer', async () => {
    const { ask, model } = asking(
      [
        { once: true, text: DECLINE },
        { once: true, toolCalls: [{ name: 'office_kettle_state', arguments: { id: 'K7' } }] },
        { text: DECLINE },
      ],
      { provider: { tools: [...KETTLE_TOOLS, ...(await officeApi({ id: 'K7', degrees: 90 }))] } },
    );
    const { answer, types } = await answered(ask, 'Which `schema` validates the state of a request with kettle 3?');
    expect(model.offered[0]).toEqual([]);
    expect(model.offered[1]).toContain('office_kettle_state');
    expect(answer.steps.map(({ tool }) => tool)).toContain('office_kettle_state');
    // What it declined with at first is no part of the answer.
    expect(types).not.toContain('token');
  });

  it('are not offered where the pages answer', async () => {
    const { ask, model } = asking([{ text: ROUTES }], {
      provider: { tools: [...KETTLE_TOOLS, ...(await officeApi({}))] },
    });
    const { answer } = await answered(ask, 'How do I validate the body of a request with kettle 3?');
    expect(model.offered).toEqual([[]]);
    expect(answer.abstained).toBe(false);
  });
});
