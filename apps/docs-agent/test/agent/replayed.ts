import { DocsAgent } from '../../src/agent/docs-agent.ts';
import { replayOf } from '../../src/agent/replay.ts';
import type { Exchange } from '../../src/agent/trace.ts';

/** What a recorded run comes to when it is played again. */
export async function replayed(exchanges: readonly Exchange[], budgets = {}) {
  const { beginning, model, tools, left } = replayOf(exchanges);
  const texts: string[] = [];
  const draft = await new DocsAgent({ model, budgets }).run({
    runId: 'replay',
    threadId: 'replay',
    ...beginning,
    tools,
    emit: () => undefined,
    onStep: () => undefined,
    onEvidence: () => undefined,
    onText: (text) => texts.push(text),
    record: () => undefined,
    signal: AbortSignal.timeout(20_000),
  });
  return { draft, text: texts.join(''), left: left() };
}
