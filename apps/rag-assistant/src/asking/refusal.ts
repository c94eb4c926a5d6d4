import type { Language } from '@pareto/grounding';
import type { RefusalReason } from './events.ts';

export const REFUSALS: Readonly<Record<RefusalReason, Readonly<Record<Language, string>>>> = {
  no_documents: {
    en: 'There are no documents to answer from yet.',
    es: 'Todavía no hay documentos con los que responder.',
  },
  not_in_documents: {
    en: 'The documents do not seem to answer this question.',
    es: 'Los documentos no parecen responder a esta pregunta.',
  },
  not_supported: {
    en: 'No answer was found that the documents bear out.',
    es: 'No se encontró una respuesta que los documentos respalden.',
  },
};

/** Before a question that is left without an answer beside another that has one. */
export const UNANSWERED: Readonly<Record<Language, string>> = {
  en: 'The documents do not seem to answer:',
  es: 'Los documentos no parecen responder:',
};
