import type { ChatModel, GenerationRequest, TokenUsage } from '@pareto/contracts';

/** A chat model whose tokens are counted, since they are what it costs. */
export function meteredChatModel(model: ChatModel, onUsage: (usage: TokenUsage) => void): ChatModel {
  return {
    id: model.id,
    capabilities: model.capabilities,
    contextLength: model.contextLength,
    slots: model.slots,
    adapters: model.adapters,
    async *generate(request: GenerationRequest, options?: { signal?: AbortSignal | undefined }) {
      for await (const event of model.generate(request, options)) {
        if (event.type === 'finish') onUsage(event.usage);
        yield event;
      }
    },
    ping: (options) => model.ping(options),
    close: () => model.close(),
  };
}
