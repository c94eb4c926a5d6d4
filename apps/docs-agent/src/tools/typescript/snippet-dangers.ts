import { type Comment, type Program, parseSync } from 'oxc-parser';
import { requiredModule, textOf, walk } from './syntax-tree.ts';

export interface Snippet {
  readonly code: string;
  /** `tsx` for what holds JSX. */
  readonly language: 'ts' | 'tsx';
  /** A module beside it that declares what it leaves to its reader; its mistakes count. */
  readonly ambient?: string | undefined;
}

/** Comments that make the compiler read a file, or look away. */
const FILE_COMMENT = /^\/?\s*<\s*(?:reference|amd-)/;
const JSX_COMMENT = /@jsx/i;
const SILENCE = /@ts-(?:nocheck|ignore|expect-error)/;

/**
 * Why a snippet must not be compiled: it would make the compiler read files that are no packages of the project, and
 * its messages would tell what they hold; or it turns the check off. Undefined where nothing is wrong with it.
 */
export function dangerOf({ code, language }: Snippet): string | undefined {
  const { program, comments, errors } = parseSync(`snippet.${language}`, code, { sourceType: 'module' });
  const [error] = errors;
  // Nothing is compiled that was not looked through.
  if (error) return `line ${lineOf(code, error.labels[0]?.start ?? 0)}: ${error.message}`;
  const comment = comments.find(({ value }) => isDangerous(value));
  if (comment) return `the comment "${commentText(comment)}" is not allowed`;
  const module = moduleNames(program).find((name) => !isPackage(name));
  return module === undefined ? undefined : `"${module.slice(0, 100)}" is no package: only packages can be imported`;
}

function isDangerous(comment: string): boolean {
  return FILE_COMMENT.test(comment) || JSX_COMMENT.test(comment) || SILENCE.test(comment);
}

function commentText({ value }: Comment): string {
  return value.trim().slice(0, 60);
}

/** A bare name, or a part of a package, with no way up; a module of Node. */
function isPackage(name: string): boolean {
  if (name.startsWith('node:')) return true;
  return /^(?:@[\w.~-]+\/)?[\w~-][\w.~-]*(?:\/[\w.~@+-]+)*$/.test(name) && !name.split('/').includes('..');
}

/** Every module that a program names: imports and exports, `import()`, `require`, types, and augmentations. */
function moduleNames(program: Program): string[] {
  const names: (string | undefined)[] = [];
  walk(program.body, (node) => {
    const { type, source, expression, id } = node;
    const named = type === 'TSModuleDeclaration' ? id : type === 'TSExternalModuleReference' ? expression : source;
    // Without one name, as in import(a + b), there is nothing that a compiler could read.
    names.push(textOf(named), requiredModule(node));
  });
  return names.filter((name) => name !== undefined);
}

function lineOf(code: string, offset: number): number {
  return code.slice(0, offset).split('\n').length;
}
