import {
  AIMessage,
  ChatMessage as GenericMessage,
  HumanMessage,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from '@langchain/core/messages';
import type { ChatMessage } from '@pareto/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toChatMessages, toLangChainMessages } from '../src/index.ts';

const text = fc.string({ unit: 'grapheme' }).filter((string) => !string.includes('\0'));
const callArguments = fc.oneof(
  fc
    .dictionary(text, fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)))
    .map((args) => JSON.stringify(args)),
  text.filter((string) => string.trim() !== '' && !/^\s*[{[]/.test(string)),
);
const message: fc.Arbitrary<ChatMessage> = fc.oneof(
  fc.record({ role: fc.constantFrom('system' as const, 'user' as const), content: text }),
  fc.record({ role: fc.constant('assistant' as const), content: text }),
  fc.record({
    role: fc.constant('assistant' as const),
    content: text,
    toolCalls: fc.array(fc.record({ id: fc.uuid(), name: fc.constantFrom('find', 'read'), arguments: callArguments }), {
      minLength: 1,
      maxLength: 1,
    }),
  }),
  fc.record({ role: fc.constant('tool' as const), content: text, toolCallId: fc.uuid() }),
);

describe('messages', () => {
  it('come back as they were, calls that are no JSON too', () => {
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        expect(toChatMessages(toLangChainMessages(messages))).toEqual(messages);
      }),
    );
  });

  it('of every kind that models read become those of the port', () => {
    const parts = [
      { type: 'text' as const, text: 'one ' },
      { type: 'text' as const, text: 'two' },
    ];
    expect(
      toChatMessages([
        new SystemMessage('Be brief.'),
        new GenericMessage('Also this.', 'developer'),
        new HumanMessage({ content: parts }),
        new AIMessage({
          content: [
            { type: 'reasoning', reasoning: 'hm' },
            ...parts,
            { type: 'tool_call', id: 'a', name: 'find', args: {} },
          ],
          tool_calls: [{ id: 'a', name: 'find', args: { city: 'Rome' } }],
          invalid_tool_calls: [{ id: 'b', name: 'find', args: '{"ci' }],
        }),
        new ToolMessage({ content: parts, tool_call_id: 'a', artifact: { not: 'read' } }),
      ]),
    ).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'system', content: 'Also this.' },
      { role: 'user', content: 'one two' },
      {
        role: 'assistant',
        content: 'one two',
        toolCalls: [
          { id: 'a', name: 'find', arguments: '{"city":"Rome"}' },
          { id: 'b', name: 'find', arguments: '{"ci' },
        ],
      },
      { role: 'tool', content: 'one two', toolCallId: 'a' },
    ]);
  });

  it('give results of tools the name of their tool', () => {
    const [, result, stray] = toLangChainMessages([
      { role: 'assistant', content: '', toolCalls: [{ id: 'a', name: 'find', arguments: '{}' }] },
      { role: 'tool', content: 'found', toolCallId: 'a' },
      { role: 'tool', content: 'found', toolCallId: 'other' },
    ]);
    expect([result!.name, stray!.name]).toEqual(['find', undefined]);
  });

  it.each([
    [
      'a picture',
      new HumanMessage({ content: [{ type: 'image_url', image_url: 'x' }] }),
      'content_unsupported',
      '.content.0',
    ],
    [
      'a part without text',
      new HumanMessage({ content: [{ type: 'text' }] as never }),
      'content_unsupported',
      '.content.0',
    ],
    [
      'reasoning of a person',
      new HumanMessage({ content: [{ type: 'reasoning' }] }),
      'content_unsupported',
      '.content.0',
    ],
    ['a removal', new RemoveMessage({ id: 'a' }), 'content_unsupported', ''],
    ['an unknown role', new GenericMessage('text', 'critic'), 'content_unsupported', ''],
    ['a lone surrogate', new HumanMessage('\ud800'), 'text_malformed', '.content'],
    ['a NUL', new ToolMessage({ content: 'a\0b', tool_call_id: 'a' }), 'text_malformed', '.content'],
  ])('with %s are refused by their place', (_, refused, code, place) => {
    expect(() => toChatMessages([new HumanMessage('fine'), refused])).toThrow(
      expect.objectContaining({ code, param: `messages.1${place}` }),
    );
  });
});
