import type { SourceFilter } from '../docs-index.ts';
import type { CompiledSnippet, TypeScriptCompiler } from '../tools/typescript/compiler.ts';
import { assumptionFor } from './assumed-names.ts';

export interface ProvenSnippet {
  readonly code: string;
  readonly language: string;
  readonly isVerified: boolean;
  /** Names that it does not declare, and that were taken for what the package makes or exports. */
  readonly assumed: readonly string[];
  /** Why it is not verified, in one line. */
  readonly problem: string | undefined;
}

export interface SnippetContext {
  readonly compiler: TypeScriptCompiler;
  /** Blocks of the same answer that come before it. */
  readonly earlier: readonly string[];
  /** That the answer is about, the likeliest first. */
  readonly packages: readonly string[];
  readonly signal: AbortSignal;
}

const COMPILED = /^(?:[cm]?ts|tsx|typescript|[cm]?js|jsx|javascript)$/;
/** Types that JavaScript leaves out are no mistake in it. */
const IMPLICIT_ANY = /^TS70\d\d$/;
const PROBLEM_LENGTH = 200;

export function isCompiled(language: string): boolean {
  return COMPILED.test(language);
}

/**
 * Compiles a block against the installed typings. Where it fails alone it is tried after the blocks before it, for
 * answers show a program in pieces, and then with what it leaves to its reader.
 * @throws ServiceError `tool_failed`; the reason of `signal`.
 */
export async function proveSnippet(code: string, language: string, context: SnippetContext): Promise<ProvenSnippet> {
  const { compiler, earlier, packages, signal } = context;
  const tsx = /x$/.test(language) ? 'tsx' : 'ts';
  const compile = (text: string, ambient?: string) =>
    compiler.check({ code: text, language: tsx, ambient }, { signal });
  const verified = (assumed: readonly string[] = []) => ({
    code,
    language,
    isVerified: true,
    assumed,
    problem: undefined,
  });
  const alone = await compile(code);
  const problem = problemOf(alone, language);
  if (problem === undefined) return verified();
  if (earlier.length > 0) {
    const after = await compile([...earlier, code].join('\n'));
    if (problemOf(after, language) === undefined) return verified();
  }
  const assumption = assumptionFor(alone.diagnostics, packages);
  if (assumption) {
    const complete = await compile(`${code}\n${assumption.imports}`, assumption.ambient);
    if (problemOf(complete, language) === undefined) return verified(assumption.names);
  }
  return { code, language, isVerified: false, assumed: [], problem: problem.slice(0, PROBLEM_LENGTH) };
}

function problemOf({ refusal, diagnostics }: CompiledSnippet, language: string): string | undefined {
  if (refusal !== undefined) return refusal;
  const isScript = language.includes('js') || language === 'javascript';
  const first = diagnostics.find(({ code }) => !(isScript && IMPLICIT_ANY.test(code)));
  return first && `line ${first.line}: ${first.code} ${first.message}`;
}

/** Why the compiler cannot speak for the versions in question: it sees those that are installed at the top. */
export function otherVersion(filters: readonly SourceFilter[], compiler: TypeScriptCompiler): string | undefined {
  for (const { source, version } of filters) {
    if (source === undefined || version === undefined) continue;
    const installed = compiler.installedVersion(source);
    const isMeant = filters.some((filter) => filter.source === source && filter.version === installed);
    if (installed !== undefined && !isMeant)
      return `${source} ${version} is not the version that is compiled with, ${installed}`;
  }
  return undefined;
}

/** What stands below a block of code. */
export function markOf({ isVerified, assumed, problem }: ProvenSnippet, version: string | undefined): string {
  if (!isVerified) return `_Not verified: ${problem?.replace(/[`_*[\]<>]/g, ' ')}_`;
  const where =
    assumed.length > 0 ? `, where ${assumed.map((name) => `\`${name}\``).join(', ')} comes from the package` : '';
  return `_Verified: compiles with TypeScript ${version} and the installed typings${where}._`;
}
