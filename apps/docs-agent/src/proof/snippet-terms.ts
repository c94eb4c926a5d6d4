import { type Program, parseSync } from 'oxc-parser';
import { requiredModule, type SyntaxNode, textOf, walk } from '../tools/typescript/syntax-tree.ts';
import { isOfLanguage, termsOfCode, URL_IN_TEXT } from './code-terms.ts';

const PARSED = /^(?:[cm]?[jt]sx?|typescript|javascript)$/;

/**
 * What a block of code takes from libraries: modules, imported names, members, and the options of calls. Names that the
 * block declares are its own. Code that is not TypeScript or JavaScript, or cannot be parsed, is read word by word.
 */
export function termsOfSnippet(code: string, language: string): string[] {
  if (PARSED.test(language)) {
    const { program, errors } = parseSync('snippet.tsx', code, { sourceType: 'module' });
    if (errors.length === 0) return [...new Set(namesOf(program))].filter((name) => !isOfLanguage(name));
  }
  const isData = /^(?:json|jsonc|ya?ml|toml|http|text|txt)$/.test(language);
  // In data only the keys are anybody's but the writer's.
  const keys = [...code.matchAll(/^\s*"?([\w$.@/-]+)"?\s*[:=]/gm)].map(([, key]) => key!);
  const words = termsOfCode(code).filter(({ kind, text }) => !isData || kind === 'url' || keys.includes(text));
  return [...new Set(words.filter(({ kind, text }) => isTelling(kind, text)).map(({ text }) => text))];
}

/** Addresses in a block of code: the compiler knows nothing of them. */
export function urlsOfSnippet(code: string): string[] {
  return [...new Set(code.match(URL_IN_TEXT))];
}

/** Of a shell's line or another language's: what looks made for a library rather than said in passing. */
function isTelling(kind: string, text: string): boolean {
  return kind !== 'identifier' || /[a-z][A-Z]|[._$]/.test(text);
}

function namesOf(program: Program): string[] {
  const modules: string[] = [];
  const names: string[] = [];
  const own = new Set<string>();
  const visit = (node: SyntaxNode): void => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportNamedDeclaration':
      case 'ExportAllDeclaration':
      case 'ImportExpression':
        modules.push(...[textOf(node.source) ?? []].flat());
        break;
      case 'ImportSpecifier':
        names.push(...named(node.imported));
        break;
      case 'MemberExpression':
        if (node.computed !== true) names.push(...named(node.property));
        break;
      case 'CallExpression':
      case 'NewExpression':
        modules.push(...[requiredModule(node) ?? []].flat());
        names.push(...named(node.callee), ...(node.arguments as SyntaxNode[]).flatMap(optionsOf));
        break;
      case 'TSTypeReference':
        names.push(...named(node.typeName));
        break;
    }
    own.add(declared(node));
  };
  walk(program.body, visit);
  return [...modules, ...names.filter((name) => !own.has(name))];
}

/** Keys of an object that a call is given, and of the objects in it. */
function optionsOf(argument: SyntaxNode): string[] {
  if (argument.type !== 'ObjectExpression') return [];
  return (argument.properties as SyntaxNode[]).flatMap((property) =>
    property.type === 'Property' && property.computed !== true
      ? [...named(property.key), ...optionsOf(property.value as SyntaxNode)]
      : [],
  );
}

/** The name that a node declares for the block itself; empty where it declares none. */
function declared({ type, id, local, params, key, value }: SyntaxNode): string {
  if (type === 'MethodDefinition' || type === 'PropertyDefinition') return named(key)[0] ?? '';
  if (type === 'Property' && (value as SyntaxNode).type === 'FunctionExpression') return '';
  if (params !== undefined) return named(id)[0] ?? '';
  return named(type === 'ImportDefaultSpecifier' || type === 'ImportNamespaceSpecifier' ? local : id)[0] ?? '';
}

function named(node: unknown): string[] {
  const { type, name } = (node ?? {}) as Partial<SyntaxNode>;
  return type === 'Identifier' || type === 'PrivateIdentifier' ? [String(name)] : [];
}
