import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const ALIASES = 'aliases.json';

/**
 * Copies the models that come with the service into a registry that does not have them. A model that is there, whoever
 * put it there, stays as it is. Each version appears whole, and the names of versions last, so that a start that was cut
 * off is made good by the next.
 * @returns the names of the models that were copied.
 */
export async function copyShippedBundles(from: string, registry: string): Promise<string[]> {
  await mkdir(registry, { recursive: true });
  const copied: string[] = [];
  for (const name of await foldersIn(from)) {
    const target = join(registry, name);
    if (await exists(join(target, ALIASES))) continue;
    const aliases = await readFile(join(from, name, ALIASES)).catch(() => undefined);
    if (!aliases) continue;
    for (const version of await foldersIn(join(from, name))) {
      if (!(await exists(join(target, version)))) await copyWhole(join(from, name, version), join(target, version));
    }
    const part = join(target, `.${ALIASES}.${process.pid}`);
    await writeFile(part, aliases, { flush: true });
    await rename(part, join(target, ALIASES));
    copied.push(name);
  }
  return copied;
}

async function copyWhole(from: string, to: string): Promise<void> {
  const part = join(to, `../.part-${process.pid}`);
  await rm(part, { recursive: true, force: true });
  await cp(from, part, { recursive: true });
  await rename(part, to);
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map(({ name }) => name);
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
