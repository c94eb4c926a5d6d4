import { coded } from '@pareto/contracts';
import { z } from 'zod';
import { model, parameters, text } from './fields.ts';

/** OpenAI's own limit. */
const MAX_INPUTS = 2_048;

const inputText = text.min(1);
const inputs = z
  .array(
    z.unknown().transform((value, context) => {
      const parsed = inputText.safeParse(value);
      if (parsed.success) return parsed.data;
      const message =
        typeof value === 'string'
          ? parsed.error.issues[0]!.message
          : coded('content_unsupported', 'expected a text; inputs as token numbers are not offered');
      context.addIssue({ code: 'custom', message });
      return '';
    }),
  )
  .min(1)
  .max(MAX_INPUTS, { error: coded('batch_too_large', `at most ${MAX_INPUTS} texts`) });

export const embeddingRequest = parameters({
  model,
  input: z.union([inputText, inputs]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.int().min(1).nullish().meta({ description: 'Only the number that the model has' }),
  user: z.string().max(512).nullish(),
});
