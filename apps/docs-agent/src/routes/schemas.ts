import { coded, wellFormedText } from '@pareto/contracts';
import { z } from 'zod';
import { MAX_QUESTION } from '../use-cases/ask.ts';

/** Of a package, with its scope, or of a folder. */
export const sourceName = z.string().min(1).max(214);
export const version = z.string().min(1).max(64);
/** Ids are ours; what cannot be one is nothing of anybody's. */
export const id = z.string().min(1).max(64);

export const question = z
  .string()
  .max(MAX_QUESTION, { error: coded('question_too_long', `at most ${MAX_QUESTION} characters`) })
  .refine((text) => text.trim() !== '', { error: coded('question_empty', 'has no text') })
  .pipe(wellFormedText(MAX_QUESTION));

export const askBody = z
  .object({
    question,
    session_id: id.optional().describe('Of an earlier answer: the question may refer to what was said'),
    source: sourceName.optional().describe('Only this package or folder'),
    version: version.optional().describe('Of the source, whole or its beginning: `5` is the newest 5 that is indexed'),
    stream: z.boolean().default(false),
  })
  .refine((body) => body.version === undefined || body.source !== undefined, {
    path: ['version'],
    error: 'needs a source beside it',
  });

export const citation = z.object({
  number: z.number().describe('As the answer cites it: [1]'),
  source: z.string(),
  version: z.string().optional(),
  path: z.string(),
  anchor: z.string().optional(),
  quote: z.string(),
  url: z.string().describe('Where the page can be read'),
});

export const step = z.object({
  kind: z.enum(['plan', 'tool', 'model']),
  tool: z.string().optional(),
  arguments: z.unknown().optional(),
  result_preview: z.string().optional(),
  status: z.string().optional(),
  ms: z.number(),
});

export const askAnswer = z.object({
  answer: z.string(),
  citations: z.array(citation),
  steps: z.array(step),
  abstained: z.boolean(),
  searched: z.array(z.string()).optional().describe('What was looked for, where nothing was found'),
  struck: z
    .array(z.string())
    .describe('What the draft named and no source has, and statements that nothing bears out; not part of the answer'),
  finish_reason: z
    .enum(['stop', 'steps', 'tokens', 'time', 'repetition'])
    .describe('`stop`, or the budget that was spent; the answer is then what there was'),
  session_id: z.string(),
  run_id: z.string(),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number(), model_calls: z.number() }),
});

export type AskAnswer = z.infer<typeof askAnswer>;

export const sourceAnswer = z.object({
  name: z.string(),
  version: z.string().optional(),
  kind: z.enum(['package', 'folder']),
  status: z.enum(['indexing', 'ready', 'failed']),
  documents: z.number(),
  chunks: z.number(),
  problem: z.string().optional(),
});

export const sourcesAnswer = z.object({ sources: z.array(sourceAnswer) });

export const sourceBody = z.union([
  z.strictObject({ package: sourceName, version: version.optional() }),
  z.strictObject({
    folder: z.string().min(1).max(4_096).describe('Inside of a folder that the operator allows'),
    name: z.string().regex(/^[a-z0-9][\w.-]{0,63}$/, 'must be a short name of letters, digits, ".", "_" and "-"'),
  }),
]);
