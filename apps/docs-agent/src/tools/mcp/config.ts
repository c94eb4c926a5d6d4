import { z } from 'zod';

const toolName = z.string().min(1).max(128);

const common = {
  /** Stands before the names of its tools. */
  name: z.string().regex(/^[a-z][a-z0-9_]{0,19}$/, 'must be a short name in lower case'),
  /** Only these of its tools; all that say that they only read when absent. */
  tools: z.array(toolName).max(100).optional(),
  /** Tools that do not say that they only read, and may all the same be called, where a question allows it. */
  writes: z.array(toolName).max(100).default([]),
};

/** A server of the Model Context Protocol whose tools join ours: a program, or an address. */
export const mcpServerConfig = z.union([
  z.strictObject({
    ...common,
    command: z.string().min(1).max(1_000),
    args: z.array(z.string().max(4_000)).max(100).default([]),
    /** All that its process gets beside PATH, HOME and the like. */
    env: z.record(z.string(), z.string()).default({}),
    cwd: z.string().max(1_000).optional(),
  }),
  z.strictObject({
    ...common,
    url: z.url({ protocol: /^https?$/ }),
    headers: z.record(z.string(), z.string()).default({}),
  }),
]);

export const mcpServersConfig = z
  .array(mcpServerConfig)
  .max(20)
  .refine((servers) => new Set(servers.map(({ name }) => name)).size === servers.length, 'two servers have one name');

export type McpServerConfig = z.output<typeof mcpServerConfig>;
