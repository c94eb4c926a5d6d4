import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { ConfinedFolder } from './confined-folder.ts';
import { dependenciesOf, type Lock, lockSchema, type Manifest, manifestSchema, parsed } from './manifest.ts';

/** A package in one version as it lies on disk. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Absolute. */
  readonly folder: string;
  /** Whether the project or one of its workspaces names it. */
  readonly isDirect: boolean;
}

const MODULES = 'node_modules';
const NAME = /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~_-][\w.~-]*$/i;
const MAX_PACKAGES = 20_000;
/** `node_modules` inside of packages inside of `node_modules`, without a lock file that lists them. */
const MAX_NESTING = 6;
const LOCK_LIMITS = { files: 1, fileBytes: 64 * 2 ** 20, totalBytes: 128 * 2 ** 20, depth: 0 };

/**
 * Every package that is installed in a project, every version once: by its npm lock file, or by walking `node_modules`
 * where there is none that can be read. What the lock names and the disk has not (optional packages of other platforms)
 * is left out, as are links out of the project.
 */
export function installedPackages(project: string): InstalledPackage[] {
  const folder = new ConfinedFolder(project, LOCK_LIMITS);
  const lock = parsed(folder.text('package-lock.json'), lockSchema);
  const paths = lock ? lockedPaths(lock) : walkedPaths(folder.root);
  const roots: Lock['packages'] = lock
    ? Object.fromEntries(Object.entries(lock.packages).filter(([path]) => !path.includes(MODULES)))
    : { '': parsed(folder.text('package.json'), manifestSchema) ?? {} };
  const direct = directPaths(roots, new Set(paths));
  const found = new Map<string, InstalledPackage>();
  // Those that the project names first: of two folders with one version, theirs is kept.
  for (const path of [...direct, ...paths]) {
    const entry = packageAt(folder.root, path, direct.has(path));
    const key = entry && `${entry.name}@${entry.version}`;
    if (key && !found.has(key)) found.set(key, entry);
  }
  return [...found.values()];
}

export function manifestOf(folder: ConfinedFolder): Manifest | undefined {
  return parsed(folder.text('package.json'), manifestSchema);
}

function lockedPaths({ packages }: Lock): string[] {
  return Object.entries(packages)
    .filter(([path, { link }]) => !link && path.includes(`${MODULES}/`) && !path.split('/').includes('..'))
    .map(([path]) => path)
    .slice(0, MAX_PACKAGES);
}

function walkedPaths(root: string): string[] {
  const found: string[] = [];
  const walk = (modules: string, nesting: number): void => {
    const folder = join(root, modules);
    if (nesting > MAX_NESTING || !existsSync(folder)) return;
    const names = readdirSync(folder).flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    );
    for (const name of names.filter((candidate) => NAME.test(candidate))) {
      if (found.length >= MAX_PACKAGES) return;
      found.push(`${modules}/${name}`);
      walk(`${modules}/${name}/${MODULES}`, nesting + 1);
    }
  };
  walk(MODULES, 0);
  return found;
}

/** Where Node finds what the project and its workspaces name: in the nearest `node_modules` above. */
function directPaths(roots: Lock['packages'], paths: ReadonlySet<string>): Set<string> {
  const direct = new Set<string>();
  for (const [root, manifest] of Object.entries(roots)) {
    for (const name of dependenciesOf(manifest)) {
      for (let above = root; ; above = posix.dirname(above)) {
        const path = posix.join(above, MODULES, name);
        if (paths.has(path)) direct.add(path);
        if (paths.has(path) || above === '' || above === '.') break;
      }
    }
  }
  return direct;
}

function packageAt(root: string, path: string, isDirect: boolean): InstalledPackage | undefined {
  try {
    const folder = realpathSync(join(root, path));
    if (!folder.startsWith(root + sep)) return undefined;
    const manifest = manifestOf(new ConfinedFolder(folder));
    // An alias ("npm:other@1") lies under a name that is not its own: the project knows it by that.
    const name = path.slice(path.lastIndexOf(`${MODULES}/`) + MODULES.length + 1);
    return manifest?.version && NAME.test(name) ? { name, version: manifest.version, folder, isDirect } : undefined;
  } catch {
    return undefined;
  }
}
