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
      readonly compiles: string;
      /** Before what the compiler says. */
      readonly compilesNot: string;
      readonly notFound: string;
      /** A budget was spent first, or nothing could be searched. */
      readonly notFinished: string;
      /** What was searched, and the pages that came nearest; empty where there are none. */
      readonly looked: (searched: readonly string[], nearest: readonly string[]) => string;
    }
  >
> = {
  en: {
    remembered: (facts) => `Noted: ${facts.join('; ')}.`,
    forgotten: (facts) => `Forgotten: ${facts.join('; ')}.`,
    nothingToForget: 'I remember nothing of that.',
    smallTalk: 'I answer questions about the indexed documentation, and cite where each answer stands.',
    compiles: 'Yes, it compiles with the packages that are installed.',
    compilesNot: 'No, it does not compile with the packages that are installed:',
    notFound: 'The indexed documentation does not answer this.',
    notFinished: 'No answer was found before the search for it ended.',
    looked: (searched, nearest) =>
      [
        ...(searched.length > 0 ? [`Searched: ${searched.join('; ')}.`] : []),
        ...(nearest.length > 0 ? [`Nearest pages: ${nearest.join(', ')}.`] : []),
      ].join(' '),
  },
  es: {
    remembered: (facts) => `Anotado: ${facts.join('; ')}.`,
    forgotten: (facts) => `Olvidado: ${facts.join('; ')}.`,
    nothingToForget: 'No recuerdo nada de eso.',
    smallTalk: 'Respondo preguntas sobre la documentación indexada y cito dónde está cada respuesta.',
    compiles: 'Sí, compila con los paquetes instalados.',
    compilesNot: 'No, no compila con los paquetes instalados:',
    notFound: 'La documentación indexada no responde a esto.',
    notFinished: 'La búsqueda terminó antes de encontrar una respuesta.',
    looked: (searched, nearest) =>
      [
        ...(searched.length > 0 ? [`Se buscó: ${searched.join('; ')}.`] : []),
        ...(nearest.length > 0 ? [`Páginas más cercanas: ${nearest.join(', ')}.`] : []),
      ].join(' '),
  },
};
