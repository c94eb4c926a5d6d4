import { isWhether } from '../../prompts/answer.ts';
import { proseOf, snippetLanguage, snippetOf } from './identifiers.ts';

const COMPILES =
  /\b(?:compiles?|compiled|type-?checks?|type errors?|errors? of types?)\b|(?<!\p{L})(?:compila|errores? de tipos?)(?!\p{L})/iu;
/** "Check whether this compiles." */
const ORDERED =
  /^\W*(?:please\s+|por favor,?\s+)?(?:check|verify|test|tell me|comprueba|verifica|dime)\b.{0,20}?(?:\bif\b|\bwhether\b|\bthat\b|(?<!\p{L})si(?!\p{L})|\bque\b)/iu;
/** Wants more than the compiler tells. */
const MORE =
  /\b(?:how|why|what|which|where|fix|correct|instead|rewrite|explain)\b|(?<!\p{L})(?:cómo|por qué|qué|cuál|dónde|arregla\p{L}*|corrige|corregir|explica)(?!\p{L})/iu;
/** JavaScript leaves out types, which is no mistake in it; other languages are not compiled. */
const TYPESCRIPT = /^(?:|[cm]?ts|tsx|typescript)$/;

/** Whether a question shows TypeScript and asks nothing but whether it compiles: the compiler's word is the answer. */
export function isCompileCheck(question: string): boolean {
  if (snippetOf(question) === undefined || !TYPESCRIPT.test(snippetLanguage(question))) return false;
  const prose = proseOf(question);
  return COMPILES.test(prose) && (isWhether(prose) || ORDERED.test(prose)) && !MORE.test(prose);
}
