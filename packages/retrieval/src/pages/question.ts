/** What a question asks for, as the ranking reads it. */
export interface QuestionAnalysis {
  /** Texts to embed; the first is the question itself. */
  readonly queries: readonly string[];
  /** Words to look for. */
  readonly words: string;
}

export function analyseQuestion(question: string): QuestionAnalysis {
  return { queries: [question], words: question };
}
