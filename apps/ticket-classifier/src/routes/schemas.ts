import { CLASSIFIER_STAGES, coded, isWellFormedText } from '@pareto/contracts';
import { problem } from '@pareto/service-kit';
import { z } from 'zod';

export const MAX_BATCH = 1_000;
const MAX_TOP_K = 1_000;

const TICKET_EXAMPLE = {
  subject: 'Still waiting',
  body: 'Hi, I ordered two seals for the R400 ten days ago and they have not arrived yet.',
};

/** How long a text may be is counted in bytes, of subject and body together, by who reads it. */
const text = z.string().refine(isWellFormedText, { error: coded('text_malformed', 'holds a lone surrogate or a NUL') });

export const ticketText = z.object({
  subject: text.nullish(),
  body: text.default('').describe('Plain text, HTML or Markdown; subject and body have 100,000 bytes at most'),
});

export const modelName = z.string().min(1).max(63).optional().describe('As in /v1/models; the default when absent');

export const topK = z.coerce
  .number()
  .int()
  .min(1)
  .max(MAX_TOP_K)
  .default(3)
  .describe('How many of the labels are listed with their probability');

export const classifyBody = ticketText
  .extend({ model: modelName, top_k: topK })
  .meta({ examples: [{ ...TICKET_EXAMPLE, top_k: 3 }] });

export const batchBody = z
  .object({
    /** Each is checked on its own: what is wrong with one says nothing of the others. */
    items: z
      .array(z.unknown())
      .min(1)
      .max(MAX_BATCH, { error: coded('batch_too_large', `at most ${MAX_BATCH} tickets`) })
      .describe('`{id, subject?, body}` each'),
    model: modelName,
    top_k: topK,
  })
  .meta({
    examples: [
      {
        items: [
          { id: '1', ...TICKET_EXAMPLE },
          { id: '2', body: 'The controller shows E17 and the pump does not start.' },
        ],
      },
    ],
  });

export const itemId = z.union([z.string().min(1).max(200), z.int()]);
export const batchItem = ticketText.extend({ id: itemId });

const labelProbability = z.object({ label: z.string(), probability: z.number() });

const decision = z.object({
  label: z.string().describe('The likeliest, also when the answer is an abstention'),
  confidence: z.number().describe('Calibrated: of the tickets that get 0.8, eight in ten have the label'),
  abstained: z.boolean(),
  reason: z.enum(['low_confidence', 'out_of_scope']).optional().describe('Why the model abstains'),
  prediction_set: z
    .array(z.string())
    .describe('Labels that hold the right one with the coverage of the model (split conformal)'),
  scope_score: z.number().optional().describe('How well the ticket fits what the model knows; the higher, the better'),
  labels: z.array(labelProbability),
});

const answeringModel = z.object({ name: z.string(), version: z.int(), run_id: z.string() });

export const ticketAnswer = decision.extend({
  heads: z.record(z.string(), decision).optional().describe('By target, for models with several; the first is above'),
  answered_by: z.enum(CLASSIFIER_STAGES).describe('The stage of the cascade, from cheap to dear'),
  model: answeringModel,
  degraded: z.boolean().describe('Another version serves than should: the registry is down, or its champion failed'),
});

export const classifyAnswer = ticketAnswer.extend({ took_ms: z.number() });

const answeredItem = ticketAnswer.extend({ id: itemId });
const failedItem = z.object({ id: itemId.nullable(), problem });

export const batchAnswer = z.object({
  results: z.array(z.union([failedItem, answeredItem])).describe('In the order of the items'),
  took_ms: z.number(),
});

const interval = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.int() });

export const modelAnswer = z.object({
  name: z.string(),
  default: z.boolean(),
  version: z.int().nullable().describe('The version that serves'),
  previous_version: z.int().nullable().describe('Kept loaded: a roll-back takes no time'),
  run_id: z.string().nullable(),
  degraded: z.boolean(),
  problem: z.object({ code: z.string(), title: z.string(), detail: z.string() }).optional(),
  title: z.string().optional(),
  languages: z.array(z.string()).optional(),
  licence: z.string().optional(),
  attribution: z.string().optional(),
  created_at: z.string().optional(),
  heads: z.array(z.object({ name: z.string(), labels: z.array(z.string()) })).optional(),
  metrics: z.record(z.string(), interval).optional().describe('Measured when it was trained, with 95% intervals'),
});

export const modelsAnswer = z.object({ degraded: z.boolean(), models: z.array(modelAnswer) });
export const modelParams = z.object({ name: z.string().min(1).max(63) });

const MAX_LABEL_CHARACTERS = 100;
const label = z.string().min(1).max(MAX_LABEL_CHARACTERS);
const labels = z
  .union([label, z.record(z.string().max(32), label).refine((given) => Object.keys(given).length > 0, 'no label')])
  .describe('The label of the first head, or `{head: label}`');

export const feedbackBody = z
  .object({
    ticket: z.union([text, ticketText]).describe('As for /v1/classify, or its body alone'),
    predicted: labels,
    correct: labels,
    model: modelName,
    version: z.int().min(1).optional().describe('The version that answered; the one that serves when absent'),
  })
  .meta({
    examples: [
      { ticket: TICKET_EXAMPLE, predicted: { category: 'order' }, correct: { category: 'delivery', priority: 'high' } },
    ],
  });

export const feedbackAnswer = z.object({
  id: z.string().describe('Whoever has it can delete the feedback'),
  expires_at: z.string(),
});
export const feedbackParams = z.object({ id: z.string().min(1).max(64) });
export const exportQuery = z.object({ model: modelName });

export const incidentsAnswer = z.object({
  window_ms: z.number(),
  tickets: z.number().describe('As many alike tickets within the window make an incident'),
  incidents: z.array(
    z.object({
      id: z.string(),
      model: z.string(),
      label: z.string().nullable().describe('Of most of its tickets; null when the model abstained from most'),
      count: z.int(),
      first_seen: z.string(),
      last_seen: z.string(),
      rate_per_minute: z.number(),
    }),
  ),
});
