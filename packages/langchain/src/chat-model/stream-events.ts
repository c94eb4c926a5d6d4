import type { ChatModelStreamEvent, FinishReason as StreamFinishReason } from '@langchain/core/language_models/event';
import type { ContentBlock } from '@langchain/core/messages';
import type { FinishReason, GenerationEvent } from '@pareto/contracts';
import { toResponseMetadata, toUsageMetadata } from './answer-chunk.ts';
import { readCall } from './call-arguments.ts';

const FINISH_REASONS: Readonly<Record<FinishReason, StreamFinishReason>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_use',
  'content-filter': 'content_filter',
};

interface OpenBlock {
  readonly index: number;
  /** Of a text there is none. */
  readonly call: { readonly id: string; readonly name: string } | undefined;
  text: string;
}

/**
 * A generation in LangChain's protocol of content blocks. LangChain can derive it from chunks, but counts text and calls
 * from 0 each, so that a call after a text is lost in it (@langchain/core 1.4, `convertChunksToEvents`).
 */
export async function* toStreamEvents(
  events: AsyncIterable<GenerationEvent>,
  modelId: string,
  callId: (id: string) => string,
): AsyncGenerator<ChatModelStreamEvent> {
  const blocks = new Map<'text' | number, OpenBlock>();
  yield { event: 'message-start' };
  for await (const event of events) {
    switch (event.type) {
      case 'text': {
        let block = blocks.get('text');
        if (!block) {
          block = open('text', undefined);
          yield { event: 'content-block-start', index: block.index, content: { type: 'text', text: '' } };
        }
        yield { event: 'content-block-delta', index: block.index, delta: { type: 'text-delta', text: event.text } };
        block.text += event.text;
        break;
      }
      case 'tool-call': {
        const call = { id: callId(event.id), name: event.name };
        const { index } = open(event.index, call);
        const content: ContentBlock = { type: 'tool_call_chunk', ...call, args: '', index };
        yield { event: 'content-block-start', index, content };
        break;
      }
      case 'tool-arguments': {
        const block = blocks.get(event.index)!;
        yield {
          event: 'content-block-delta',
          index: block.index,
          delta: { type: 'tool-call-delta', args: event.text },
        };
        block.text += event.text;
        break;
      }
      case 'finish':
        for (const block of blocks.values()) {
          yield { event: 'content-block-finish', index: block.index, content: finished(block) };
        }
        yield {
          event: 'message-finish',
          reason: FINISH_REASONS[event.reason],
          usage: toUsageMetadata(event.usage),
          responseMetadata: toResponseMetadata(event.reason, modelId),
        };
    }
  }

  function open(key: 'text' | number, call: OpenBlock['call']): OpenBlock {
    const block: OpenBlock = { index: blocks.size, call, text: '' };
    blocks.set(key, block);
    return block;
  }
}

function finished({ call, text }: OpenBlock): ContentBlock {
  return call ? { ...readCall({ ...call, arguments: text }) } : { type: 'text', text };
}
