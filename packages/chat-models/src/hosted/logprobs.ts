import type { TokenLogprob } from '@pareto/contracts';
import type { WireLogprob, WireTextLogprobs } from './chunk-schemas.ts';

/** Servers that write a token of incomplete characters escape its bytes so. */
const ESCAPED = /^bytes:((?:\\x[0-9a-f]{2})+)$/iu;

export function fromChatLogprobs(content: readonly WireLogprob[]): TokenLogprob[] {
  return content.map(({ top_logprobs: top, ...chosen }) => ({
    ...withBytes(chosen),
    top: (top ?? []).map(withBytes),
  }));
}

export function fromTextLogprobs({
  content,
  tokens,
  token_logprobs: values,
  top_logprobs: tops,
}: WireTextLogprobs): TokenLogprob[] {
  if (content) return fromChatLogprobs(content);
  return (tokens ?? []).map((token, i) => ({
    token,
    logprob: values?.[i] ?? 0,
    bytes: bytesOf(token),
    top: Object.entries(tops?.[i] ?? {}).map(([other, logprob]) => ({ token: other, logprob, bytes: bytesOf(other) })),
  }));
}

function withBytes({ token, logprob, bytes }: Omit<WireLogprob, 'top_logprobs'>) {
  return { token, logprob, bytes: bytes ?? bytesOf(token) };
}

function bytesOf(token: string): number[] {
  const escaped = ESCAPED.exec(token)?.[1];
  return [...Buffer.from(escaped?.replaceAll('\\x', '') ?? token, escaped ? 'hex' : 'utf8')];
}
