import { isLoopback, openAiError } from '@pareto/service-kit';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config.ts';
import type { GenerateOptions } from '../use-cases/generate.ts';

/** Time after a request's own deadline when the shell would end it the hard way. */
const GRACE_MS = 5_000;

export const errorAnswers = {
  400: openAiError,
  401: openAiError,
  404: openAiError,
  413: openAiError,
  429: openAiError,
  502: openAiError,
  503: openAiError,
  504: openAiError,
};

/** What the routes that generate have in common. */
export function generationOptions(config: Config) {
  return {
    bodyLimit: config.BODY_LIMIT_BYTES,
    config: { deadlineMs: config.GENERATION_TIMEOUT_MS + GRACE_MS },
  };
}

export function callOptions({ caller, ip, deadline }: FastifyRequest, { LIMITS }: Config): GenerateOptions {
  return { caller, isLimited: LIMITS || !isLoopback(ip), signal: deadline };
}
