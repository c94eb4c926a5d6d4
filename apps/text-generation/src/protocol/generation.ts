import type { ChatCapability, GenerationRequest } from '@pareto/contracts';

/** Something that a request asks for and not every model can do, with the parameter that asks. */
export interface Demand {
  readonly capability: ChatCapability;
  readonly param: string;
}

/** A request in the terms of the port. */
export interface Generation {
  /** Model or route, as the caller named it. */
  readonly model: string;
  /** One request for each choice, in the order of the choices' indexes. */
  readonly choices: readonly GenerationRequest[];
  /** Choices of one prompt: its tokens count once. */
  readonly choicesPerPrompt: number;
  readonly demands: readonly Demand[];
  readonly promptParam: 'messages' | 'prompt';
  /** The parameter that limits the tokens of an answer, to name it when it is too high. */
  readonly limitParam: string;
}

/** The same request `n` times; with a seed each has another one, so that the answers differ and can be had again. */
export function repeated(request: GenerationRequest, n: number): GenerationRequest[] {
  const { seed } = request;
  return Array.from({ length: n }, (_, i) => (seed === undefined ? request : { ...request, seed: seed + i }));
}

interface Sampling {
  readonly temperature?: number | null | undefined;
  readonly top_p?: number | null | undefined;
  readonly frequency_penalty?: number | null | undefined;
  readonly presence_penalty?: number | null | undefined;
  readonly seed?: number | null | undefined;
  readonly stop?: string | readonly string[] | null | undefined;
}

/** What chat and text completions map alike. */
export function toSampling(body: Sampling) {
  return {
    temperature: body.temperature ?? 1,
    topP: body.top_p ?? 1,
    frequencyPenalty: body.frequency_penalty ?? 0,
    presencePenalty: body.presence_penalty ?? 0,
    seed: body.seed ?? undefined,
    stop: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? []),
  };
}

export function samplingDemands(body: Sampling): Demand[] {
  return demandsOf([
    [body.seed != null, 'seed', 'seed'],
    [typeof body.stop === 'string' || (body.stop?.length ?? 0) > 0, 'stop', 'stop'],
    [Boolean(body.frequency_penalty), 'penalties', 'frequency_penalty'],
    [Boolean(body.presence_penalty), 'penalties', 'presence_penalty'],
  ]);
}

export function demandsOf(entries: readonly (readonly [boolean, ChatCapability, string])[]): Demand[] {
  return entries.filter(([isAsked]) => isAsked).map(([, capability, param]) => ({ capability, param }));
}
