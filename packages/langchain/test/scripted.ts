import { ScriptedChatModel, type ScriptedConfig } from '@pareto/chat-models';
import type { ChatMessage, GenerationEvent, GenerationRequest } from '@pareto/contracts';
import { PortChatModel, type PortChatModelFields } from '../src/index.ts';

/** A scripted model that keeps what it was asked. */
export class AskedModel extends ScriptedChatModel {
  readonly requests: GenerationRequest[] = [];
  /** Generations that somebody still waits for. */
  running = 0;

  override async *generate(
    request: GenerationRequest,
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): AsyncGenerator<GenerationEvent> {
    this.requests.push(request);
    this.running += 1;
    try {
      yield* super.generate(request, options);
    } finally {
      this.running -= 1;
    }
  }

  /** The messages of the last request. */
  get lastMessages(): readonly ChatMessage[] {
    const prompt = this.requests.at(-1)!.prompt;
    return prompt.kind === 'chat' ? prompt.messages : [];
  }
}

export function scripted(
  replies: ScriptedConfig['replies'],
  { config = {}, ...fields }: Partial<PortChatModelFields> & { config?: Partial<ScriptedConfig> } = {},
): { model: AskedModel; chat: PortChatModel } {
  const model = new AskedModel({ kind: 'scripted', replies, ...config });
  return { model, chat: new PortChatModel({ model, ...fields }) };
}
