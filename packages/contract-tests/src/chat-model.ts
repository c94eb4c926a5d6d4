import type { ChatModel } from '@pareto/contracts';
import { afterAll, beforeAll, describe } from 'vitest';
import { answersText } from './chat-model/answers.ts';
import { callsTools } from './chat-model/calls.ts';
import { leavesWhenTold } from './chat-model/leaving.ts';
import { keepsLimits } from './chat-model/limits.ts';

/** A real model on a busy machine takes its time; nothing here measures it. */
const TIMEOUT_MS = 120_000;

/** The behaviour that every `ChatModel` shares, on any model that answers at all. Call it in a test file. */
export function describeChatModel(name: string, create: () => Promise<ChatModel>): void {
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
    callsTools(current);
    leavesWhenTold(current);
  });
}
