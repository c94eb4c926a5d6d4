import { posix } from 'node:path';
import type { ConfinedFolder } from '../confined-folder.ts';
import type { Manifest } from '../manifest.ts';
import { typingsCandidates } from './exported-declarations.ts';

const MAX_ENTRIES = 400;
const MAX_DEPTH = 6;
const TYPINGS = /\.d\.[cm]?ts$/;

/**
 * The typings that a manifest leads to: `exports` of each subpath (Node's conditional exports; `import` before `require`,
 * so that what is shipped for both is read once), else `types`, `typings`, `main`, else `index.d.ts`.
 */
export function typingsEntries(folder: ConfinedFolder, manifest: Manifest): string[] {
  const exported = existing(folder, subpaths(folder, manifest.exports));
  const { types, typings, main } = manifest;
  return exported.length > 0 ? exported : existing(folder, [[types, typings, main, 'index.d.ts']]);
}

/** For each list of candidates the first that is there. */
function existing(folder: ConfinedFolder, targets: readonly (readonly (string | undefined)[])[]): string[] {
  const entries = targets.flatMap((candidates) => {
    const paths = candidates.flatMap((target) => (target ? typingsCandidates(posix.normalize(target)) : []));
    const preferred = [...paths].sort((a, b) => Number(a.endsWith('.d.cts')) - Number(b.endsWith('.d.cts')));
    return preferred.find((path) => folder.text(path) !== undefined) ?? [];
  });
  // `client.d.mts` and `client.d.ts` are one text for two module systems.
  const byStem = new Map(entries.toReversed().map((path) => [path.replace(/\.d\.[cm]?ts$/, ''), path]));
  return [...new Set(entries)]
    .filter((path) => byStem.get(path.replace(/\.d\.[cm]?ts$/, '')) === path)
    .slice(0, MAX_ENTRIES);
}

/**
 * For each subpath the files that its conditions name. Where the package has no typings of its own, of which the others
 * are parts, a pattern (`./*`) stands for each file that fits it; else it only repeats what those export.
 */
function subpaths(folder: ConfinedFolder, exports: unknown): string[][] {
  const isBySubpath =
    typeof exports === 'object' && exports !== null && Object.keys(exports).some((key) => key.startsWith('.'));
  const each: [string, unknown][] = isBySubpath ? Object.entries(exports) : [['.', exports]];
  const named = each.slice(0, MAX_ENTRIES).map(([subpath, target]) => ({ subpath, files: filesOf(target, 0) }));
  const main = named.filter(({ subpath }) => subpath === '.').map(({ files }) => files);
  const isWhole = existing(folder, main).length > 0;
  return named.flatMap(({ files }) => {
    const [pattern] = files.filter((file) => file.includes('*'));
    if (pattern === undefined) return [files];
    return isWhole ? [] : fittingTypings(folder, pattern).map((file) => [file]);
  });
}

/** The typings that a pattern of `exports` leads to: `./dist/esm/*` is every file below that folder. */
function fittingTypings(folder: ConfinedFolder, pattern: string): string[] {
  const [before = '', after = ''] = posix.normalize(pattern).split('*');
  const ending = after.replace(/\.[cm]?js$/, '').replace(/\.d\.[cm]?ts$/, '');
  const isFitting = (path: string) =>
    TYPINGS.test(path) && path.startsWith(before) && path.replace(TYPINGS, '').endsWith(ending);
  return folder.files(posix.dirname(`${before}x`), isFitting);
}

function filesOf(target: unknown, depth: number): string[] {
  if (typeof target === 'string') return [target];
  if (typeof target !== 'object' || target === null || depth > MAX_DEPTH) return [];
  const conditions = Object.entries(target);
  const order = ['types', 'import', 'node', 'default', 'require'];
  return conditions
    .filter(([name]) => order.includes(name))
    .sort(([a], [b]) => order.indexOf(a) - order.indexOf(b))
    .flatMap(([, inner]) => filesOf(inner, depth + 1));
}
