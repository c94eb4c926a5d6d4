import { type ChatModel, generatingBy, type TokenUsage } from '@pareto/contracts';

/** A chat model whose tokens are counted, since they are what it costs. */
export function meteredChatModel(model: ChatModel, onUsage: (usage: TokenUsage) => void): ChatModel {
  return generatingBy(model, async function* (request, options) {
    for await (const event of model.generate(request, options)) {
      if (event.type === 'finish') onUsage(event.usage);
      yield event;
    }
  });
}
