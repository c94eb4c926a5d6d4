import { type ChatMessage, coded } from '@pareto/contracts';
import { z } from 'zod';
import { parameters, refused, text } from './fields.ts';
import { toolName } from './tools.ts';

const MAX_MESSAGES = 2_048;
const MAX_PARTS = 512;

const textPart = z.looseObject({ type: z.string(), text: text.optional() }).superRefine((part, context) => {
  if (part.type !== 'text') {
    const message = coded(
      'content_unsupported',
      `a part of type "${part.type.slice(0, 40)}" cannot be read, only text`,
    );
    context.addIssue({ code: 'custom', message });
  } else if (part.text === undefined) {
    context.addIssue({ code: 'custom', path: ['text'], message: 'expected a text' });
  }
});
const content = z.union([text, z.array(textPart).min(1).max(MAX_PARTS)], 'expected a text, or parts of one');

const name = z
  .string()
  .regex(/^[^\s<|\\/>]{1,64}$/, 'expected 1 to 64 characters without spaces')
  .nullish()
  .meta({ description: 'Tells participants of one role apart: it is put before the text' });
const unusedName = z
  .string()
  .max(256)
  .nullish()
  .meta({ description: 'Accepted, and not shown to the model: the role, or the call, tells who speaks' });
const id = z.string().min(1).max(256);

const toolCall = z.object({
  id,
  type: z.literal('function', { error: coded('parameter_unsupported', 'only calls of functions') }),
  function: z.object({ name: toolName, arguments: text }),
});

const assistant = z
  .looseObject({
    role: z.literal('assistant'),
    content: content.nullish(),
    name: unusedName,
    refusal: text.nullish(),
    tool_calls: z.array(toolCall).max(128).nullish(),
    function_call: refused('function_call is the old form; use tool_calls'),
    audio: refused('audio is not offered'),
  })
  .superRefine((message, context) => {
    const hasText = message.content != null || message.refusal != null;
    if (!hasText && !message.tool_calls?.length) {
      context.addIssue({ code: 'custom', path: ['content'], message: 'expected a text where there are no tool calls' });
    }
  });

const functionRole = z.looseObject({
  role: z.literal('function').refine(() => false, {
    error: coded('parameter_unsupported', 'the function role is the old form; use tool'),
  }),
});

const message = z.discriminatedUnion('role', [
  parameters({ role: z.enum(['system', 'developer', 'user']), content, name }),
  assistant,
  parameters({ role: z.literal('tool'), content, tool_call_id: id, name: unusedName }),
  functionRole,
]);
type Message = z.output<typeof message>;

export const messages = z
  .array(message)
  .min(1)
  .max(MAX_MESSAGES)
  .superRefine((list, context) => {
    const called = new Set<string>();
    for (const [i, entry] of list.entries()) {
      if (entry.role === 'assistant') for (const call of entry.tool_calls ?? []) called.add(call.id);
      if (entry.role === 'tool' && !called.has(entry.tool_call_id)) {
        const problem = 'no earlier assistant message calls a tool with this id';
        context.addIssue({ code: 'custom', path: [i, 'tool_call_id'], message: problem });
      }
    }
  });

/** OpenAI's messages in the terms of the port: developer speaks as system, parts are joined. */
export function toChatMessages(list: readonly Message[]): ChatMessage[] {
  return list.flatMap((entry): ChatMessage[] => {
    switch (entry.role) {
      case 'system':
      case 'developer':
        return [{ role: 'system', content: named(entry) }];
      case 'user':
        return [{ role: 'user', content: named(entry) }];
      case 'assistant': {
        const toolCalls = entry.tool_calls?.map(({ id, function: { name, arguments: json } }) => ({
          id,
          name,
          arguments: json,
        }));
        return [{ role: 'assistant', content: joined(entry.content) || (entry.refusal ?? ''), toolCalls }];
      }
      case 'tool':
        return [{ role: 'tool', content: joined(entry.content), toolCallId: entry.tool_call_id }];
      default:
        return [];
    }
  });
}

function joined(parts: z.output<typeof content> | null | undefined): string {
  if (parts == null) return '';
  return typeof parts === 'string' ? parts : parts.map((part) => part.text ?? '').join('');
}

function named(entry: { content: z.output<typeof content>; name?: string | null | undefined }): string {
  return entry.name ? `${entry.name}: ${joined(entry.content)}` : joined(entry.content);
}
