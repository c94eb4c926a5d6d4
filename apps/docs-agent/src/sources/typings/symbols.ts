import type { ReadSymbol } from '../source-document.ts';
import type { ExportedName } from './exported-declarations.ts';
import { type Declaration, declaredNames, type Node, type TypingsModule } from './typings-module.ts';

const MAX_SIGNATURE = 2_000;
const MAX_COMMENT = 4_000;
const MAX_NESTING = 4;

type Kind = ReadSymbol['kind'];

/** The text and places of one module. */
export class ModuleText {
  readonly #module: TypingsModule;
  readonly #lineStarts: readonly number[];

  constructor(module: TypingsModule) {
    this.#module = module;
    this.#lineStarts = [0, ...[...module.text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  /** The symbol of an exported name, its overloads, and the members of what it stands for. */
  symbols({ name, local, namespace }: Pick<ExportedName, 'name' | 'local' | 'namespace'>): ReadSymbol[] {
    const declarations = this.#module.declarations.get(local) ?? [];
    return declarations.flatMap((declaration) => this.#declared(declaration, name, namespace, 0));
  }

  #declared({ node, start }: Declaration, name: string, parent: string | undefined, nesting: number): ReadSymbol[] {
    const body = bodyOf(node);
    const symbol = this.#symbol({ name, kind: kindOf(node), start, end: body?.start ?? node.end, parent });
    if (!body || nesting > MAX_NESTING) return [symbol];
    return [symbol, ...body.parts.flatMap((part) => this.#part(part, name, nesting + 1))];
  }

  /** A member, or a declaration inside of a namespace. */
  #part(part: BodyPart, parent: string, nesting: number): ReadSymbol[] {
    const inner = part.type === 'ExportNamedDeclaration' ? part.declaration : part;
    if (!inner) return [];
    const names = declaredNames(inner as Node);
    if (names.length > 0) {
      const declaration = { node: inner as Node, start: part.start };
      return names.flatMap((name) => this.#declared(declaration, name, parent, nesting));
    }
    const name = memberName(inner);
    return name ? [this.#symbol({ name, kind: 'member', start: part.start, end: part.end, parent })] : [];
  }

  #symbol(place: { name: string; kind: Kind; start: number; end: number; parent: string | undefined }): ReadSymbol {
    const { start, end, ...symbol } = place;
    const signature = this.#module.text.slice(start, end).trim().slice(0, MAX_SIGNATURE);
    return { ...symbol, signature, comment: this.#commentBefore(start), line: this.#lineOf(start) };
  }

  /** The JSDoc comment that ends where a declaration begins. */
  #commentBefore(start: number): string | undefined {
    const { comments, text } = this.#module;
    const place = firstAfter(comments.length, (i) => comments[i]!.end > start);
    const comment = comments[place - 1];
    if (comment?.type !== 'Block' || !comment.value.startsWith('*')) return undefined;
    if (text.slice(comment.end, start).trim() !== '') return undefined;
    const lines = comment.value.slice(1).split('\n');
    const plain = lines.map((line) => line.replace(/^[ \t]*\* ?/, '').trimEnd()).join('\n');
    return plain.trim().slice(0, MAX_COMMENT) || undefined;
  }

  #lineOf(offset: number): number {
    return firstAfter(this.#lineStarts.length, (i) => this.#lineStarts[i]! > offset);
  }
}

/** What of a node's shape is looked at below its head; oxc's types differ by kind of body. */
interface BodyPart {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly declaration?: BodyPart | null;
  readonly key?: { readonly type: string; readonly name?: string; readonly value?: unknown };
  readonly id?: { readonly type: string; readonly name?: string; readonly value?: unknown };
  readonly accessibility?: string | null;
}

function bodyOf(node: Node): { start: number; parts: readonly BodyPart[] } | undefined {
  const body = (parts: readonly unknown[], start: number) => ({ start, parts: parts as readonly BodyPart[] });
  switch (node.type) {
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
      return body(node.body.body, node.body.start);
    case 'TSEnumDeclaration':
      return body(node.body.members, node.body.start);
    case 'TSModuleDeclaration':
      return node.body && 'body' in node.body ? body(node.body.body as unknown[], node.body.start) : undefined;
    case 'TSTypeAliasDeclaration':
      // The shape of a type is what there is to say of it: it stays in the signature.
      return node.typeAnnotation.type === 'TSTypeLiteral' ? body(node.typeAnnotation.members, node.end) : undefined;
    default:
      return undefined;
  }
}

/** Private and computed members have no name that a user could write. */
function memberName({ key, id, accessibility }: BodyPart): string | undefined {
  const name = key ?? id;
  if (!name || accessibility === 'private' || name.type === 'PrivateIdentifier') return undefined;
  return name.type === 'Identifier' ? name.name : typeof name.value === 'string' ? name.value : undefined;
}

const KINDS: Readonly<Record<string, Kind>> = {
  VariableDeclaration: 'variable',
  FunctionDeclaration: 'function',
  TSDeclareFunction: 'function',
  ClassDeclaration: 'class',
  TSInterfaceDeclaration: 'interface',
  TSTypeAliasDeclaration: 'type',
  TSEnumDeclaration: 'enum',
  TSModuleDeclaration: 'namespace',
};

function kindOf(node: Node): Kind {
  return KINDS[node.type] ?? 'variable';
}

/** The first place for which a condition holds that holds from there on; `length` for none. */
function firstAfter(length: number, holds: (i: number) => boolean): number {
  let low = 0;
  for (let high = length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
