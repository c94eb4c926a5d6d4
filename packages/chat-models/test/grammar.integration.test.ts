import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from '@pareto/contracts';
import { LlamaGrammarEvaluationState, type LlamaModel } from 'node-llama-cpp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileSchema } from '../src/llama-cpp/grammar/builder.ts';
import { llama, validator } from './grammar-engine.ts';

const MODEL = join(
  process.env.MODELS_DIR ?? join(import.meta.dirname, '../../../.data/models'),
  'smollm2-135m-instruct-q4_1/model.gguf',
);

/** Schemas whose texts end, whatever a model writes. */
const SCHEMAS: Readonly<Record<string, JsonSchema>> = {
  person: {
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 20 },
      age: { type: 'integer', minimum: 0, maximum: 130 },
      height: { type: 'number', exclusiveMinimum: 0, maximum: 2.5 },
      'né(e)': { type: 'string', format: 'date' },
      tags: { type: 'array', items: { enum: ['red', 'rose', 'green'] }, minItems: 1, maxItems: 3 },
    },
    required: ['name', 'age', 'height', 'tags'],
    additionalProperties: false,
  },
  event: {
    type: 'array',
    minItems: 1,
    maxItems: 2,
    items: {
      oneOf: [
        {
          properties: { kind: { const: 'call' }, to: { type: 'string', pattern: '^\\+[1-9]\\d{5,9}$' } },
          required: ['kind', 'to'],
        },
        {
          properties: { kind: { const: 'meet' }, at: { type: 'string', format: 'date-time' } },
          required: ['kind', 'at'],
        },
      ],
    },
  },
  flags: {
    type: 'object',
    properties: { a: { type: ['boolean', 'null'] }, b: { multipleOf: 5, minimum: -50, maximum: 50 } },
  },
};

describe.skipIf(!existsSync(MODEL))('grammars while a model samples (needs model files)', () => {
  let model: LlamaModel;
  beforeAll(async () => {
    model = await llama.loadModel({ modelPath: MODEL });
  });
  afterAll(() => model?.dispose());

  it.each(Object.entries(SCHEMAS))(
    '%s: every answer is valid, however hot',
    async (_, schema) => {
      const grammar = await llama.createGrammar({ grammar: compileSchema(schema) });
      const context = await model.createContext({ contextSize: 512, threads: 1 });
      const isValid = validator(schema);
      for (let seed = 1; seed <= 5; seed += 1) {
        const sequence = context.getSequence();
        const tokens = [];
        for await (const token of sequence.evaluate(model.tokenize('As JSON: '), {
          temperature: 1.5,
          seed,
          grammarEvaluationState: new LlamaGrammarEvaluationState({ model, grammar }),
        })) {
          if (model.isEogToken(token)) break;
          tokens.push(token);
        }
        const text = model.detokenize(tokens);
        expect([text, isValid(JSON.parse(text))]).toEqual([text, true]);
        sequence.dispose();
      }
      await context.dispose();
    },
    60_000,
  );
});
