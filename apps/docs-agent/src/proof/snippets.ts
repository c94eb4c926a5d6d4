import type { CompiledSnippet, TypeScriptCompiler } from '../tools/typescript/compiler.ts';

export interface ProvenSnippet {
  readonly code: string;
  readonly language: string;
  readonly isVerified: boolean;
  /** Why not, in one line. */
  readonly problem: string | undefined;
}

const COMPILED = /^(?:[cm]?ts|tsx|typescript|[cm]?js|jsx|javascript)$/;
/** Types that JavaScript leaves out are no mistake in it. */
const IMPLICIT_ANY = /^TS70\d\d$/;
const PROBLEM_LENGTH = 200;

export function isCompiled(language: string): boolean {
  return COMPILED.test(language);
}

/**
 * Compiles a block against the installed typings; where it fails alone, after the blocks before it, for answers
 * show a program in pieces. Undefined for other languages.
 * @throws ServiceError `tool_failed`; the reason of `signal`.
 */
export async function proveSnippet(
  code: string,
  language: string,
  earlier: readonly string[],
  compiler: TypeScriptCompiler,
  signal: AbortSignal,
): Promise<ProvenSnippet> {
  const attempts = [code, ...(earlier.length > 0 ? [[...earlier, code].join('\n')] : [])];
  let problem: string | undefined;
  for (const attempt of attempts) {
    const compiled = await compiler.check({ code: attempt, language: /x$/.test(language) ? 'tsx' : 'ts' }, { signal });
    const found = problemOf(compiled, language);
    if (found === undefined) return { code, language, isVerified: true, problem: undefined };
    problem ??= found.slice(0, PROBLEM_LENGTH);
  }
  return { code, language, isVerified: false, problem };
}

function problemOf({ refusal, diagnostics }: CompiledSnippet, language: string): string | undefined {
  if (refusal !== undefined) return refusal;
  const isScript = language.includes('js') || language === 'javascript';
  const first = diagnostics.find(({ code }) => !(isScript && IMPLICIT_ANY.test(code)));
  return first && `line ${first.line}: ${first.code} ${first.message}`;
}
