import { coded, wellFormedText } from '@pareto/contracts';
import { z } from 'zod';
import { EXAMPLE_MODEL } from './examples.ts';

/** Room for a long prompt; the context of the model is the limit that matters, and the body's bytes come before both. */
const MAX_TEXT_CHARACTERS = 2_000_000;
const MAX_STOPS = 4;
const MAX_STOP_CHARACTERS = 256;
export const MAX_CHOICES = 8;

export const text = wellFormedText(MAX_TEXT_CHARACTERS);

/** A documented parameter that no back end here can honour: null is accepted, since clients send it for "not given". */
export function refused(why: string) {
  return z.null({ error: coded('parameter_unsupported', why) }).optional();
}

/** A parameter whose only accepted values change nothing. */
export function onlyDefault<const Value extends string | boolean>(values: readonly [Value, ...Value[]], why: string) {
  return z.literal(values, { error: coded('parameter_unsupported', why) }).nullish();
}

/** An object without parameters that OpenAI does not document. */
export function parameters<Shape extends z.ZodRawShape>(shape: Shape) {
  const unknown = z
    .unknown()
    .refine(() => false, { error: coded('parameter_unsupported', 'this parameter does not exist') });
  return z.object(shape).catchall(unknown);
}

export const model = z
  .string()
  .min(1)
  .max(512)
  .meta({
    description: 'Id of a model or a route, as in `GET /v1/models`; `model:adapter` selects a LoRA adapter',
    examples: [EXAMPLE_MODEL],
  });

export const tokenLimit = z.int().min(1).nullish();

/** What chat and text completions share. */
export const sampling = {
  model,
  temperature: z.number().min(0).max(2).nullish().meta({ description: '0 takes the likeliest token each time' }),
  top_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  seed: z.int().nullish().meta({ description: 'Choice number i of the answer uses seed + i' }),
  stop: z
    .union([stopText(), z.array(stopText()).max(MAX_STOPS)], `expected a text, or at most ${MAX_STOPS} of them`)
    .nullish()
    .meta({ description: 'Texts that end the answer and are not part of it' }),
  n: z.int().min(1).max(MAX_CHOICES).nullish().meta({ description: 'Answers, made one after the other in one slot' }),
  stream: z.boolean().nullish(),
  stream_options: parameters({
    include_usage: z.boolean().nullish(),
    include_obfuscation: onlyDefault([false], 'obfuscation is not offered'),
  }).nullish(),
  logit_bias: z
    .record(z.string(), z.number())
    .refine((bias) => Object.keys(bias).length === 0, {
      error: coded('parameter_unsupported', 'the likelihood of single tokens cannot be changed'),
    })
    .nullish(),
  user: z.string().max(512).nullish().meta({ description: 'Accepted and neither used nor stored' }),
};

function stopText() {
  return wellFormedText(MAX_STOP_CHARACTERS).min(1);
}

/**
 * An item of a list where OpenAI also takes tokens as numbers. A union of the two would say only "invalid input"; this
 * says which item, and why. The cast holds since whatever is no text gets an issue.
 */
export function textItem(schema: z.ZodType<string>): z.ZodType<string> {
  const item = z.unknown().superRefine((value, context) => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return;
    const tokens = coded('content_unsupported', 'expected a text; tokens as numbers are not offered');
    const message = typeof value === 'string' ? parsed.error.issues[0]!.message : tokens;
    context.addIssue({ code: 'custom', message });
  });
  return item as unknown as z.ZodType<string>;
}

/** Reports a parameter that contradicts another; for `superRefine` on the whole body. */
export function contradiction(
  context: z.core.$RefinementCtx,
  path: readonly (string | number)[],
  problem: string,
): void {
  context.addIssue({ code: 'custom', path: [...path], message: problem });
}
