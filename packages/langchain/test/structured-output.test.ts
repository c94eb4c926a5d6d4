import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { scripted } from './scripted.ts';

const person = z.object({ name: z.string(), born: z.int().min(1_000) });
const ADA = '{"name":"Ada","born":1815}';

describe('withStructuredOutput', () => {
  it('asks for the schema, and gives the object', async () => {
    const { chat, model } = scripted([{ text: ADA }]);
    expect(await chat.withStructuredOutput(person, { name: 'person' }).invoke('Who?')).toEqual({
      name: 'Ada',
      born: 1815,
    });
    expect(model.requests[0]!.responseFormat).toMatchObject({
      kind: 'json-schema',
      name: 'person',
      schema: { type: 'object', required: ['name', 'born'], additionalProperties: false },
    });
    expect(model.requests[0]!.responseFormat).not.toHaveProperty('schema.$schema');
  });

  it('takes a JSON Schema, and its title as the name', async () => {
    const { chat, model } = scripted([]);
    const schema = { title: 'place', type: 'object', properties: { city: { enum: ['Rome'] } }, required: ['city'] };
    expect(await chat.withStructuredOutput(schema).invoke('Where?')).toEqual({ city: 'Rome' });
    expect(model.requests[0]!.responseFormat).toMatchObject({ kind: 'json-schema', name: 'place' });
  });

  it.each(['functionCalling', undefined] as const)(
    'forces a call where a model has no schemas (%s)',
    async (method) => {
      const { chat, model } = scripted([], { config: { capabilities: ['chat', 'tools'] } });
      const schema = z.object({ city: z.enum(['Rome']) });
      const asked = chat.withStructuredOutput(schema, method ? { name: 'place', method } : { name: 'place' });
      expect(await asked.invoke('Where?')).toEqual({ city: 'Rome' });
      expect(model.requests[0]!.prompt).toMatchObject({ tools: [{ name: 'place' }], toolChoice: { name: 'place' } });
    },
  );

  it('asks for any object in the mode of JSON', async () => {
    const { chat, model } = scripted([{ text: ADA }]);
    expect(await chat.withStructuredOutput(person, { method: 'jsonMode' }).invoke('Who?')).toEqual(JSON.parse(ADA));
    expect(model.requests[0]!.responseFormat).toEqual({ kind: 'json-object' });
  });

  it('gives the message too, and no object where it cannot be parsed', async () => {
    const asked = (text: string) =>
      scripted([{ text }]).chat.withStructuredOutput(person, { includeRaw: true }).invoke('?');
    expect(await asked(ADA)).toMatchObject({ parsed: { name: 'Ada' }, raw: { usage_metadata: { input_tokens: 3 } } });
    expect(await asked('{"name":"Ada"}')).toMatchObject({ parsed: null, raw: { content: '{"name":"Ada"}' } });
  });

  it.each([
    ['a missing field', '{"name":"Ada"}'],
    ['an answer that was cut off', '{"name":"Ada","bo'],
  ])('fails on %s', async (_, text) => {
    await expect(scripted([{ text }]).chat.withStructuredOutput(person).invoke('?')).rejects.toThrow(/Failed to parse/);
  });

  it('refuses a method that it does not know', () => {
    expect(() => scripted([]).chat.withStructuredOutput(person, { method: 'xml' })).toThrow(
      expect.objectContaining({ code: 'parameter_unsupported', param: 'method' }),
    );
  });
});
