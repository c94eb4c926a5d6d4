import type { Language } from '@pareto/grounding';

/** What is said without a model. */
export const REPLIES: Readonly<
  Record<
    Language,
    {
      readonly remembered: (facts: readonly string[]) => string;
      readonly forgotten: (facts: readonly string[]) => string;
      readonly nothingToForget: string;
      readonly smallTalk: string;
      readonly notFound: (searched: readonly string[]) => string;
    }
  >
> = {
  en: {
    remembered: (facts) => `Noted: ${facts.join('; ')}.`,
    forgotten: (facts) => `Forgotten: ${facts.join('; ')}.`,
    nothingToForget: 'I remember nothing of that.',
    smallTalk: 'I answer questions about the indexed documentation, and cite where each answer stands.',
    notFound: (searched) =>
      searched.length > 0
        ? `The indexed documentation does not answer this. Searched: ${searched.join('; ')}.`
        : 'The indexed documentation does not answer this.',
  },
  es: {
    remembered: (facts) => `Anotado: ${facts.join('; ')}.`,
    forgotten: (facts) => `Olvidado: ${facts.join('; ')}.`,
    nothingToForget: 'No recuerdo nada de eso.',
    smallTalk: 'Respondo preguntas sobre la documentación indexada y cito dónde está cada respuesta.',
    notFound: (searched) =>
      searched.length > 0
        ? `La documentación indexada no responde a esto. Se buscó: ${searched.join('; ')}.`
        : 'La documentación indexada no responde a esto.',
  },
};
