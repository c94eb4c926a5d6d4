import {
  CHAT_CAPABILITIES,
  type ChatCapability,
  type ChatModel,
  type GenerationEvent,
  type GenerationRequest,
} from '@pareto/contracts';

type Play = (request: GenerationRequest, signal: AbortSignal | undefined) => AsyncIterable<GenerationEvent>;

/** Plays events back, and keeps what it was asked. For behaviour that no real model shows on demand. */
export class ReplayModel implements ChatModel {
  readonly id: string;
  readonly capabilities: ReadonlySet<ChatCapability>;
  readonly contextLength = 1_000;
  readonly slots: number;
  readonly adapters: readonly string[] = ['polite'];
  readonly requests: GenerationRequest[] = [];
  play: Play;

  constructor(
    play: Play,
    { id = 'replay', slots = 1, capabilities = CHAT_CAPABILITIES as readonly ChatCapability[] } = {},
  ) {
    this.id = id;
    this.slots = slots;
    this.capabilities = new Set(capabilities);
    this.play = play;
  }

  generate(request: GenerationRequest, { signal }: { signal?: AbortSignal | undefined } = {}) {
    this.requests.push(request);
    return this.play(request, signal);
  }

  async ping(): Promise<void> {}

  async close(): Promise<void> {}
}

export const USAGE = { promptTokens: 7, cachedTokens: 3, completionTokens: 2 };

export function finish(reason: 'stop' | 'length' | 'tool-calls' = 'stop'): GenerationEvent {
  return { type: 'finish', reason, usage: USAGE };
}

/** Plays the same events each time. */
export function events(...list: readonly GenerationEvent[]): Play {
  return async function* () {
    yield* list;
  };
}

/** Says a word, and then nothing until it is left. */
export async function* endless(_: GenerationRequest, signal: AbortSignal | undefined): AsyncGenerator<GenerationEvent> {
  yield { type: 'text', text: 'well' };
  await new Promise((_resolve, reject) => {
    signal!.addEventListener('abort', () => reject(signal!.reason), { once: true });
    if (signal!.aborted) reject(signal!.reason);
  });
}
