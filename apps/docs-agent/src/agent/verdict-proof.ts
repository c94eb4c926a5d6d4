import { denialOf, extractAnswer, languageOf } from '@pareto/grounding';
import { isWhether } from '../prompts/answer.ts';
import { plainText } from '../sources/markdown-page.ts';
import { citationOf, likest } from './paraphrase.ts';
import type { Citation, ProofContext, ProvenPart, Reading } from './ports.ts';
import { spokenShare } from './spoken-share.ts';

const BARE = /^\W*(?:yes|no|sí|si)\W*$/iu;
const VERDICT = /^\W*(?:yes|no|sí|si)(?=[\s,.;:])/iu;
const ASSENT = /^\W*(?:yes|sí|si)(?!\p{L})/iu;
/** Of a question's words so many must have been read somewhere: who asks for telepathy gets no "No". */
const MIN_SPOKEN = 0.4;
const MAX_PAGES = 2;
const UNSUPPORTED: ProvenPart = { text: '', struck: [], citations: [], isSupported: false };

/**
 * The proof of a yes or no, by itself or before its reasons. What a page denies in the words of the question is denied,
 * whatever a model says of it, and quoted. Undefined for what is none, or has reasons that can be judged as sentences.
 */
export function provenVerdict(part: string, context: ProofContext): ProvenPart | undefined {
  const isBare = BARE.test(part);
  const isAssent = ASSENT.test(part) && isWhether(context.question);
  const denied = isBare || isAssent ? denial(context) : undefined;
  return denied ?? (isBare ? bareVerdict(part, context) : undefined);
}

/** The verdict alone of a sentence whose reasons are the model's own: it may be right. */
export function verdictIn(sentence: string, context: ProofContext): ProvenPart | undefined {
  const verdict = isWhether(context.question) ? VERDICT.exec(sentence)?.[0] : undefined;
  return verdict === undefined ? undefined : bareVerdict(verdict, context);
}

/** "Yes." says of the question that it is so: what comes nearest to the question bears it out. */
function bareVerdict(text: string, { question, readings }: ProofContext): ProvenPart {
  if (spokenShare(question, readings) < MIN_SPOKEN) return UNSUPPORTED;
  const { quotes } = extractAnswer(question, plainSources(readings), { maxQuotes: MAX_PAGES });
  const near = likest(question, readings);
  const citations: Citation[] =
    quotes.length > 0
      ? quotes.map(({ source, text: quote }) => ({
          number: readings[source]!.number,
          ...readings[source]!.place,
          quote,
        }))
      : near
        ? [citationOf(near, question)]
        : [];
  const distinct = [
    ...new Map(citations.map((citation) => [`${citation.source}/${citation.path}`, citation])).values(),
  ];
  if (distinct.length === 0) return { ...UNSUPPORTED, text };
  return {
    text: `${text.replace(/[^\p{L}]*$/u, '')}${distinct.map(({ number }) => ` [${number}]`).join('')}.`,
    struck: [],
    citations: distinct,
    isSupported: true,
  };
}

/** "No", with the sentence of a page that says so. */
function denial({ question, readings }: ProofContext): ProvenPart | undefined {
  // Words of another language deny nothing that can be compared.
  const own = readings.filter(({ text }) => languageOf(text) === languageOf(question));
  const sources = plainSources(own);
  const found = denialOf(question, sources);
  if (!found) return undefined;
  const quote = sources[found.source]!.text.slice(found.start, found.end)
    .replace(/^[-+*\s]+/, '')
    .replace(/\s+/g, ' ');
  const { number, place } = own[found.source]!;
  const text = `No: “${quote.replace(/[.\s]*$/, '')}” [${number}].`;
  return { text, struck: [], citations: [{ number, ...place, quote }], isSupported: true, isFinal: true };
}

/** As people read them: the target of a link says nothing. */
function plainSources(readings: readonly Reading[]) {
  return readings.map(({ text, headings }) => ({ text: plainText(text), context: headings.join('\n') }));
}
