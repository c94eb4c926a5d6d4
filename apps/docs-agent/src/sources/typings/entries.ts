import { posix } from 'node:path';
import type { ConfinedFolder } from '../confined-folder.ts';
import type { Manifest } from '../manifest.ts';
import { typingsCandidates } from './exported-declarations.ts';

const MAX_ENTRIES = 400;
const MAX_DEPTH = 6;

/**
 * The typings that a manifest leads to: `exports` of each subpath (Node's conditional exports; `import` before `require`,
 * so that what is shipped for both is read once), else `types`, `typings`, `main`, else `index.d.ts`.
 */
export function typingsEntries(folder: ConfinedFolder, manifest: Manifest): string[] {
  const exported = existing(folder, subpaths(manifest.exports));
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
  return [...new Set(entries)].slice(0, MAX_ENTRIES);
}

/** For each subpath the files that its conditions name. Patterns (`./*`) name no file. */
function subpaths(exports: unknown): string[][] {
  const isBySubpath =
    typeof exports === 'object' && exports !== null && Object.keys(exports).some((key) => key.startsWith('.'));
  const each = isBySubpath ? Object.values(exports) : [exports];
  return each.slice(0, MAX_ENTRIES).map((target) => filesOf(target, 0).filter((file) => !file.includes('*')));
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
