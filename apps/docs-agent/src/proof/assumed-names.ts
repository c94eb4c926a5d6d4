import type { Diagnostic } from '../tools/typescript/compiler.ts';

/** What a snippet leaves to its reader. */
export interface Assumption {
  readonly names: readonly string[];
  /** To stand behind the snippet. */
  readonly imports: string;
  /** To stand in a file of its own. */
  readonly ambient: string;
}

const MISSING = /^Cannot find name '([A-Za-z_$][\w$]*)'/;
const MAX_NAMES = 5;
/** What pages call the one thing that they are about. */
const INSTANCES = new Set(['app', 'server', 'instance']);

/**
 * What a snippet most likely means by names that it does not declare, as pages of documentation do not: `fastify`
 * is what the package of that name makes, `FastifyRequest` a type that it exports. Undefined where nothing is missing.
 *
 * @param packages that the answer is about, the likeliest first.
 */
export function assumptionFor(diagnostics: readonly Diagnostic[], packages: readonly string[]): Assumption | undefined {
  const names = [...new Set(diagnostics.flatMap(({ message }) => MISSING.exec(message)?.[1] ?? []))];
  if (names.length === 0 || names.length > MAX_NAMES || packages.length === 0) return undefined;
  const types = names.filter((name) => /^[A-Z]/.test(name));
  const values = names.filter((name) => !types.includes(name));
  const made = values.map((name) => ({ name, source: sourceOf(name, packages) }));
  if (made.some(({ source }) => source === undefined)) return undefined;
  return {
    names,
    imports: types.map((name) => `import type { ${name} } from ${JSON.stringify(packages[0])};`).join('\n'),
    ambient: ['export {};', ...made.map(({ name, source }) => globalOf(name, source!))].join('\n'),
  };
}

function sourceOf(name: string, packages: readonly string[]): string | undefined {
  const namesake = packages.find((it) => it.slice(it.lastIndexOf('/') + 1) === name);
  return namesake ?? (INSTANCES.has(name) ? packages[0] : undefined);
}

/** What the package makes when it is called; a value of type any would bear anything out, and is none. */
function globalOf(name: string, source: string): string {
  return `import package_${name} from ${JSON.stringify(source)};
const made_${name} = package_${name}();
type Made_${name} = typeof made_${name};
declare global { const ${name}: Made_${name}; }
(null! as 0 extends 1 & Made_${name} ? true : false) satisfies false;`;
}
