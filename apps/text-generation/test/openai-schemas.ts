import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import published from './golden/openai-schemas.json' with { type: 'json' };

type Name = keyof (typeof published)['$defs'];

// Formats like `unixtime` are names that only OpenAI knows.
const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(published, 'openai');

/** Fails with every difference between `value` and the schema that OpenAI publishes for it. */
export function expectPublished(name: Name, value: unknown): void {
  const validate = ajv.getSchema(`openai#/$defs/${name}`)!;
  validate(value);
  expect(validate.errors ?? []).toEqual([]);
}

/** A chunk of a streamed text completion: published with the schema of a whole one, though it has no reason to finish yet. */
export function expectPublishedTextChunk(chunk: { choices: { finish_reason: string | null }[] }): void {
  const choices = chunk.choices.map((choice) => ({ ...choice, finish_reason: choice.finish_reason ?? 'stop' }));
  expectPublished('CreateCompletionResponse', { ...chunk, choices });
}
