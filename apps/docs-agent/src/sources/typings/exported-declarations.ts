import { posix } from 'node:path';
import type { ConfinedFolder } from '../confined-folder.ts';
import { parseTypings, type TypingsModule } from './typings-module.ts';

/** A name that can be imported from a package, and the module that declares it. */
export interface ExportedName {
  readonly name: string;
  readonly module: TypingsModule;
  /** Its name in the module. */
  readonly local: string;
  /** The namespace object around it (`z` of `z.string`), where it is exported in no other way. */
  readonly namespace: string | undefined;
}

const MAX_MODULES = 1_500;

/** Follows what modules export, inside of one package, to where it is declared. */
export class ExportGraph {
  readonly #folder: ConfinedFolder;
  readonly #modules = new Map<string, TypingsModule | undefined>();

  constructor(folder: ConfinedFolder) {
    this.#folder = folder;
  }

  /** Modules that were read. */
  get modules(): readonly TypingsModule[] {
    return [...this.#modules.values()].filter((module) => module !== undefined);
  }

  /** All names of some entry files, each once: without a namespace around it, where it can be imported so. */
  names(entries: readonly string[]): ExportedName[] {
    const found = new Map<string, ExportedName>();
    const visited = new Set<string>();
    const queue = entries.map((path) => ({ path, namespace: undefined as string | undefined }));
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { path, namespace } = next;
      // Namespaces are read after what is exported plainly: the queue is in order.
      if (visited.has(path)) continue;
      visited.add(path);
      const module = this.#module(path);
      if (!module) continue;
      for (const name of module.exports.keys()) {
        const target = this.#resolve(module, name, new Set());
        if (target && 'namespace' in target) queue.push({ path: target.namespace, namespace: name });
        else if (target) add(found, { ...target, name: name === 'default' ? target.local : name, namespace });
      }
      for (const specifier of module.stars) {
        const star = this.#pathOf(path, specifier);
        if (star) queue.unshift({ path: star, namespace });
      }
    }
    return [...found.values()];
  }

  #resolve(
    module: TypingsModule,
    name: string,
    seen: Set<string>,
  ): { module: TypingsModule; local: string } | { namespace: string } | undefined {
    // Modules may export each other's names in a circle.
    const key = `${module.path}\n${name}`;
    if (seen.has(key)) return undefined;
    seen.add(key);
    const exported = module.exports.get(name);
    if (exported?.from === 'here') return { module, local: exported.local };
    if (exported) {
      const path = this.#pathOf(module.path, exported.specifier);
      if (path && exported.from === 'namespace') return { namespace: path };
      const next = path && exported.from === 'module' ? this.#module(path) : undefined;
      return next && exported.from === 'module' ? this.#resolve(next, exported.name, seen) : undefined;
    }
    for (const specifier of module.stars) {
      const path = this.#pathOf(module.path, specifier);
      const next = path ? this.#module(path) : undefined;
      const target = next && this.#resolve(next, name, seen);
      if (target) return target;
    }
    return undefined;
  }

  #module(path: string): TypingsModule | undefined {
    if (!this.#modules.has(path) && this.#modules.size < MAX_MODULES) {
      const text = this.#folder.text(path);
      this.#modules.set(path, text === undefined ? undefined : parseTypings(path, text));
    }
    return this.#modules.get(path);
  }

  /** The typings that a relative import means; undefined for other packages. */
  #pathOf(from: string, specifier: string): string | undefined {
    if (!/^\.{1,2}(?:\/|$)/.test(specifier)) return undefined;
    const path = posix.join(posix.dirname(from), specifier);
    return typingsCandidates(path).find((candidate) => this.#folder.text(candidate) !== undefined);
  }
}

/** Files that may hold the types of a module, likeliest first. */
export function typingsCandidates(path: string): string[] {
  if (/\.d\.[cm]?ts$/.test(path)) return [path];
  const stem = path.replace(/\.([cm]?)[jt]sx?$/, '');
  const marks = /\.([cm]?)[jt]sx?$/.exec(path);
  if (marks) return [`${stem}.d.${marks[1]}ts`, ...(marks[1] === 'm' ? [`${stem}.d.ts`] : [])];
  return [`${path}.d.ts`, `${path}.d.mts`, `${path}/index.d.ts`, `${path}/index.d.mts`, `${path}.d.cts`];
}

function add(found: Map<string, ExportedName>, entry: ExportedName): void {
  const key = `${entry.module.path}\n${entry.local}\n${entry.name}`;
  const before = found.get(key);
  if (!before || (before.namespace !== undefined && entry.namespace === undefined)) found.set(key, entry);
}
