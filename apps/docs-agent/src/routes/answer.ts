import type { Answer } from '../agent/events.ts';
import type { Citation } from '../agent/ports.ts';
import type { AskAnswer } from './schemas.ts';

export function toAnswer({ usage, citations, steps, struck, searched, ...answer }: Answer): AskAnswer {
  return {
    ...answer,
    citations: citations.map(toCitation),
    steps: [...steps],
    struck: [...struck],
    ...(searched ? { searched: [...searched] } : {}),
    usage: {
      prompt_tokens: usage.promptTokens,
      completion_tokens: usage.completionTokens,
      model_calls: usage.modelCalls,
    },
  };
}

export function toCitation(citation: Citation): AskAnswer['citations'][number] {
  const { source, version, path, anchor } = citation;
  const query = new URLSearchParams({ source, ...(version === undefined ? {} : { version }), path });
  return { ...citation, url: `/v1/pages?${query}${anchor === undefined ? '' : `#${anchor}`}` };
}
