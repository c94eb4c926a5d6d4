import type { ChatModel, TokenUsage } from '@pareto/contracts';
import { readQuestion } from '@pareto/grounding';
import { rewriteMessages } from '../prompts/rewrite.ts';
import { type GenerationLimits, written } from './answer-stream.ts';
import type { AskRequest } from './ports.ts';

export interface Rewriting {
  /** Undefined when the model wrote of things that the conversation does not speak of. */
  readonly question: string | undefined;
  readonly usage: TokenUsage;
}

/** Asks the model for a question that stands by itself, where taking up the question before did not find an answer. */
export async function rewrite(
  model: ChatModel,
  { question, history }: AskRequest,
  limits: GenerationLimits,
): Promise<Rewriting> {
  const last = history.at(-1)!;
  const { text, usage } = await written(model, rewriteMessages(last.question, last.answer, question), limits);
  const said = new Set(stemsOf(`${last.question}\n${last.answer}\n${question}`));
  const isFaithful = text !== '' && !text.includes('\n') && stemsOf(text).every((stem) => said.has(stem));
  return { question: isFaithful ? text : undefined, usage };
}

function stemsOf(text: string): string[] {
  return readQuestion(text).analysis.terms.map(({ stem }) => stem);
}
