import { type Analysis, analyse } from './analysis.ts';
import { mayBeYear } from './figure-match.ts';
import type { Figure } from './figures.ts';
import { type Language, languageOf } from './language.ts';
import { fold } from './stems.ts';

export const ANSWER_KINDS = ['money', 'percent', 'duration', 'date', 'number', 'name', 'any'] as const;
/** What an answer must hold to be one. */
export type AnswerKind = (typeof ANSWER_KINDS)[number];

export interface Question {
  readonly text: string;
  readonly language: Language;
  readonly analysis: Analysis;
  readonly expects: AnswerKind;
  readonly isYesNo: boolean;
}

/** Folded; the first that fits decides. */
const KINDS: readonly (readonly [RegExp, AnswerKind])[] = [
  [/\b(?:what|which) percent|percentage|\bporcentaje|por ciento|\bwhat (?:share|rate|margin)\b/, 'percent'],
  [
    /\bhow long\b|\bcuanto tiempo|\b(?:how many|cuant[oa]s) (?:\w+ )?(?:days|weeks|months|years|hours|minutes|dias|semanas|meses|anos|años|horas|minutos)/,
    'duration',
  ],
  [
    /\bwhen\b|\bwhat (?:date|year|day|month)|\bcuando\b|\bque (?:fecha|dia|mes|ano|año)|\b(?:by|until|hasta|deadline)\b.*\b(?:when|cuando|date|fecha)/,
    'date',
  ],
  [
    /\bhow much\b|\bcuanto (?:cuesta|cobra|paga|es el|fue|dinero)|\b(?:price|cost|revenue|net sales|budget|fee|allowance|precio|coste|ingresos|presupuesto|tarifa)\b/,
    'money',
  ],
  [
    /\bhow many\b|\bcuant[oa]s\b|\bwhat (?:number|is the (?:maximum|minimum|limit))|\bnumero de|\bhow (?:far|fast|large|big|heavy|tall|often)|\bcuanto\b/,
    'number',
  ],
  [/^\W*(?:who|whom|whose)\b|\bquien(?:es)?\b/, 'name'],
];
const YES_NO =
  /^\W*(?:is|are|was|were|do|does|did|can|could|may|must|should|has|have|had|will|would|puedo|puede|pueden|debo|debe|es|son|hay|se puede|tiene|tengo)\b/;

/** What a question is about, and what an answer to it must hold. */
export function readQuestion(text: string): Question {
  const folded = fold(text);
  return {
    text,
    language: languageOf(text),
    analysis: analyse(text),
    expects: KINDS.find(([pattern]) => pattern.test(folded))?.[1] ?? 'any',
    isYesNo: YES_NO.test(folded),
  };
}

/** Whether a text holds what the question asks for; how much of it counts as money depends on the table it stands in. */
export function holdsAnswer({ expects, analysis: asked }: Question, { terms, figures }: Analysis): boolean {
  const asks = asked.figures.flatMap(({ values }) => values);
  // A number that the question gives itself answers nothing.
  const fresh = figures.filter(({ values }) => !values.some((value) => asks.includes(value)));
  switch (expects) {
    case 'percent':
      return fresh.some(({ kind }) => kind === 'percent');
    case 'duration':
      return fresh.some(({ unit }) => unit !== undefined);
    case 'date':
      return fresh.some(isDate) || terms.some(({ stem }) => /^month\d/.test(stem));
    case 'money':
      return fresh.some(({ kind, isSpelled }) => kind === 'money' || (kind === 'plain' && !isSpelled));
    case 'number':
      return fresh.length > 0;
    case 'name':
      return terms.some(({ isName, stem }) => isName && !asked.terms.some((term) => term.stem === stem));
    case 'any':
      return true;
  }
}

function isDate({ kind, values, unit }: Figure): boolean {
  return kind === 'plain' && (unit !== undefined || mayBeYear(values[0]!));
}
