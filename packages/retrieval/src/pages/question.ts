import type { DocumentEvidence } from './document-evidence.ts';
import { CONCEPTS } from './finance-lexicon.ts';
import { type DocumentLanguage, languageOf } from './languages.ts';
import { type Period, periodsOf, withoutPeriods } from './periods.ts';
import { STATEMENTS, type Statement, WORDING } from './statements.ts';

/** Nearest passages to ask for. */
export interface DenseSearch {
  /** Which of the analysis' queries: its place in the list. */
  readonly query: number;
  /** Documents to look in; all when absent. */
  readonly documents?: readonly string[] | undefined;
}

/** What a question asks for, as the ranking reads it. */
export interface QuestionAnalysis {
  /** Texts to embed; the first is the question itself. */
  readonly queries: readonly string[];
  /** Words to look for. */
  readonly words: string;
  /** Lines of statements that the question's terms stand for, as words to look for; may be empty. */
  readonly expansion: string;
  readonly periods: readonly Period[];
  /** What of the question names documents, as written. */
  readonly names: readonly string[];
  /** Statements that likely hold the answer, with how likely, 0 to 1. */
  readonly statements: ReadonlyMap<Statement, number>;
  /** By document, how well it fits what the question says of company and period: 0 for the best, less for others. */
  readonly documents: ReadonlyMap<string, number>;
  /** The documents to look in; all of them when absent. */
  readonly among?: readonly string[] | undefined;
  /** Those of them that the question names: there it looks deeper. */
  readonly named?: readonly string[] | undefined;
  /** The searches by meaning whose results the ranking wants. */
  readonly searches: readonly DenseSearch[];
  /** Documents of which each list has something to say, as in a comparison; empty where one list would hold all. */
  readonly sides: readonly (readonly string[])[];
}

/** Sentences that say how to answer, not what is asked. */
const INSTRUCTION =
  /^(please|give|answer|address|respond|round|base|use|using|express|provide|report|state|assume|calculate|we (?:need|want|are)|you are|imagine|responde|redondea|utiliza|usa|indica)\b|\b(please|then) state\b|\bexplain why\b|\bis defined as\b|\bse define como\b/i;
/** "Basing your judgement on the income statement, what is …": the statement is noted before this is cut. */
const MANNER =
  /^\s*(?:by|based|basing|using|taking|considering|relying|according|looking|drawing|given|from|when|in accordance|con|seg[uú]n|usando|a partir)\b[^,]{0,160}\b(?:statements?|balance sheets?|p ?& ?l|shown|stated|information|estados?|balance|cuenta)\b[^,]*,\s*/i;
const PARENTHESES = /\((?:in |en )?(?:USD|EUR|US|\$|€|millones|millions|thousands|billions|miles)[^)]*\)/gi;
/** The question wants a reason or a part of a figure: the text and the notes have it, not the statement. */
const REASON =
  /\b(why|drove|drivers?|driven by|caused?|reasons?|due to|because|explain(s|ed)?|por qu[eé]|motivos?|causas?|debido)\b/i;
const BREAKDOWN =
  /\b(segments?|regions?|regional|geograph\w*|countr(y|ies)|products?|categor(y|ies)|brands?|divisions?|by line|business(es)? (unit|line)s?|segmentos?|regi[oó]n(es)?|pa[ií]s(es)?|productos?|categor[ií]as?|divisi[oó]n(es)?)\b/i;

const MENTIONED = 1;
const IMPLIED = 0.6;
/** What is left of a hint where the question wants a reason or a part. */
const ELSEWHERE = 0.25;

/** What is known of the documents that the question may be about. */
export interface QuestionContext extends Partial<DocumentEvidence> {
  /** In which all of them are written; absent where they differ. */
  readonly language?: DocumentLanguage | undefined;
  /** To which the search is restricted. */
  readonly among?: readonly string[] | undefined;
}

export function analyseQuestion(
  question: string,
  {
    names = [],
    fit: documents = new Map(),
    named,
    among,
    sides = [],
    language = languageOf(question),
  }: QuestionContext = {},
): QuestionAnalysis {
  const lines = [
    ...new Set(CONCEPTS.filter((concept) => concept.names.test(question)).flatMap((concept) => concept.lines)),
  ];
  const statements = new Map<Statement, number>();
  const sentences = question.match(/[^.?!]+(?:[.?!](?=\S)[^.?!]*)*[.?!]*/g) ?? [question];
  const asked = sentences.filter((sentence) => !INSTRUCTION.test(sentence.trim()));
  const core = (asked.length > 0 ? asked : sentences)
    .map((sentence) => sentence.replace(MANNER, ''))
    .join(' ')
    .replace(PARENTHESES, ' ');
  const factor = REASON.test(core) || BREAKDOWN.test(core) ? ELSEWHERE : 1;
  for (const { statement } of lines) statements.set(statement, IMPLIED * factor);
  for (const statement of STATEMENTS)
    if (WORDING[statement].mention.test(question)) statements.set(statement, MENTIONED);
  const text = withoutNames(withoutPeriods(core), names);
  const periods = periodsOf(question);
  const places = [...statements.keys()].map((statement) => WORDING[statement].name[language]);
  const expansion = [...places, ...new Set(lines.flatMap((line) => line[language]))].join('; ');
  const queries = expansion === '' ? [text] : [text, expansion];
  return {
    queries,
    searches: [
      ...queries.map((_, query) => ({ query, documents: query === 0 ? among : (named ?? among) })),
      ...(named ? [{ query: 0, documents: named }] : []),
    ],
    words: [core.replace(/\s+/g, ' ').trim(), ...new Set(periods.map(({ year }) => year))].join(' '),
    expansion,
    periods,
    names,
    statements,
    documents,
    among,
    named,
    sides,
  };
}

/** Names say which document is meant: within it, they stand everywhere. */
function withoutNames(text: string, names: readonly string[]): string {
  let rest = text;
  for (const name of names) rest = rest.split(name).join(' ');
  return rest
    .replace(/\s[’']s\b/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\s([,.?])/g, '$1')
    .trim();
}
