import { coded, type GenerationRequest } from '@pareto/contracts';
import { z } from 'zod';
import { COMPLETION_EXAMPLES } from './examples.ts';
import { contradiction, MAX_CHOICES, parameters, refused, sampling, text, textItem, tokenLimit } from './fields.ts';
import { demandsOf, type Generation, repeated, samplingDemands, toSampling } from './generation.ts';

/** OpenAI's default for this route. */
const DEFAULT_MAX_TOKENS = 16;
const MAX_LOGPROBS = 5;
const MAX_PROMPTS = 16;

// Not every model can begin from nothing.
const promptText = text.min(1);
const promptTexts = z.array(textItem(promptText)).min(1).max(MAX_PROMPTS);

export const completionRequest = parameters({
  ...sampling,
  prompt: z
    .union([promptText, promptTexts], `expected a text, or 1 to ${MAX_PROMPTS} of them`)
    .meta({ description: 'A text, or several' }),
  max_tokens: tokenLimit.meta({ description: `${DEFAULT_MAX_TOKENS} when absent` }),
  logprobs: z.int().min(0).max(MAX_LOGPROBS).nullish(),
  echo: z.boolean().nullish().meta({ description: 'The answer begins with the prompt' }),
  best_of: z.int().min(1).max(MAX_CHOICES).nullish(),
  suffix: refused('text cannot be filled in before a suffix'),
})
  .superRefine((body, context) => {
    if (body.stream_options && !body.stream) contradiction(context, ['stream_options'], 'only with stream: true');
    if (body.best_of != null && body.best_of !== (body.n ?? 1)) {
      const problem = 'answers are not compared, so best_of can only equal n';
      contradiction(context, ['best_of'], coded('parameter_unsupported', problem));
    }
    if (body.echo && body.logprobs != null) {
      const problem = 'the log-probabilities of the prompt are not computed, so not together with logprobs';
      contradiction(context, ['echo'], coded('parameter_unsupported', problem));
    }
    const choices = promptsOf(body).length * (body.n ?? 1);
    if (choices > MAX_PROMPTS) contradiction(context, ['prompt'], `prompts times n is more than ${MAX_PROMPTS}`);
  })
  .meta({ examples: COMPLETION_EXAMPLES });

export type CompletionRequest = z.output<typeof completionRequest>;

export function promptsOf({ prompt }: { prompt: string | readonly string[] }): readonly string[] {
  return typeof prompt === 'string' ? [prompt] : prompt;
}

export function toCompletionGeneration(body: CompletionRequest): Generation {
  const n = body.n ?? 1;
  const choices = promptsOf(body).flatMap((prompt) => {
    const request: GenerationRequest = {
      prompt: { kind: 'text', text: prompt },
      responseFormat: { kind: 'text' },
      maxTokens: body.max_tokens ?? DEFAULT_MAX_TOKENS,
      ...toSampling(body),
      topLogprobs: body.logprobs ?? undefined,
    };
    return repeated(request, n);
  });
  return {
    model: body.model,
    choices,
    choicesPerPrompt: n,
    promptParam: 'prompt',
    limitParam: 'max_tokens',
    demands: [
      ...demandsOf([
        [true, 'completions', 'prompt'],
        [body.logprobs != null, 'logprobs', 'logprobs'],
      ]),
      ...samplingDemands(body),
    ],
  };
}
