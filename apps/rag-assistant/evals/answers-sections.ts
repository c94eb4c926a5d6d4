import { bootstrapInterval, citationMeasures, type Interval, refusalErrors, type Section } from '@pareto/evaluation';
import type { AnswerRow } from './answers-run.ts';

/** Better high or better low; a goal that is missed is told in the notes. */
interface Measure {
  readonly name: string;
  readonly values: readonly number[];
  readonly goal?: { readonly least: number } | { readonly most: number } | undefined;
}

/** The measures of one set of questions, with 95 % bootstrap intervals over questions. */
export function answerSection(name: string, rows: readonly AnswerRow[], notes: readonly string[] = []): Section {
  const measures = measuresOf(rows).map((measure) => ({ ...measure, interval: bootstrapInterval(measure.values) }));
  const missed = measures.filter(({ goal, values, interval }) => values.length > 0 && isMissed(goal, interval));
  return {
    title: `Answers: ${name}`,
    notes: [
      ...notes,
      'Correct: all numbers of the gold answer in any notation, or most of its words where it has none; refusals count as wrong.',
      'A citation is precise when its quote stands on the page that it names and that page is a gold page or says the same.',
      ...missed.map(({ name: measure, goal }) => `**${measure} misses its goal of ${goalText(goal)}.**`),
    ],
    columns: ['measure', 'mean', '95 % interval', 'questions', 'goal'],
    rows: measures
      .filter(({ values }) => values.length > 0)
      .map(({ name: measure, values, interval, goal }) => [
        measure,
        interval.mean.toFixed(3),
        `${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}`,
        values.length,
        goalText(goal),
      ]),
    data: {
      measures: measures.map(({ name: measure, values, interval }) => ({ measure, n: values.length, ...interval })),
      rows: rows.map(outcome),
    },
  };
}

function measuresOf(rows: readonly AnswerRow[]): Measure[] {
  const answerable = rows.filter(({ question }) => question.answerable);
  const answered = answerable.filter(({ abstained }) => !abstained);
  const cited = rows.filter(({ abstained, citations }) => !abstained && citations.length > 0);
  const { falseAnswers, falseRefusals } = refusalErrors(
    rows.map(({ question, abstained }) => ({ isAnswerable: question.answerable, abstained })),
  );
  const citations = answered.map(({ citations: given, isOnPage, question }) =>
    citationMeasures(
      given.filter((_, i) => isOnPage[i]),
      question.gold,
      question.pages,
    ),
  );
  const flags = (values: readonly boolean[]) => values.map((value) => (value ? 1 : 0));
  return [
    { name: 'correct, of all with an answer', values: flags(answerable.map(({ score }) => score!.isCorrect)) },
    { name: 'correct, of those answered', values: flags(answered.map(({ score }) => score!.isCorrect)) },
    { name: 'token F1, of those answered', values: answered.map(({ score }) => score!.f1) },
    {
      name: 'quotes on the page they name',
      values: cited.flatMap(({ isOnPage }) => flags(isOnPage)),
      goal: { least: 1 },
    },
    {
      name: 'citation precision',
      values: citations.flatMap(({ precision }) => precision ?? []),
      goal: { least: 0.95 },
    },
    { name: 'citation recall', values: citations.flatMap(({ recall }) => recall ?? []) },
    { name: 'false answers, of those without an answer', values: falseAnswers, goal: { most: 0.1 } },
    { name: 'false refusals, of those with an answer', values: falseRefusals, goal: { most: 0.2 } },
    { name: 'extractive, of those answered', values: flags(answered.map(({ extractive }) => extractive)) },
    { name: 'without the model, of all', values: flags(rows.map(({ degraded }) => degraded)) },
    { name: 'first sentence, s', values: answered.map(({ firstMs }) => firstMs / 1_000) },
    {
      name: 'prompt tokens, of those asked of the model',
      values: rows.flatMap(({ usage }) => (usage.promptTokens > 0 ? [usage.promptTokens] : [])),
    },
  ];
}

function isMissed(goal: Measure['goal'], { mean }: Interval): boolean {
  if (!goal) return false;
  return 'least' in goal ? mean < goal.least : mean > goal.most;
}

function goalText(goal: Measure['goal']): string {
  if (!goal) return '';
  return 'least' in goal ? `≥ ${goal.least}` : `≤ ${goal.most}`;
}

/** Without any text of documents or questions: reports are committed, and some sets must not be. */
function outcome({ question, abstained, reason, extractive, score, citations, isOnPage, totalMs }: AnswerRow) {
  return {
    id: question.id,
    answerable: question.answerable,
    abstained,
    reason,
    extractive,
    correct: score?.isCorrect,
    cited: citations.map(({ document, page }, i) => ({ document, page, isOnPage: isOnPage[i] })),
    seconds: Number((totalMs / 1_000).toFixed(2)),
  };
}
