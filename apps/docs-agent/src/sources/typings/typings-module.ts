import { type Comment, type Directive, parseSync, type Statement } from 'oxc-parser';

export type Node = Statement | Directive;

/** A declaration at the top of a module or namespace, under its local name. */
export interface Declaration {
  readonly node: Node;
  /** Where its text begins, with `export` and `declare`; UTF-16 code units. */
  readonly start: number;
}

/** Where a name that a module exports comes from. */
export type Export =
  | { readonly from: 'here'; readonly local: string }
  | { readonly from: 'module'; readonly specifier: string; readonly name: string }
  | { readonly from: 'namespace'; readonly specifier: string };

/** A file of typings: what it declares and what it exports. */
export interface TypingsModule {
  readonly path: string;
  readonly text: string;
  readonly comments: readonly Comment[];
  /** Overloads and merged interfaces share a name. */
  readonly declarations: ReadonlyMap<string, readonly Declaration[]>;
  readonly exports: ReadonlyMap<string, Export>;
  /** Modules of which all names are exported too. */
  readonly stars: readonly string[];
}

/** Reads a .d.ts, .d.mts or .d.cts file; of one that does not parse, what the parser made of it. */
export function parseTypings(path: string, text: string): TypingsModule {
  const { program, comments } = parseSync(path, text, { lang: 'dts', sourceType: 'module' });
  const declarations = new Map<string, Declaration[]>();
  const exports = new Map<string, Export>();
  const imports = new Map<string, Export>();
  const stars: string[] = [];
  const declare = (node: Node, start: number): string[] => {
    const names = declaredNames(node);
    for (const name of names) declarations.set(name, [...(declarations.get(name) ?? []), { node, start }]);
    return names;
  };
  const locals: [exported: string, local: string][] = [];
  for (const node of program.body) {
    if (node.type === 'ImportDeclaration') {
      for (const specifier of node.specifiers) {
        const isAll = specifier.type === 'ImportNamespaceSpecifier';
        const name = specifier.type === 'ImportSpecifier' ? textOf(specifier.imported) : 'default';
        const from = node.source.value;
        imports.set(specifier.local.name, isAll ? { from: 'namespace', specifier: from } : inModule(from, name));
      }
    } else if (node.type === 'ExportAllDeclaration') {
      if (node.exported) exports.set(textOf(node.exported), { from: 'namespace', specifier: node.source.value });
      else stars.push(node.source.value);
    } else if (node.type === 'ExportNamedDeclaration') {
      for (const name of node.declaration ? declare(node.declaration as Node, node.start) : [])
        locals.push([name, name]);
      for (const { exported, local } of node.specifiers) {
        if (node.source) exports.set(textOf(exported), inModule(node.source.value, textOf(local)));
        else locals.push([textOf(exported), textOf(local)]);
      }
    } else if (node.type === 'ExportDefaultDeclaration') {
      if (node.declaration.type === 'Identifier') locals.push(['default', node.declaration.name]);
      else for (const name of declare(node.declaration as Node, node.start)) locals.push([name, name]);
    } else if (node.type === 'TSExportAssignment') {
      if (node.expression.type === 'Identifier') locals.push(['default', node.expression.name]);
    } else {
      declare(node, node.start);
    }
  }
  locals.push(...namespaceExports(program.body));
  for (const [exported, local] of locals) {
    const found: Export | undefined = declarations.has(local) ? { from: 'here', local } : imports.get(local);
    if (found) exports.set(exported, found);
  }
  return { path, text, comments, declarations, exports, stars };
}

/**
 * What namespaces pass on of the module's imports: with `export = fastify`, `namespace fastify { export { FastifyInstance } }`
 * makes it a name to import.
 */
function namespaceExports(body: readonly Node[]): [exported: string, local: string][] {
  return body.flatMap((node) => {
    if (node.type !== 'TSModuleDeclaration' || !node.body || !('body' in node.body)) return [];
    return (node.body.body as readonly Node[]).flatMap((inner) =>
      inner.type === 'ExportNamedDeclaration' && !inner.source
        ? inner.specifiers.map(({ exported, local }): [string, string] => [textOf(exported), textOf(local)])
        : [],
    );
  });
}

/** The names that a statement declares; none for what declares nothing, or extends other modules. */
export function declaredNames(node: Node): string[] {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
      return [node.id?.name ?? 'default'];
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
    case 'TSEnumDeclaration':
      return [node.id.name];
    case 'TSModuleDeclaration':
      return node.id.type === 'Identifier' && node.kind !== ('global' as string) ? [node.id.name] : [];
    default:
      return [];
  }
}

function inModule(specifier: string, name: string): Export {
  return { from: 'module', specifier, name };
}

function textOf(name: { type: string; name?: string; value?: string }): string {
  return name.name ?? name.value ?? '';
}
