import type { GenerationEvent } from '@pareto/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ToolCallReader } from '../src/llama-cpp/tool-call-reader.ts';

const call = (name: string, args: string) => `<tool_call>\n{"name": "${name}", "arguments": ${args}}\n</tool_call>`;

/** The calls of a text that arrives cut at the given places. */
function read(text: string, cuts: readonly number[]) {
  const reader = new ToolCallReader();
  const places = [...new Set([0, ...cuts.map((cut) => cut % (text.length + 1)), text.length])].sort((a, b) => a - b);
  const events: GenerationEvent[] = places.flatMap((place, i) => [...reader.push(text.slice(place, places[i + 1]))]);
  events.push(...reader.end());
  const calls: { name: string; args: string }[] = [];
  for (const event of events) {
    if (event.type === 'tool-call') calls.push({ name: event.name, args: '' });
    if (event.type === 'tool-arguments') calls[event.index]!.args += event.text;
  }
  return calls;
}

describe('ToolCallReader', () => {
  it('reads every call, wherever the text is cut', () => {
    const args = fc.object({ maxDepth: 2 }).map((value) => JSON.stringify(value));
    const calls = fc.array(fc.tuple(fc.stringMatching(/^[\w.-]{1,12}$/), args), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(calls, fc.array(fc.nat()), (given, cuts) => {
        const text = given.map(([name, value]) => call(name, value)).join('\n');
        const unlike = given.filter(([name, value], i) => given.findIndex(([n, v]) => n === name && v === value) === i);
        fc.pre(unlike.length === given.length);
        expect(read(text, cuts)).toEqual(given.map(([name, value]) => ({ name, args: value })));
      }),
    );
  });

  it('keeps braces and quotes in strings apart from those of the object', () => {
    const args = '{"a": "}\\"]{", "b": {"c": [1]}}';
    expect(read(call('f', args), [])).toEqual([{ name: 'f', args }]);
  });

  it('drops a call that was made before', () => {
    const text = [call('f', '{"a":1}'), call('f', '{"a":2}'), call('f', '{"a":1}')].join('\n');
    expect(read(text, [])).toEqual([
      { name: 'f', args: '{"a":1}' },
      { name: 'f', args: '{"a":2}' },
    ]);
  });

  it('gives what there is of a call that breaks off', () => {
    expect(read('<tool_call>\n{"name": "f", "arguments": {"a": "x', [])).toEqual([{ name: 'f', args: '{"a": "x' }]);
  });
});
