import type { ChatCapability, ChatModel } from '@pareto/contracts';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { answersText } from './chat-model/answers.ts';
import { callsTools } from './chat-model/calls.ts';
import { keepsGenerationsApart } from './chat-model/concurrency.ts';
import { leavesWhenTold } from './chat-model/leaving.ts';
import { keepsLimits } from './chat-model/limits.ts';
import { tellsLikelihoods } from './chat-model/logprobs.ts';
import { refusesByName } from './chat-model/refusals.ts';
import { writesJson } from './chat-model/structured.ts';

/** A real model on a busy machine takes its time; nothing here measures it. */
const TIMEOUT_MS = 120_000;

export interface ChatModelVariations {
  /** The same model with these capabilities alone. Left out by adapters whose model always has the same. */
  restricted?(capabilities: readonly ChatCapability[]): Promise<ChatModel>;
}

/**
 * The behaviour that every `ChatModel` shares, on any model that answers at all. What a model has no capability for is
 * skipped. Call it in a test file.
 */
export function describeChatModel(
  name: string,
  create: () => Promise<ChatModel>,
  variations: ChatModelVariations = {},
): void {
  describe(`${name} as a ChatModel`, { timeout: TIMEOUT_MS }, () => {
    let model: ChatModel;
    beforeAll(async () => {
      model = await create();
      await model.ping();
    }, TIMEOUT_MS);
    afterAll(() => model?.close());
    const current = () => model;

    answersText(current);
    keepsLimits(current);
    refusesByName(current, variations);
    tellsLikelihoods(current);
    callsTools(current);
    writesJson(current);
    leavesWhenTold(current);
    keepsGenerationsApart(current);

    it('closes, also a second time', async () => {
      const other = await create();
      await other.close();
      await other.close();
    });
  });
}
