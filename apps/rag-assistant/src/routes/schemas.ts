import { coded, wellFormedText } from '@pareto/contracts';
import { z } from 'zod';
import { DOCUMENT_STATUSES } from '../catalogue/documents.ts';
import { retrievalStages, understoodQuestion } from './retrieval-stages.ts';

export const MAX_QUESTION_CHARACTERS = 2_000;
const MAX_DOCUMENT_IDS = 200;
export const MAX_K = 50;

/** Ids are ours; what cannot be one is no document of anybody. */
export const documentId = z.string().min(1).max(64);
export const documentParams = z.object({ id: documentId });
export const fileQuery = z.object({
  token: z
    .string()
    .optional()
    .describe('From the `url` of a citation: opens this file for an hour, without a key or X-Session-Token'),
});
export const pageParams = z.object({ id: documentId, number: z.coerce.number().int().min(1).max(1_000_000) });

export const box = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });

export const documentProblem = z.object({
  status: z.number(),
  code: z.string(),
  title: z.string(),
  detail: z.string(),
});

export const documentAnswer = z.object({
  id: z.string(),
  name: z.string(),
  status: z.enum(DOCUMENT_STATUSES),
  pages: z.number().describe('How many there are'),
  pages_done: z.number(),
  title: z.string().optional(),
  bytes: z.number(),
  created_at: z.string(),
  /** Whether searches find it, if only in an earlier version. */
  searchable: z.boolean().describe('Searches find it: this version, or the one before while this is being indexed'),
  shared: z.boolean().describe('Belongs to everybody, and nobody can change it'),
  concealed_texts: z.number().describe('Texts in the file that nobody sees who looks at its pages; they are left out'),
  problem: documentProblem.optional(),
});

const rejectedDocument = z.object({ name: z.string(), status: z.literal('failed'), problem: documentProblem });

export const uploadAnswer = z.object({ documents: z.array(z.union([documentAnswer, rejectedDocument])) });
export const documentsAnswer = z.object({ documents: z.array(documentAnswer) });

export const pageAnswer = z.object({
  document_id: z.string(),
  number: z.number(),
  width: z.number().describe('Points (1/72 inch); 0 in formats without pages'),
  height: z.number(),
  text: z.string(),
  lines: z.array(z.object({ text: z.string(), box: box.optional() })),
  concealed: z.array(z.object({ reason: z.string(), text: z.string() })),
});

const question = z
  .string()
  .max(MAX_QUESTION_CHARACTERS, { error: coded('question_too_long', `at most ${MAX_QUESTION_CHARACTERS} characters`) })
  .refine((text) => text.trim() !== '', { error: coded('question_empty', 'has no text') })
  .pipe(wellFormedText(MAX_QUESTION_CHARACTERS));

const documentIds = z.array(documentId).min(1).max(MAX_DOCUMENT_IDS).optional();

export const retrieveBody = z.object({
  question,
  k: z
    .number()
    .int()
    .min(1, { error: coded('k_out_of_range', `1 to ${MAX_K}`) })
    .max(MAX_K, { error: coded('k_out_of_range', `1 to ${MAX_K}`) })
    .default(10),
  document_ids: documentIds,
  stages: z.boolean().default(false).describe('Show how the question was understood, and what each stage found'),
});

export const retrieveAnswer = z.object({
  index_version: z.string(),
  took_ms: z.number(),
  passages: z.array(
    z.object({
      document_id: z.string(),
      document_name: z.string(),
      page: z.number(),
      start: z.number().describe("Where it begins in the page's text, in UTF-16 code units"),
      end: z.number(),
      text: z.string(),
      headings: z.array(z.string()),
      context: z.string().describe('Caption and column headers of a table whose rows the passage holds'),
      boxes: z.array(box),
      scores: z.record(z.string(), z.number()).describe('What each stage of the search gave its page'),
    }),
  ),
  understood: understoodQuestion.optional(),
  stages: retrievalStages.optional(),
});

export const askBody = z.object({
  question,
  document_ids: documentIds,
  session_id: z
    .string()
    .regex(/^[\w.-]{1,64}$/, 'letters, digits, _ . - (64 at most)')
    .optional()
    .describe('A name of your choice for a conversation: follow-up questions are understood from it'),
  stream: z.boolean().default(false),
});

export const citation = z.object({
  document_id: z.string(),
  document_name: z.string(),
  page: z.number(),
  quote: z.string(),
  boxes: z.array(box),
  supported: z.boolean(),
  url: z
    .string()
    .describe(
      'The page in the file, below this address. That of an own document opens it for an hour to whoever has the link; it ends with the service',
    ),
});

export const askAnswer = z.object({
  answer: z.string(),
  abstained: z.boolean(),
  reason: z.string().optional(),
  citations: z.array(citation),
  sentences: z.array(
    z.object({
      text: z.string(),
      supported: z.boolean(),
      citations: z.array(z.number()).describe('Places in citations'),
    }),
  ),
  extractive: z.boolean().describe('The answer quotes the documents instead of being written by the model'),
  degraded: z.boolean().describe('The model did not answer'),
  question: z.string().describe('As it was understood: a follow-up with what it refers to'),
  sub_questions: z
    .array(z.string())
    .describe('What it was cut into, each answered by itself; none where it asks one thing'),
  unanswered: z.array(z.string()).describe('Those of them that the documents do not answer, where they answer others'),
  session_id: z.string().optional(),
  index_version: z.string(),
  usage: z.object({ prompt_tokens: z.number(), completion_tokens: z.number() }),
});
