import type { Analysis } from './analysis.ts';
import { speaksOf } from './coverage.ts';
import { periodsSpokenOf, type SpokenTerm, weightOfRarity } from './period-coverage.ts';
import { holdsAnswer, type Question, readQuestion } from './question.ts';
import { isAskedFor } from './ranges.ts';
import { listMarkLength } from './sentences.ts';
import type { Quote, Source } from './source.ts';
import { type Unit, unitsOf } from './units.ts';

/** A unit of a source with how well it answers; `Quote` places it. */
export interface RankedQuote extends Quote {
  readonly score: number;
  readonly text: string;
  readonly isRow: boolean;
  /** False of a heading, a question or the headers of a table, which name a matter and say nothing of it. */
  readonly isStatement: boolean;
  /** The line above it that reads as a heading; empty where there is none. */
  readonly heading: string;
}

export interface RankOptions {
  /** Of the question and each of `quotableTexts`, in their order: cosines of an embedder, say. */
  readonly similarities?: readonly number[] | undefined;
  /** Added to the score of each, in the same order: what is known of it beside its words. */
  readonly priors?: readonly number[] | undefined;
}

/** For holding what is asked for: an amount, a date, a name. */
const KIND_BONUS = 0.25;
/** Per place in the ranking of the sources: retrieval saw the whole, this sees words. */
const RANK_PENALTY = 0.03;
/** For standing in the row of a table whose label is a range with a number of the question in it. */
const RANGE_BONUS = 0.3;
/** For a label that is another range, where there is such a row. */
const RANGE_LOSS = 1;
const CONTEXT_SHARE = 0.6;
const SIMILARITY_WEIGHT = 1;
const HEADING_SHARE = 0.5;

/** Every sentence and row by how well it answers, best first: for choosing what a model reads. */
export function rankUnits(
  text: string,
  sources: readonly Source[],
  { similarities, priors }: RankOptions = {},
): RankedQuote[] {
  const question = readQuestion(text);
  const placed = sources.flatMap((source, i) => unitsOf(source).map((unit) => ({ source: i, unit })));
  const units = placed.map(({ unit }) => unit);
  const ranges = rangeScores(question, placed);
  const weights = rarity(question.analysis, units);
  const periods = periodsSpokenOf(question, units);
  return placed
    .map(({ source, unit }, i) => {
      const isTelling = isStatement(unit);
      const share = isTelling ? 1 : HEADING_SHARE;
      const likeness = SIMILARITY_WEIGHT * (similarities?.[i] ?? 0) * share;
      const score =
        scoreOf(question, unit, weights, periods[i]!) +
        ranges[i]! +
        likeness +
        (priors?.[i] ?? 0) -
        RANK_PENALTY * source;
      return {
        source,
        start: unit.start,
        end: unit.end,
        text: unit.text,
        isRow: unit.row !== undefined,
        isStatement: isTelling,
        heading: unit.heading,
        score,
      };
    })
    .sort((a, b) => b.score - a.score);
}

function scoreOf(
  question: Question,
  unit: Unit,
  weights: ReadonlyMap<string, number>,
  periods: readonly SpokenTerm[],
): number {
  let total = 0;
  let covered = 0;
  for (const { weight, place } of periods) {
    total += weight;
    if (place) covered += place === 'text' ? weight : CONTEXT_SHARE * weight;
  }
  for (const term of question.analysis.terms) {
    const weight = weights.get(term.stem)!;
    total += weight;
    const place = speaksOf(unit, term);
    if (place) covered += place === 'text' ? weight : CONTEXT_SHARE * weight;
  }
  const share = total === 0 ? 0 : covered / total;
  const bonus = question.expects !== 'any' && holdsAnswer(question, unit.analysis) ? KIND_BONUS : 0;
  return share * (isStatement(unit) ? 1 : HEADING_SHARE) + (share > 0 ? bonus : 0);
}

/** A heading or a question names the matter and says nothing of it. */
function isStatement({ row, text, heading, analysis }: Unit): boolean {
  if (row === undefined && text.includes(' | ')) return false;
  const isSentence = /[.;!]["'”’»)\]]*$/.test(text) || listMarkLength(text) > 0;
  return row !== undefined || isSentence || (heading !== '' && analysis.figures.length > 0);
}

/** Who asks with nine years of service means the row "8 to 14", and no other row of that kind. */
function rangeScores(
  { analysis }: Question,
  placed: readonly { readonly source: number; readonly unit: Unit }[],
): number[] {
  const isMeant = ({ row }: Unit) => isAskedFor(row?.range, analysis.figures);
  const decided = new Set(placed.filter(({ unit }) => isMeant(unit)).map(({ source }) => source));
  return placed.map(({ source, unit }) => {
    if (!unit.row?.range || !decided.has(source)) return 0;
    return isMeant(unit) ? RANGE_BONUS : -RANGE_LOSS;
  });
}

/** Words that few of the units have tell more: log(1 + N / (1 + n)). */
function rarity({ terms }: Analysis, units: readonly Unit[]): Map<string, number> {
  return new Map(
    terms.map((term) => {
      const holding = units.filter((unit) => speaksOf(unit, term) === 'text').length;
      return [term.stem, (term.isLight ? 0.3 : 1) * weightOfRarity(holding, units.length)];
    }),
  );
}
