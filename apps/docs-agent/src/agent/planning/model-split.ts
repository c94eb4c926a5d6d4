import { type ChatModel, ServiceError } from '@pareto/contracts';
import { PortChatModel } from '@pareto/langchain';
import { splitAnswer, splitMessages } from '../../prompts/split.ts';
import { keywords } from './revision.ts';

/** Of a sub-question's words so many must be the question's own: what a model adds nobody asked for. */
const MIN_SHARE = 0.6;
/** Longer than this it costs more than it is worth, milliseconds. */
const TIME = 15_000;
/** Tokens of sub-questions, as JSON. */
const SPLIT_TOKENS = 160;

/**
 * The sub-questions of a compound question, by a model whose answer a grammar holds to the schema. Undefined where it
 * finds one fact only, makes things up, or writes something else.
 * @throws ServiceError of the model, and the signal's reason.
 */
export async function splitByModel(
  model: ChatModel,
  question: string,
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  try {
    const answer = await new PortChatModel({ model, maxTokens: SPLIT_TOKENS })
      .withStructuredOutput(splitAnswer)
      .invoke(splitMessages(question), { signal: AbortSignal.any([signal, AbortSignal.timeout(TIME)]) });
    const own = new Set(wordsOf(question));
    const parts = splitAnswer.parse(answer).questions.filter((part) => {
      const words = wordsOf(part);
      return words.length > 0 && words.filter((word) => own.has(word)).length / words.length >= MIN_SHARE;
    });
    return parts.length > 1 ? parts : undefined;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ServiceError) throw error;
    // Too late, or not what the schema asks for: the plan stays as the rules made it.
    return undefined;
  }
}

function wordsOf(text: string): string[] {
  return keywords(text).toLowerCase().split(' ').filter(Boolean);
}
