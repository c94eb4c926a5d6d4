import type { DocumentPage } from '@pareto/contracts';

export interface EvaluationDocument {
  readonly id: string;
  readonly name: string;
  readonly pages: readonly DocumentPage[];
}

export interface EvaluationQuestion {
  readonly id: string;
  readonly question: string;
  /** Questions asked before this one, oldest first. */
  readonly history?: readonly string[] | undefined;
  /** Empty where there is none. */
  readonly answer: string;
  /** Pages that hold the answer, from 1. */
  readonly gold: readonly { readonly document: string; readonly page: number }[];
  /** Those, and further pages that say the same; those alone when absent. */
  readonly pages?: readonly { readonly document: string; readonly page: number }[] | undefined;
  readonly answerable: boolean;
  /** Documents to look in; all when absent. */
  readonly documentIds?: readonly string[] | undefined;
  readonly split: 'dev' | 'test';
}

export interface QuestionSet {
  readonly name: string;
  readonly documents: readonly EvaluationDocument[];
  readonly questions: readonly EvaluationQuestion[];
}
