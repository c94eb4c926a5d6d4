import type { AgentTool } from './tool.ts';

const MAX_LENGTH = 20_000;
const PROBLEMS = 3;

export type ReadArguments =
  | { readonly ok: true; readonly value: unknown }
  /** What is wrong and what would be right, for a model to act on. */
  | { readonly ok: false; readonly message: string };

/** The arguments of a call, as JSON text or already read, checked by the schema of their tool. */
export function readArguments(tool: AgentTool, raw: unknown): ReadArguments {
  const given = typeof raw === 'string' ? parse(raw) : { value: raw ?? {} };
  if (given === undefined) return wrong(tool, 'the arguments are no JSON object');
  const checked = tool.schema.safeParse(unwrapped(given.value));
  if (checked.success) return { ok: true, value: checked.data };
  const problems = checked.error.issues.slice(0, PROBLEMS).map(({ path, message }) => {
    const place = path.map(String).join('.').slice(0, 80);
    return place === '' ? message : `${place}: ${message}`;
  });
  return wrong(tool, problems.join('; '));
}

function parse(text: string): { value: unknown } | undefined {
  if (text.trim() === '') return { value: {} };
  if (text.length > MAX_LENGTH) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Small models wrap arguments as their template wraps calls: `{"arguments": {…}}`. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [name, inner] = entries[0] ?? [];
  const isWrapper = entries.length === 1 && (name === 'arguments' || name === 'parameters');
  return isWrapper && typeof inner === 'object' ? inner : value;
}

function wrong({ name, example }: AgentTool, problem: string): ReadArguments {
  const message = `Wrong arguments for ${name}: ${problem}. Right would be: ${JSON.stringify(example)}`;
  return { ok: false, message };
}

/** The same text for the same arguments, whatever the order of their keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
