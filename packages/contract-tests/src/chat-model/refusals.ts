import { CHAT_CAPABILITIES, type ChatCapability, type ChatModel, type GenerationRequest } from '@pareto/contracts';
import { expect, it } from 'vitest';
import type { ChatModelVariations } from '../chat-model.ts';
import { answer, ask, type CurrentModel, goOn } from './requests.ts';

const TOOL = { name: 'get_time', parameters: { type: 'object' } };
const SCHEMA = { kind: 'json-schema', name: 'answer', schema: { type: 'object' } } as const;

/** A request that needs the capability, and what OpenAI calls the parameter. */
const PROBES: readonly (readonly [ChatCapability, GenerationRequest, string])[] = [
  ['chat', ask('Hello'), 'messages'],
  ['completions', goOn('Hello'), 'prompt'],
  ['tools', ask('Hello', { tools: [TOOL], toolChoice: 'auto' }), 'tools'],
  ['json_object', ask('Hello', { responseFormat: { kind: 'json-object' } }), 'response_format'],
  ['json_schema', ask('Hello', { responseFormat: SCHEMA }), 'response_format'],
  ['logprobs', ask('Hello', { topLogprobs: 0 }), 'logprobs'],
  ['seed', ask('Hello', { seed: 1 }), 'seed'],
  ['stop', ask('Hello', { stop: ['x'] }), 'stop'],
  ['penalties', ask('Hello', { presencePenalty: 1 }), 'presence_penalty'],
  ['penalties', ask('Hello', { frequencyPenalty: 1 }), 'frequency_penalty'],
];

async function expectRefusals(model: ChatModel): Promise<void> {
  for (const [capability, request, param] of PROBES) {
    if (model.capabilities.has(capability)) continue;
    await expect(answer(model, request)).rejects.toMatchObject({ code: 'parameter_unsupported', param });
  }
}

export function refusesByName(model: CurrentModel, { restricted }: ChatModelVariations): void {
  it('refuses what it cannot honour, by name', () => expectRefusals(model()));

  it('refuses an adapter that it does not have', async () => {
    const call = answer(model(), ask('Hello', { adapter: 'no-such-adapter' }));
    await expect(call).rejects.toMatchObject({ code: 'model_not_found', param: 'model' });
  });

  if (!restricted) return;
  it.each([...new Set(PROBES.map(([capability]) => capability))])(
    'refuses what needs %s without it',
    async (lacking) => {
      const limited = await restricted(CHAT_CAPABILITIES.filter((capability) => capability !== lacking));
      expect(limited.capabilities.has(lacking)).toBe(false);
      await expectRefusals(limited);
      await limited.close();
    },
  );
}
