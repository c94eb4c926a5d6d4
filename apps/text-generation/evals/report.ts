import { bootstrapInterval, type Interval, type Section, summarize } from '@pareto/evaluation';
import { MAX_TOKENS } from './instruction-set.ts';
import type { Options } from './options.ts';
import type { Result } from './run.ts';
import { GOALS, type SetName } from './sets.ts';
import { SPLIT_RULE, type Split, splitOf } from './split.ts';

/** What each set asks. */
const QUESTIONS: Readonly<Record<SetName, string>> = {
  simple: 'BFCL simple: one function, one call',
  multiple: 'BFCL multiple: two to four functions, one call',
  parallel: 'BFCL parallel: one function, several calls',
  irrelevance: 'BFCL irrelevance: no function fits',
  ifeval: 'IFEval: checkable instructions',
};

interface Measured {
  readonly set: SetName;
  readonly split: Split;
  readonly measure: string;
  readonly values: readonly number[];
  readonly interval: Interval;
}

/** The table of a run. */
export function report(results: readonly Result[], { sets, split, model, concurrency, limit }: Options): Section {
  const splits: readonly Split[] = split === 'all' ? ['dev', 'test'] : [split];
  const groups = splits.flatMap((each) =>
    sets.map((set) => ({ set, split: each, results: select(results, set, each) })),
  );
  const measured = groups.flatMap((group) => measure(group));
  return {
    title: 'Quality of generation',
    notes: [
      `${model} through \`/v1/chat/completions\`, not streaming, temperature 0, ${concurrency} requests at once; mean with its 95 % bootstrap interval.`,
      SPLIT_RULE,
      ...(Number.isFinite(limit) ? [`Of each set the first ${limit} cases; the files are in random order.`] : []),
      ...measured.flatMap(goalNote),
      ...notesOfFunctionCalling(sets),
      ...(sets.includes('ifeval')
        ? notesOfInstructions(groups.filter(({ set }) => set === 'ifeval').flatMap((group) => group.results))
        : []),
      ...refusalNote(results),
    ],
    columns: ['set', 'split', 'measure', 'n', 'score'],
    rows: measured.map(({ set, split: each, measure: name, values, interval }) => [
      QUESTIONS[set],
      each,
      name,
      values.length,
      `${interval.mean.toFixed(3)} (${interval.low.toFixed(3)} to ${interval.high.toFixed(3)})`,
    ]),
    data: groups.map((group) => ({ set: group.set, split: group.split, ...details(group.results) })),
  };
}

function select(results: readonly Result[], set: SetName, split: Split): Result[] {
  return results.filter((result) => result.case.set === set && splitOf(result.case.id) === split);
}

function measure(group: {
  readonly set: SetName;
  readonly split: Split;
  readonly results: readonly Result[];
}): Measured[] {
  const { set, split, results } = group;
  return Object.entries(valuesByMeasure(results)).map(([name, values]) => ({
    set,
    split,
    measure: name,
    values,
    interval: bootstrapInterval(values),
  }));
}

function valuesByMeasure(results: readonly Result[]): Record<string, number[]> {
  const byMeasure: Record<string, number[]> = {};
  for (const [name, values] of results.flatMap(({ score }) => Object.entries(score.values))) {
    byMeasure[name] = [...(byMeasure[name] ?? []), ...values];
  }
  return byMeasure;
}

function goalNote({ set, split, interval }: Measured): string[] {
  const goal = GOALS[set];
  if (goal === undefined || split !== 'test') return [];
  return [`${set}: ${interval.mean.toFixed(3)}, goal ${goal}${interval.mean < goal ? ': MISSED' : ''}.`];
}

function notesOfFunctionCalling(sets: readonly SetName[]): string[] {
  if (sets.every((set) => set === 'ifeval')) return [];
  return [
    "Calls are scored as BFCL's AST checker does; the model sees the question and the functions as tools, without a system prompt of the evaluation.",
  ];
}

function notesOfInstructions(results: readonly Result[]): string[] {
  const unchecked = results.flatMap(({ score }) => score.unchecked ?? []).length;
  const cut = results.filter(({ answer }) => answer.finishReason === 'length').length;
  return [
    `IFEval: at most ${MAX_TOKENS} tokens an answer, which ${cut} of ${results.length} reached; ${unchecked} instructions (languages that share their script) could not be checked and do not count, nor do their prompts. Instructions of one prompt count as independent in the interval.`,
  ];
}

function refusalNote(results: readonly Result[]): string[] {
  const refused = results.filter(({ answer }) => answer.refusal !== undefined).length;
  return refused === 0 ? [] : [`${refused} requests were refused by the service and count as wrong.`];
}

/** What went wrong in each set, the most frequent first: `simple: wrong_string 4, no_call 1`. */
export function faultsBySet(results: readonly Result[]): string[] {
  const sets = [...new Set(results.map((result) => result.case.set))];
  return sets.map((set) => {
    const faults = Object.entries(countFaults(results.filter((result) => result.case.set === set)));
    return `${set}: ${faults.map(([fault, count]) => `${fault} ${count}`).join(', ') || 'nothing wrong'}`;
  });
}

function countFaults(results: readonly Result[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const fault of results.flatMap(({ score }) => score.faults)) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

/** The figures behind the table. */
function details(results: readonly Result[]) {
  const measures = Object.entries(valuesByMeasure(results));
  return {
    cases: results.length,
    measures: Object.fromEntries(
      measures.map(([name, values]) => [name, { n: values.length, ...bootstrapInterval(values) }]),
    ),
    faults: countFaults(results),
    promptTokens: summarize(results.map(({ answer }) => answer.promptTokens)),
    completionTokens: summarize(results.map(({ answer }) => answer.completionTokens)),
    milliseconds: summarize(results.map(({ answer }) => answer.ms)),
  };
}
