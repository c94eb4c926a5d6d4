import { denialOf, extractAnswer, languageOf } from '@pareto/grounding';
import { isWhether } from '../prompts/answer.ts';
import { onePerPage } from '../proof/citations.ts';
import { withoutLinks } from '../proof/links.ts';
import { ResultProof } from '../proof/result-proof.ts';
import { plainText } from '../sources/markdown-page.ts';
import { citationOf, likest, QUOTE_LENGTH } from './paraphrase.ts';
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
function bareVerdict(text: string, { question, readings, results }: ProofContext): ProvenPart {
  const told = new ResultProof(results, question).verdict();
  if (told === ASSENT.test(text)) return { text: `${bare(text)}.`, struck: [], citations: [], isSupported: true };
  if (spokenShare(question, readings) < MIN_SPOKEN) return UNSUPPORTED;
  const { quotes } = extractAnswer(question, plainSources(readings), { maxQuotes: MAX_PAGES });
  const quoted = quotes.map(({ source, text: quote }) => cited(readings[source]!, quote));
  const near = quoted.length > 0 ? undefined : likest(question, readings);
  const citations = onePerPage(near ? [citationOf(near, question)] : quoted, (citation) => citation);
  if (citations.length === 0) return { ...UNSUPPORTED, text };
  return {
    text: `${bare(text)}${citations.map(({ number }) => ` [${number}]`).join('')}.`,
    struck: [],
    citations,
    isSupported: true,
  };
}

function bare(verdict: string): string {
  return verdict.replace(/[^\p{L}]*$/u, '');
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
  const citation = cited(own[found.source]!, quote);
  const text = `No: “${withoutLinks(quote).replace(/[.\s]*$/, '')}” [${citation.number}].`;
  return { text, struck: [], citations: [citation], isSupported: true, isFinal: true };
}

function cited({ number, place }: Reading, quote: string): Citation {
  return { number, ...place, quote: quote.slice(0, QUOTE_LENGTH).toWellFormed() };
}

/** As people read them: the target of a link says nothing. */
function plainSources(readings: readonly Reading[]) {
  return readings.map(({ text, headings }) => ({ text: plainText(text), context: headings.join('\n') }));
}
