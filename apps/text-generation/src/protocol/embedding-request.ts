import { coded } from '@pareto/contracts';
import { z } from 'zod';
import { EMBEDDING_EXAMPLES } from './examples.ts';
import { model, parameters, text, textItem } from './fields.ts';

/** OpenAI's own limit. */
const MAX_INPUTS = 2_048;

const inputText = text.min(1);
const inputs = z
  .array(textItem(inputText))
  .min(1)
  .max(MAX_INPUTS, { error: coded('batch_too_large', `at most ${MAX_INPUTS} texts`) });

export const embeddingRequest = parameters({
  model,
  input: z.union([inputText, inputs], `expected a text, or 1 to ${MAX_INPUTS} of them`),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).nullish().meta({ description: 'Only the number that the model has' }),
  user: z.string().max(512).nullish(),
}).meta({ examples: EMBEDDING_EXAMPLES });
