import { type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { neutralise } from '@pareto/grounding';
import { z } from 'zod';

export const splitAnswer = z.object({ questions: z.array(z.string().min(1).max(300)).min(1).max(3) });

const INSTRUCTIONS =
  'Split the question into at most three short questions, each about one fact. Keep its words and its language. Write JSON.';

/** Asks for the sub-questions of one that rules could not cut apart. */
export function splitMessages(question: string): BaseMessage[] {
  return [new SystemMessage(INSTRUCTIONS), new HumanMessage(`Question: ${neutralise(question)}`)];
}
