import { AIMessageChunk } from '@langchain/core/messages';
import type { FinishReason, GenerationEvent, TokenLogprob, TokenUsage } from '@pareto/contracts';
import { type ReadCall, readCall } from './call-arguments.ts';

type ChunkFields = Exclude<ConstructorParameters<typeof AIMessageChunk>[0], string | unknown[]>;

/** As OpenAI names them, which is what LangChain programs compare with. */
const FINISH_REASONS: Readonly<Record<FinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
};

/**
 * A part of an answer, or all of it. While it grows its calls are read leniently, as LangChain does for displays; once it
 * has its `finish_reason`, calls without whole arguments are `invalid_tool_calls`, and no agent carries them out.
 */
export class AnswerChunk extends AIMessageChunk {
  constructor(fields: ConstructorParameters<typeof AIMessageChunk>[0]) {
    const invalid: ReadCall[] = [];
    super(settled(fields, invalid));
    if (invalid.length > 0) this.invalid_tool_calls = invalid.filter((call) => call.type === 'invalid_tool_call');
  }

  /** Stored conversations name the class that every LangChain program has. */
  override get lc_id(): string[] {
    return [...this.lc_namespace, 'AIMessageChunk'];
  }
}

/** An ended answer without the chunks of broken calls, of which a stored copy would make calls again. */
function settled(fields: ConstructorParameters<typeof AIMessageChunk>[0], invalid: ReadCall[]) {
  if (typeof fields === 'string' || Array.isArray(fields)) return fields;
  const { tool_call_chunks: chunks = [], response_metadata: metadata } = fields as ChunkFields;
  if (chunks.length === 0 || metadata?.finish_reason === undefined) return fields;
  const whole = chunks.filter(({ id, name = '', args = '' }) => {
    const call = readCall({ id, name, arguments: args });
    if (call.type === 'invalid_tool_call') invalid.push(call);
    return call.type === 'tool_call';
  });
  return { ...fields, tool_call_chunks: whole };
}

/** One event of a generation as a chunk. `callId` makes ids of calls unique. */
export function toChunk(event: GenerationEvent, modelId: string, callId: (id: string) => string): AnswerChunk {
  switch (event.type) {
    case 'text':
      return new AnswerChunk({
        content: event.text,
        ...(event.logprobs
          ? { response_metadata: { logprobs: { content: event.logprobs.map(toOpenAiLogprob) } } }
          : {}),
      });
    case 'tool-call': {
      const { index, id, name } = event;
      return new AnswerChunk({
        content: '',
        tool_call_chunks: [{ type: 'tool_call_chunk', index, id: callId(id), name, args: '' }],
      });
    }
    case 'tool-arguments':
      return new AnswerChunk({
        content: '',
        tool_call_chunks: [{ type: 'tool_call_chunk', index: event.index, args: event.text }],
      });
    case 'finish':
      return new AnswerChunk({
        content: '',
        usage_metadata: toUsageMetadata(event.usage),
        response_metadata: toResponseMetadata(event.reason, modelId),
      });
  }
}

export function toUsageMetadata({ promptTokens, cachedTokens, completionTokens }: TokenUsage) {
  return {
    input_tokens: promptTokens,
    output_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    input_token_details: { cache_read: cachedTokens },
  };
}

export function toResponseMetadata(reason: FinishReason, modelId: string) {
  return { finish_reason: FINISH_REASONS[reason], model_name: modelId };
}

function toOpenAiLogprob({ top, ...token }: TokenLogprob) {
  return {
    ...token,
    bytes: [...token.bytes],
    top_logprobs: top.map((other) => ({ ...other, bytes: [...other.bytes] })),
  };
}
