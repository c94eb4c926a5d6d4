import type { ChatPrompt, GenerationRequest } from '@pareto/contracts';
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { oddsOfCall } from './call-decision.ts';
import { type ChatTemplate, withBeginning } from './chat-template.ts';
import { callGrammar, textGrammar } from './constraint.ts';
import { composeMessages } from './prompt.ts';
import { CALL_OPENING, callableTools, callBeginning } from './tool-calls.ts';

/** What an answer will be, settled before its first token. */
export interface Course {
  readonly kind: 'text' | 'calls';
  readonly prompt: readonly Token[];
  /** Tokens that the answer begins with whatever the model wants. */
  readonly beginning: readonly Token[];
  /** What the rest must match. */
  readonly grammar: string | undefined;
  /** Tokens that may not come. */
  readonly banned: readonly Token[];
  readonly stops: readonly string[];
  /** Tokens of the conversation that were in the cache before it was looked at, where it was. */
  readonly cached?: number;
}

/** Settles whether an answer is text or tool calls: by the caller's choice, else by the model's own opinion of a call. */
export class CoursePlanner {
  readonly #model: LlamaModel;
  readonly #template: ChatTemplate;
  readonly #callThreshold: number;

  constructor(model: LlamaModel, template: ChatTemplate, callThreshold: number) {
    this.#model = model;
    this.#template = template;
    this.#callThreshold = callThreshold;
  }

  /** The tokens that a request makes the model read. */
  tokenize(request: GenerationRequest): Token[] {
    const { prompt } = request;
    if (prompt.kind === 'chat') return this.#template.tokenize(composeMessages(request, prompt));
    // Who writes a raw prompt may write control tokens in it.
    return withBeginning(this.#model, this.#model.tokenize(prompt.text, true));
  }

  /** @throws ServiceError `schema_unsupported`. */
  async plan(
    request: GenerationRequest,
    prompt: readonly Token[],
    sequence: LlamaContextSequence,
    signal: AbortSignal | undefined,
  ): Promise<Course> {
    const text: Course = {
      kind: 'text',
      prompt,
      beginning: [],
      grammar: textGrammar(request),
      banned: [],
      stops: request.stop,
    };
    const chat = request.prompt;
    if (chat.kind === 'text' || callableTools(chat).length === 0) return text;
    const tools = callableTools(chat);
    const calls: Course = {
      kind: 'calls',
      prompt,
      beginning: this.#template.tokenizePieces(callBeginning(tools)),
      // Compiled also when the answer becomes text: a schema that cannot be enforced is an error either way.
      grammar: callGrammar(tools, chat.parallelToolCalls),
      banned: [],
      stops: [],
    };
    if (chat.toolChoice !== 'auto') return calls;
    const conversation = { plain: composeMessages(request, chat), chat };
    const { logOdds, cached } = await oddsOfCall(conversation, this.#model, this.#template, sequence, signal);
    return logOdds >= this.#callThreshold ? { ...calls, cached } : this.#withoutTools(request, chat, text, cached);
  }

  /** Once no tool is to be called the model does not see any: with them in view it writes a call as text. */
  #withoutTools(request: GenerationRequest, chat: ChatPrompt, text: Course, cached: number): Course {
    const prompt = this.#template.tokenize(composeMessages(request, { ...chat, tools: [] }));
    const opening = this.#template.tokenizePieces([{ control: CALL_OPENING }]);
    // Earlier calls in the conversation may still invite one.
    const banned = opening.length === 1 ? opening : [];
    return { ...text, prompt, cached, banned, stops: [...text.stops, CALL_OPENING] };
  }
}
