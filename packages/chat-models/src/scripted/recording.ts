import type { GenerationEvent, TokenLogprob } from '@pareto/contracts';
import { z } from 'zod';

const likelihood = {
  token: z.string(),
  logprob: z.number().max(0),
  bytes: z.array(z.int().min(0).max(255)).readonly(),
};
const tokenLogprob = z.object({
  ...likelihood,
  top: z.array(z.object(likelihood)).readonly(),
}) satisfies z.ZodType<TokenLogprob>;

const count = z.int().min(0);
const event = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), logprobs: z.array(tokenLogprob).readonly().exactOptional() }),
  z.object({ type: z.literal('tool-call'), index: count, id: z.string(), name: z.string() }),
  z.object({ type: z.literal('tool-arguments'), index: count, text: z.string() }),
  z.object({
    type: z.literal('finish'),
    reason: z.enum(['stop', 'length', 'tool-calls', 'content-filter']),
    usage: z.object({ promptTokens: count, cachedTokens: count, completionTokens: count }),
  }),
]) satisfies z.ZodType<GenerationEvent>;

/** The events of one answer as a model gave them: what `JSON.stringify` makes of them. */
export const recordedEvents = z
  .array(event)
  .refine(
    (events) => events.findIndex(({ type }) => type === 'finish') === events.length - 1,
    'expected one finish, as the last event',
  );
