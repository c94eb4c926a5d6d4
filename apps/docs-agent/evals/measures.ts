import { average, bootstrapInterval, pairedDifference, type Section, scoreAnswer, summarize } from '@pareto/evaluation';
import { termsOfProse } from '../src/proof/code-terms.ts';
import type { Reply } from './askers.ts';
import type { GoldQuestion } from './question-set.ts';

export interface Row {
  readonly question: GoldQuestion;
  readonly reply: Reply;
  /** Words of the answer that look like code and stand in no document. */
  readonly invented: readonly string[];
}

export interface Measure {
  readonly name: string;
  /** One value for each question that it is about. */
  readonly values: readonly (readonly [id: string, value: number])[];
  readonly goal?: { readonly least: number } | { readonly most: number };
}

/** Words of an answer that look like code and that no document holds, nor the question: not by the index, but by its texts. */
export function inventedIn(answer: string, question: string, holds: (text: string) => boolean): string[] {
  const prose = answer.replace(/```[\s\S]*?```/g, '');
  const isThere = (term: string) => question.includes(term) || holds(term);
  const terms = termsOfProse(prose).map(({ text }) => text.replace(/\(.*$/, ''));
  return [...new Set(terms)].filter((term) => !isThere(term) && !term.split(/[.#]/).every((part) => isThere(part)));
}

export function measuresOf(rows: readonly Row[], goals: Readonly<Record<string, Measure['goal']>>): Measure[] {
  const answerable = rows.filter(({ question }) => question.isAnswerable);
  const answered = answerable.filter(({ reply }) => !reply.abstained);
  const asked = (kind: string) => answerable.filter(({ question }) => question.kind === kind);
  const measure = (name: string, of: readonly Row[], value: (row: Row) => number | boolean): Measure => {
    const goal = goals[name];
    const values = of.map((row) => [row.question.id, Number(value(row))] as const);
    return { name, values, ...(goal ? { goal } : {}) };
  };
  return [
    measure('a right page first', answerable, ({ question, reply }) => isGold(question, reply.read.slice(0, 1))),
    measure('a right page among the first five', answerable, ({ question, reply }) =>
      isGold(question, firstFive(reply)),
    ),
    measure(
      'a right page cited',
      answerable,
      ({ question, reply }) => !reply.abstained && isGold(question, reply.cited),
    ),
    measure(
      'share of the cited pages that are right',
      answered.filter(({ reply }) => reply.cited.length > 0),
      precision,
    ),
    measure(
      'yes or no right',
      answerable.filter(({ question }) => question.verdict),
      isVerdictRight,
    ),
    measure('right, by words of a right answer', answerable, isRight),
    measure('right, on differences between versions', asked('difference'), isRight),
    measure('right, of those answered', answered, isRight),
    measure(
      'abstained, of the unanswerable',
      rows.filter(({ question }) => !question.isAnswerable),
      abstained,
    ),
    measure('abstained, of the answerable', answerable, abstained),
    measure(
      'answers with an invented name',
      rows.filter(({ reply }) => !reply.abstained),
      ({ invented }) => invented.length > 0,
    ),
  ].filter(({ values }) => values.length > 0);
}

/** The measures of askers side by side, with 95 % bootstrap intervals over questions, and how the first differs. */
export function comparison(
  title: string,
  results: readonly { readonly asker: string; readonly rows: readonly Row[] }[],
  goals: Readonly<Record<string, Measure['goal']>>,
  notes: readonly string[],
): Section {
  const measured = results.map(({ asker, rows }) => ({ asker, measures: measuresOf(rows, goals), rows }));
  const [first, ...others] = measured;
  const rows = first!.measures.map(({ name, values, goal }) => {
    const same = others.map(({ measures }) => measures.find((other) => other.name === name)!);
    const cells = [values, ...same.map((other) => other?.values ?? [])].map(cell);
    return [
      name,
      ...cells,
      ...same.map((other) => difference(values, other?.values ?? [])),
      values.length,
      goalText(goal),
    ];
  });
  const missed = first!.measures.filter(({ goal, values }) =>
    isMissed(goal, average(values.map(([, value]) => value))),
  );
  return {
    title,
    notes: [
      ...notes,
      ...missed.map(({ name, goal }) => `**${first!.asker}: "${name}" misses its goal of ${goalText(goal)}.**`),
    ],
    columns: [
      'measure',
      ...measured.map(({ asker }) => asker),
      ...others.map(({ asker }) => `less ${asker}`),
      'questions',
      'goal',
    ],
    rows: [...rows, ...times(measured)],
    data: measured.map(({ asker, measures, rows: outcomes }) => ({
      asker,
      measures: measures.map(({ name, values }) => ({ name, ...bootstrapInterval(values.map(([, value]) => value)) })),
      outcomes: outcomes.map(outcome),
    })),
  };
}

function times(measured: readonly { readonly asker: string; readonly rows: readonly Row[] }[]): (string | number)[][] {
  const seconds = (name: string, of: (reply: Reply) => number, decimals = 1) => [
    name,
    ...measured.map(({ rows }) => {
      const { median, p95 } = summarize(rows.map(({ reply }) => of(reply) / 1_000));
      return `${median.toFixed(decimals)} (p95 ${p95.toFixed(decimals)})`;
    }),
    ...measured.slice(1).map(() => ''),
    measured[0]!.rows.length,
    '',
  ];
  return [
    seconds('first event, s', ({ firstEventMs }) => firstEventMs, 2),
    seconds('whole answer, s', ({ totalMs }) => totalMs),
  ];
}

function cell(values: Measure['values']): string {
  const { mean, low, high } = bootstrapInterval(values.map(([, value]) => value));
  return `${mean.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** Over the questions that both have a value for. */
function difference(values: Measure['values'], others: Measure['values']): string {
  const other = new Map(others);
  const both = values.filter(([id]) => other.has(id));
  if (both.length === 0) return '';
  const { mean, low, high } = pairedDifference(
    both.map(([, value]) => value),
    both.map(([id]) => other.get(id)!),
  );
  return `${mean >= 0 ? '+' : ''}${mean.toFixed(3)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

/** Without texts: of one set neither questions nor pages may be passed on. */
function outcome({ question, reply, invented }: Row) {
  return {
    id: question.id,
    kind: question.kind,
    abstained: reply.abstained,
    right: isRight({ question, reply }),
    gold_cited: isGold(question, reply.cited),
    struck: reply.struck.length,
    invented: invented.length,
    model_calls: reply.modelCalls,
    seconds: Number((reply.totalMs / 1_000).toFixed(2)),
  };
}

type Judged = Pick<Row, 'question' | 'reply'>;

function isRight({ question, reply }: Judged): boolean {
  if (reply.abstained) return !question.isAnswerable;
  if (!question.isAnswerable) return false;
  if (question.verdict) return isVerdictRight({ question, reply });
  if (question.identifiers.length === 0) return scoreAnswer(reply.answer, question.answer).isCorrect;
  const said = reply.answer.toLowerCase();
  return question.identifiers.some((identifier) => said.includes(identifier.toLowerCase()));
}

function isVerdictRight({ question, reply }: Judged): boolean {
  const [, word] = /^\W*(yes|no|sí|si)\b/iu.exec(reply.answer) ?? /^\W*(sí)(?!\p{L})/iu.exec(reply.answer) ?? [];
  const said = word?.toLowerCase().replace(/^s[ií]$/, 'yes');
  return !reply.abstained && said === question.verdict;
}

function abstained({ reply }: Row): boolean {
  return reply.abstained;
}

function isGold({ gold }: GoldQuestion, places: Reply['cited']): boolean {
  return places.some((place) =>
    gold.some(({ source, path }) => place.source === source && typingsStem(place.path) === typingsStem(path)),
  );
}

/** `client.d.mts` and `client.d.ts` are one text for two module systems. */
function typingsStem(path: string): string {
  return path.replace(/\.d\.[cm]?ts$/, '.d.ts');
}

function precision({ question, reply }: Row): number {
  const pages = new Map(reply.cited.map((place) => [`${place.source}/${place.path}`, place]));
  return average([...pages.values()].map((place) => Number(isGold(question, [place]))));
}

/** Different pages, in the order in which they were read. */
function firstFive({ read }: Reply): Reply['read'] {
  const pages = new Map(read.map((place) => [`${place.source}/${place.path}`, place]));
  return [...pages.values()].slice(0, 5);
}

function isMissed(goal: Measure['goal'], mean: number): boolean {
  if (!goal) return false;
  return 'least' in goal ? mean < goal.least : mean > goal.most;
}

function goalText(goal: Measure['goal']): string {
  if (!goal) return '';
  return 'least' in goal ? `≥ ${goal.least}` : `≤ ${goal.most}`;
}
