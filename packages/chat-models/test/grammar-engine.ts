import type { JsonSchema } from '@pareto/contracts';
import { ServiceError } from '@pareto/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import { compileSchema } from '../src/llama-cpp/grammar/builder.ts';

/** llama.cpp's own grammar engine, without a model. */
export const llama = await getLlama({
  gpu: false,
  build: 'never',
  skipDownload: true,
  maxThreads: 1,
  logLevel: LlamaLogLevel.error,
});

/** Whether llama.cpp lets the grammar of `schema` end after `text`. */
export async function acceptor(schema: JsonSchema): Promise<(text: string) => boolean> {
  const grammar = await llama.createGrammar({ grammar: compileSchema(schema) });
  return (text) => (grammar as unknown as { _testText(text: string): boolean })._testText(text);
}

export function validator(schema: JsonSchema): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: false, allErrors: false, formats: FORMATS, logger: false });
  return ajv.compile(schema as Record<string, unknown>) as (value: unknown) => boolean;
}

const DAY_MS = 86_400_000;
const isDate = (text: string) =>
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  new Date(Date.parse(text) + (Date.parse(text) % DAY_MS)).toISOString().startsWith(text);
const isTime = (text: string) =>
  !Number.isNaN(Date.parse(`2000-01-01T${text}`)) && /:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(text);
const isUrl = (text: string) => URL.canParse(text);

/** Read with what the platform has, not with the expressions under test. */
const FORMATS = {
  date: isDate,
  time: isTime,
  'date-time': (text: string) => isDate(text.slice(0, 10)) && text[10] === 'T' && isTime(text.slice(11)),
  duration: (text: string) => /^P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?$/.test(text),
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  ipv4: (text: string) => isUrl(`http://${text}/`) && new URL(`http://${text}/`).hostname === text,
  ipv6: (text: string) => isUrl(`http://[${text}]/`),
  hostname: (text: string) =>
    isUrl(`http://a.${text}/`) && text.length <= 253 && text.split('.').every((label) => label.length <= 63),
  email: (text: string) => /^[^@]{1,64}@[^@]+$/.test(text) && isUrl(`mailto:${text}`) && text.length <= 254,
  uri: isUrl,
};

/** The path that the refusal of a schema names. */
export function refusal(schema: JsonSchema): string | undefined {
  try {
    compileSchema(schema, 'schema');
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'schema_unsupported') return error.param;
    throw error;
  }
  return undefined;
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
