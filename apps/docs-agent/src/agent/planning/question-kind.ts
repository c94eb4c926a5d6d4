import { isSymbolName, snippetOf } from './identifiers.ts';

export const PLAN_KINDS = ['lookup', 'symbol', 'difference', 'code', 'calculation', 'general'] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];

const DIFFERENCE =
  /\b(?:differ\w*|chang(?:e|es|ed|elog)|migrat\w*|upgrad\w*|breaking|deprecat\w*|removed|renamed|new in|since version|introduced)\b|(?<!\p{L})(?:diferenci\p{L}*|cambi(?:o|os|ó|aron|ado|a)|migra\p{L}*|actualiza\p{L}*|novedades|obsolet\p{L}*|eliminad\p{L}*|retirad\p{L}*)(?!\p{L})/iu;
/** "How do I change the level?" asks for no change of versions. */
const HOW_TO = /^\W*(?:how (?:do|can|should|would|to)\b|c[oó]mo(?!\p{L}))(?!.*\b(?:migrat|upgrad|migra|actualiz))/iu;
const CODE =
  /\b(?:example|snippet|sample|write (?:a|an|the|me|some)|show me|code (?:for|to|that)|compile|type-?check)\b|(?<!\p{L})(?:ejemplos?|fragmento|escrib\p{L}+|código|muéstrame|compila\p{L}*)(?!\p{L})/iu;
const SYMBOL =
  /\b(?:signature|parameters?|arguments?|returns?|return type|type of|overloads?|exports?|declared|interface|what (?:is|does|are)|which (?:options|properties|methods|fields))\b|(?<!\p{L})(?:firma|parámetros?|argumentos?|devuelve|retorna|tipo de|exporta|interfaz|qué (?:es|hace|son)|(?:qué|cuáles) (?:opciones|propiedades|métodos))(?!\p{L})/iu;
const CALCULATE = /\b(?:calculate|compute|how much is|what is)\b|(?<!\p{L})(?:calcula|cuánto (?:es|son|da))(?!\p{L})/iu;
/** Digits, operators and what stands between them. */
const EXPRESSION = /[(\s]*-?\d[\d.,\s()]*(?:\s*(?:\*\*|[-+*/^%×÷])\s*[(\s]*-?\d[\d.,\s()]*)+/u;
const TIME =
  /\b(?:what (?:time|date|day) is|current (?:time|date)|today's date)\b|(?<!\p{L})(?:qué (?:hora|fecha|día) es|fecha (?:actual|de hoy)|hora actual)(?!\p{L})/iu;
const SOURCES =
  /\b(?:which|what|list)\b.{0,30}\b(?:sources|packages|libraries|versions)\b.{0,30}\b(?:index|indexed|know|have|available|installed|there)\b|(?<!\p{L})(?:qué|cuáles|lista)(?!\p{L}).{0,30}(?:fuentes|paquetes|librerías|bibliotecas|versiones).{0,30}(?:index|conoces|tienes|hay|instalad)/iu;
const SMALL_TALK =
  /^\W*(?:hi|hello|hey|thanks|thank you|who are you|what can you do|hola|buenas|buenos días|gracias|quién eres|qué puedes hacer)\b[^?]{0,20}\??\W*$/iu;

/** What a general question is about, as far as a tool knows it. */
export type GeneralMatter = 'time' | 'sources' | 'small-talk';

export function generalMatter(question: string): GeneralMatter | undefined {
  if (TIME.test(question)) return 'time';
  if (SOURCES.test(question)) return 'sources';
  return SMALL_TALK.test(question) ? 'small-talk' : undefined;
}

/** The arithmetic expression of a question, where it has one and asks for nothing else. */
export function expressionOf(question: string): string | undefined {
  const found = EXPRESSION.exec(question)?.[0];
  if (found === undefined) return undefined;
  const rest = question.replace(found, ' ').match(/\p{L}+/gu) ?? [];
  if (rest.length > 6 || (rest.length > 2 && !CALCULATE.test(question))) return undefined;
  return found
    .replaceAll('×', '*')
    .replaceAll('÷', '/')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .trim()
    .replace(/[.,]+$/, '');
}

/**
 * What kind of question it is; the first that fits. A "2 versions" question is one about a difference only where it
 * names something to compare.
 */
export function kindOf(
  question: string,
  {
    identifiers,
    versions,
    sources,
  }: { readonly identifiers: readonly string[]; readonly versions: readonly string[]; readonly sources: number },
): PlanKind {
  if (snippetOf(question) !== undefined) return 'code';
  if (generalMatter(question) !== undefined) return 'general';
  if (expressionOf(question) !== undefined && sources === 0) return 'calculation';
  const isCompared = DIFFERENCE.test(question) && !HOW_TO.test(question) && (versions.length > 0 || sources > 0);
  if (versions.length === 2 || isCompared) return 'difference';
  if (CODE.test(question)) return 'code';
  if (identifiers.some(isSymbolName) && SYMBOL.test(question)) return 'symbol';
  return 'lookup';
}
