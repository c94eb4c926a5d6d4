import { type QuestionAnalysis, RANKING_STAGES } from '@pareto/retrieval';
import { z } from 'zod';
import type { ExplainedStage, ExplainedStages } from '../retrieving/explained-stages.ts';

export const understoodQuestion = z
  .object({
    queries: z
      .array(z.string())
      .describe('Texts whose nearest passages are `cosine`, and of the second `cosine_terms`'),
    words: z.string().describe('What `bm25` and `page_bm25` look for'),
    terms: z.string().describe('Lines of financial statements that its terms stand for, which `…_terms` look for'),
    names: z.array(z.string()).describe('What in it names documents'),
    named_documents: z.array(z.string()).describe('Those documents: there the search looks deeper'),
    sides: z.array(z.array(z.string())).describe('Documents of each side of a comparison'),
    periods: z.array(z.object({ year: z.number(), quarter: z.number().optional() })),
    statements: z.record(z.string(), z.number()).describe('Financial statements that likely hold the answer, 0 to 1'),
  })
  .describe('How the question was understood');

const candidate = z.object({
  document_id: z.string(),
  document_name: z.string(),
  page: z.number().optional().describe('Left out by the stage that ranks documents'),
  start: z.number().optional().describe("Where a passage begins in the page's text; left out by stages of pages"),
  end: z.number().optional(),
  score: z.number().describe('Higher is better within one stage'),
});

export const retrievalStages = z
  .record(z.enum(RANKING_STAGES), z.object({ found: z.number(), candidates: z.array(candidate) }))
  .describe(
    'How many candidates each stage found, and the first 50: of passages `cosine`, `cosine_terms`, `bm25`, `bm25_terms`; of pages `page_bm25`, `page_bm25_terms`, `statement`; of documents `document`; of pages their weighted sum `fused`, and `placed`, with places kept for what the question needs',
  );

export function toUnderstood(analysis: QuestionAnalysis): z.infer<typeof understoodQuestion> {
  const { queries, words, expansion, names, named = [], sides, periods, statements } = analysis;
  return {
    queries: [...queries],
    words,
    terms: expansion,
    names: [...names],
    named_documents: [...named],
    sides: sides.map((side) => [...side]),
    periods: [...periods],
    statements: Object.fromEntries(statements),
  };
}

export function toStages(stages: ExplainedStages): z.infer<typeof retrievalStages> {
  const entries = RANKING_STAGES.map((stage) => [stage, toStage(stages[stage])] as const);
  return Object.fromEntries(entries) as z.infer<typeof retrievalStages>;
}

function toStage({ found, candidates }: ExplainedStage) {
  return {
    found,
    candidates: candidates.map(({ documentId, documentName, ...place }) => {
      return { document_id: documentId, document_name: documentName, ...place };
    }),
  };
}
