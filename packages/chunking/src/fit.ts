import { type Splitter, trim } from './boundaries.ts';
import type { ChunkOptions, Span } from './chunk.ts';

/**
 * White space and words unknown to a model can make long text few tokens; a chunk of it would be no passage.
 * Ordinary prose has four to six characters a token.
 */
const MAX_CHARACTERS_PER_TOKEN = 20;

interface Piece extends Span {
  readonly tokens: number;
}

/** Cuts a span into pieces that fit, by the kindest splitter that does it, then joins neighbours while they fit together. */
export function fit(source: string, span: Span, splitters: readonly Splitter[], options: ChunkOptions): Piece[] {
  const trimmed = trim(source, span);
  return trimmed.end > trimmed.start ? join(source, cut(source, trimmed, splitters, options), options) : [];
}

function cut(source: string, span: Span, splitters: readonly Splitter[], options: ChunkOptions): Piece[] {
  const whole = measure(source, span, options);
  if (whole) return [whole];
  const [splitter, ...harsher] = splitters as [Splitter, ...Splitter[]];
  const parts = splitter(source, span);
  // The last splitter halves: it is applied to its own halves until they fit or are one character.
  if (harsher.length === 0) {
    return parts.length < 2
      ? [{ ...span, tokens: options.countTokens(source.slice(span.start, span.end)) }]
      : parts.flatMap((part) => cut(source, part, splitters, options));
  }
  return parts.flatMap((part) => cut(source, part, harsher, options));
}

/** The span as a piece when it fits. */
function measure(source: string, { start, end }: Span, { maxTokens, countTokens }: ChunkOptions): Piece | undefined {
  if (end - start > maxTokens * MAX_CHARACTERS_PER_TOKEN) return undefined;
  const tokens = countTokens(source.slice(start, end));
  return tokens <= maxTokens ? { start, end, tokens } : undefined;
}

/** Joins neighbours greedily. The sum of their tokens says where to stop; the joined text is counted to be sure. */
export function join(source: string, pieces: readonly Piece[], options: ChunkOptions): Piece[] {
  const joined: Piece[] = [];
  for (let first = 0; first < pieces.length; ) {
    let last = first;
    for (let sum = pieces[first]!.tokens; last + 1 < pieces.length; last += 1) {
      sum += pieces[last + 1]!.tokens;
      if (sum > options.maxTokens) break;
    }
    const start = pieces[first]!.start;
    let piece = pieces[first]!;
    // Tokenizers may join what white space or a cut kept apart, or count the space itself: give back until it fits.
    for (; last > first; last -= 1) {
      const candidate = measure(source, { start, end: pieces[last]!.end }, options);
      if (candidate) {
        piece = candidate;
        break;
      }
    }
    joined.push(piece);
    first = last + 1;
  }
  return joined;
}
