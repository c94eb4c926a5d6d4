/** A node of the tree that oxc-parser makes (ESTree with TypeScript's own). */
export interface SyntaxNode {
  readonly type: string;
  /** Offsets in the code, UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** Visits every node below a part of a tree, parents first. */
export function walk(part: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(part)) for (const item of part) walk(item, visit);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return;
  if (isNode(part)) visit(part);
  for (const inner of Object.values(part)) walk(inner, visit);
}

function isNode(part: object): part is SyntaxNode {
  return typeof (part as Partial<SyntaxNode>).type === 'string';
}

/** The text of a literal, also between backticks with nothing put into it; undefined for any other node. */
export function textOf(node: unknown): string | undefined {
  const { type, value, quasis = [] } = (node ?? {}) as Partial<SyntaxNode>;
  if (type === 'Literal' && typeof value === 'string') return value;
  const [only, ...others] = quasis as { readonly value: { readonly cooked: string } }[];
  return type === 'TemplateLiteral' && others.length === 0 ? only?.value.cooked : undefined;
}

/** The module of a call `require('…')`; undefined for any other node. */
export function requiredModule({ type, callee, arguments: given }: SyntaxNode): string | undefined {
  if (type !== 'CallExpression' || (callee as SyntaxNode).name !== 'require') return undefined;
  return textOf((given as unknown[])[0]);
}
