import { type GenerationEvent, type GenerationRequest, ServiceError } from '@pareto/contracts';
import type { z } from 'zod';
import { AnswerText } from '../answer-text.ts';
import { finishOf } from './answer-end.ts';
import { chatChunk, textChunk, type WireUsage } from './chunk-schemas.ts';
import { fromChatLogprobs, fromTextLogprobs } from './logprobs.ts';
import { ToolCallDeltas } from './tool-call-deltas.ts';

/**
 * Events of a chat answer from OpenAI's chunks.
 * @throws ServiceError `chat_model_invalid` for a chunk of another shape, `chat_model_failed` when the stream breaks off.
 */
export async function* readChatStream(
  chunks: AsyncIterable<unknown>,
  request: GenerationRequest,
): AsyncGenerator<GenerationEvent> {
  const text = new AnswerText(request);
  const mayCallOften = request.prompt.kind === 'chat' && request.prompt.parallelToolCalls;
  const calls = new ToolCallDeltas(mayCallOften ? Number.POSITIVE_INFINITY : 1);
  let usage: WireUsage | undefined;
  let reason: string | undefined;
  for await (const chunk of chunks) {
    const { choices, usage: counted } = checked(chatChunk, chunk);
    usage = counted ?? usage;
    for (const { delta, logprobs, finish_reason: finish } of firstOf(choices)) {
      yield* text.push((delta?.content ?? '') + (delta?.refusal ?? ''), fromChatLogprobs(logprobs?.content ?? []));
      for (const call of delta?.tool_calls ?? []) yield* calls.push(call);
      reason = finish ?? reason;
    }
  }
  const finish = finishOf(reason, usage, calls.count > 0);
  yield* text.end();
  requireLogprobs(text);
  if (finish.reason !== 'length') yield* calls.end();
  yield finish;
}

/** The same for a text completion. */
export async function* readTextStream(
  chunks: AsyncIterable<unknown>,
  request: GenerationRequest,
): AsyncGenerator<GenerationEvent> {
  const text = new AnswerText(request);
  let usage: WireUsage | undefined;
  let reason: string | undefined;
  for await (const chunk of chunks) {
    const { choices, usage: counted } = checked(textChunk, chunk);
    usage = counted ?? usage;
    for (const { text: piece, logprobs, finish_reason: finish } of firstOf(choices)) {
      yield* text.push(piece ?? '', logprobs ? fromTextLogprobs(logprobs) : []);
      reason = finish ?? reason;
    }
  }
  const finish = finishOf(reason, usage, false);
  yield* text.end();
  requireLogprobs(text);
  yield finish;
}

/** A server that left out what was asked for did so without a word. */
function requireLogprobs({ lacksLogprobs }: AnswerText): void {
  if (lacksLogprobs) throw new ServiceError('chat_model_invalid', 'the answer came without its log-probabilities');
}

function checked<Schema extends z.ZodType>(schema: Schema, chunk: unknown): z.output<Schema> {
  const parsed = schema.safeParse(chunk);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.map(String).join('.') || 'the whole';
  // The path and not the value, which may be a part of the answer.
  throw new ServiceError('chat_model_invalid', `a chunk of the answer is not what OpenAI publishes: ${where}`);
}

/** Several choices are never asked for. */
function firstOf<Choice extends { index?: number | null | undefined }>(choices: Choice[] | null | undefined): Choice[] {
  return (choices ?? []).filter(({ index }) => (index ?? 0) === 0);
}
