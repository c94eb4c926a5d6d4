import type { Language } from '@pareto/grounding';

/** What a model writes where the excerpts hold no answer. */
export const NOT_STATED: Readonly<Record<Language, string>> = {
  en: 'Not stated in the documentation.',
  // "No" would also begin an answer.
  es: 'Sin respuesta en la documentación.',
};

/** What the model is to do if the excerpts do not answer: say so, or say what else to look for. */
export type Ending = 'may-decline' | 'search-words';

const INSTRUCTIONS: Readonly<Record<Language, string>> = {
  en: `You answer questions about software from its documentation. Use only the excerpts. Copy names, options and code exactly as they stand there. Answer in English, in at most five short sentences; add code only if it is asked for.`,
  es: `Respondes preguntas sobre software a partir de su documentación. Usa solo los extractos. Copia nombres, opciones y código tal como aparecen. Responde en español, en cinco frases cortas como máximo; añade código solo si se pide.`,
};
const FACTS: Readonly<Record<Language, string>> = { en: 'The user said:', es: 'El usuario dijo:' };
/** What may stand after the question. As the last words, so that all before them is read once for several of them. */
const ENDINGS: Readonly<Record<Ending, Readonly<Record<Language, string>>>> = {
  'may-decline': {
    en: `If the excerpts do not answer this, write only: ${NOT_STATED.en}`,
    es: `Si los extractos no responden a esto, escribe solo: ${NOT_STATED.es}`,
  },
  'search-words': {
    en: 'The excerpts do not answer this. Write only the words to search the documentation for, as it would say them.',
    es: 'Los extractos no responden a esto. Escribe solo las palabras en inglés que buscarías en la documentación.',
  },
};
const LABELS: Readonly<Record<Language, { excerpts: string; results: string; question: string; whether: string }>> = {
  en: { excerpts: 'Excerpts:', results: 'Results:', question: 'Question:', whether: 'Begin with Yes or No.' },
  es: { excerpts: 'Extractos:', results: 'Resultados:', question: 'Pregunta:', whether: 'Empieza por Sí o No.' },
};
/** Also after where it is asked of: "In fastify, can I …?" */
const WHETHER_EN =
  /^\W*(?:(?!how\b|wh\w+\b)[^,?]{1,60},\s+)?(?:is|are|was|were|does|do|did|can|could|will|would|has|have|should|must)\b(?!.*\bor\b)/iu;
/** "When you stop it, does it keep its name?", with its comma or without. */
const WHETHER_AFTER =
  /^\W*(?:when|if)\s+(?!(?:is|are|do|does|did|can|could|will|would|should)\b).{1,80}\b(?:does|do|did|is|are|can|could|will|would)\s+(?:it|its|they|the|i|you|we|my|your)\b/iu;
/** Spanish turns any statement into a question: what begins with no question word asks whether, unless it says "o". */
const WHETHER_ES =
  /^\W*¿(?!\s*(?:(?:a|con|de|desde|en|hasta|para|por|sobre|y)\s+)?(?:qu[eé]|c[oó]mo|cu[aá]l(?:es)?|cu[aá]nd?t?[oa]s?|d[oó]nde|qui[eé]n(?:es)?)(?!\p{L}))(?!.*(?<!\p{L})[ou](?!\p{L}))/iu;
const DECLINES =
  /\b(?:not (?:stated|mentioned|specified|provided|documented|covered|described)|do(?:es)? not (?:say|state|mention|specify|answer|provide|contain|describe)|no information|cannot (?:be )?(?:answer|determine)\w*)\b|(?<!\p{L})(?:no consta|no (?:se )?(?:menciona|indica|especifica|dice|responde|describe)n?|no hay información|sin respuesta en la documentación)(?!\p{L})/iu;

export function systemPrompt(language: Language, facts: readonly string[]): string {
  if (facts.length === 0) return INSTRUCTIONS[language];
  return `${INSTRUCTIONS[language]}\n${FACTS[language]}\n${facts.map((fact) => `- ${fact}`).join('\n')}`;
}

/** Everything that was read, then the question: what stands last is what a small model keeps to. */
export function answerPrompt(
  question: string,
  { excerpts, results }: { readonly excerpts: readonly string[]; readonly results: readonly string[] },
  language: Language,
  ending?: Ending,
): string {
  const labels = LABELS[language];
  return [
    ...(excerpts.length > 0 ? [labels.excerpts, ...excerpts, ''] : []),
    ...(results.length > 0 ? [labels.results, ...results, ''] : []),
    `${labels.question} ${question}`,
    ...(isWhether(question) ? [labels.whether] : []),
    ...(ending === undefined ? [] : [ENDINGS[ending][language]]),
  ].join('\n');
}

/** Whether yes or no is an answer. */
export function isWhether(question: string): boolean {
  return WHETHER_EN.test(question) || WHETHER_AFTER.test(question) || WHETHER_ES.test(question);
}

/** Whether a sentence says that there is no answer; a page may say words of that kind about something else. */
export function isDecline(sentence: string, isBorneOut: boolean): boolean {
  const isWords = Object.values(NOT_STATED).some((words) => sentence.startsWith(words.replace(/\.$/, '')));
  return isWords || (!isBorneOut && DECLINES.test(sentence));
}
