import { randomUUID } from 'node:crypto';
import { type GenerationEvent, ServiceError } from '@pareto/contracts';
import type { WireToolCallDelta } from './chunk-schemas.ts';

interface OpenCall {
  readonly index: number;
  /** Where the server counts it, and how it names it; servers leave out one or the other. */
  readonly wireIndex: number | undefined;
  readonly wireId: string | undefined;
  hasArguments: boolean;
}

/**
 * Tool calls of one answer from their deltas. Calls are numbered from 0 in the order in which they begin; those beyond
 * `most` are left out.
 */
export class ToolCallDeltas {
  readonly #calls: OpenCall[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  get count(): number {
    return this.#calls.length;
  }

  /** @throws ServiceError `chat_model_invalid` when arguments come before the name of their tool. */
  *push({ index, id, function: part }: WireToolCallDelta): Generator<GenerationEvent> {
    const name = part?.name || undefined;
    let call = this.#find(index ?? undefined, id || undefined, name);
    if (!call) {
      if (name === undefined)
        throw new ServiceError('chat_model_invalid', 'a tool call came without the name of a tool');
      call = {
        index: this.#calls.length,
        wireIndex: index ?? undefined,
        wireId: id || undefined,
        hasArguments: false,
      };
      this.#calls.push(call);
      if (call.index < this.#most) yield { type: 'tool-call', index: call.index, id: id || newCallId(), name };
    }
    const given = part?.arguments ?? '';
    const text = typeof given === 'string' ? given : JSON.stringify(given);
    if (text === '') return;
    call.hasArguments = true;
    if (call.index < this.#most) yield { type: 'tool-arguments', index: call.index, text };
  }

  /** Calls of tools without parameters may come without arguments; JSON needs an object. */
  *end(): Generator<GenerationEvent> {
    for (const { index, hasArguments } of this.#calls) {
      if (!hasArguments && index < this.#most) yield { type: 'tool-arguments', index, text: '{}' };
    }
  }

  #find(index: number | undefined, id: string | undefined, name: string | undefined): OpenCall | undefined {
    if (index === undefined && id === undefined) return name === undefined ? this.#calls.at(-1) : undefined;
    return this.#calls.findLast((call) => {
      // Whole calls all come at index 0 from some servers, and only their ids tell them apart.
      if (id !== undefined && call.wireId !== undefined) return id === call.wireId;
      return index !== undefined && call.wireIndex === index;
    });
  }
}

function newCallId(): string {
  return `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`;
}
