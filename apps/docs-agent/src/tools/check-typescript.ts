import { z } from 'zod';
import { type AgentTool, defineTool } from './tool.ts';
import type { CompiledSnippet, TypeScriptCompiler } from './typescript/compiler.ts';

const SHOWN = 8;
const MESSAGE_LENGTH = 300;
/** How a result begins. */
export const COMPILES = 'It compiles.';
export const COMPILES_NOT = 'It does not compile:';

/** Whether a snippet fits the typings that are installed. */
export function checkTypescript(compiler: TypeScriptCompiler): AgentTool {
  return defineTool({
    name: 'check_typescript',
    description: 'Compile a TypeScript snippet against the installed packages, without running it.',
    schema: z.object({
      code: z.string().min(1).max(20_000).describe('the whole snippet with its imports'),
      jsx: z.boolean().optional().describe('true for JSX'),
    }),
    example: { code: 'import fastify from "fastify";\nfastify().listen({ port: 3000 });' },
    cost: 3,
    deadlineMs: 5_000,
    effect: 'read',
    async run({ code, jsx }, { signal }) {
      return { text: spoken(await compiler.check({ code, language: jsx ? 'tsx' : 'ts' }, { signal })) };
    },
  });
}

function spoken({ isValid, diagnostics, refusal }: CompiledSnippet): string {
  if (refusal !== undefined) return `Not compiled: ${refusal}.`;
  if (isValid) return COMPILES;
  const lines = diagnostics
    .slice(0, SHOWN)
    .map(({ line, code, message }) => `line ${line}: ${code} ${message.slice(0, MESSAGE_LENGTH)}`);
  const rest = diagnostics.length - SHOWN;
  return [COMPILES_NOT, ...lines, ...(rest > 0 ? [`[cut: ${rest} more errors]`] : [])].join('\n');
}
