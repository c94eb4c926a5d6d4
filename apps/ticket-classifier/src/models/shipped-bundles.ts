import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CHAMPION, PREVIOUS } from '@pareto/contracts';
import { FolderRegistry } from '@pareto/model-registry';

const MANIFEST = 'manifest.json';

/**
 * Copies the models that come with the service into a registry that does not have them, and makes a newer version that
 * came with an update the champion. A model with a version as high stays as it is, whoever put it there: so do a version
 * of one's own and a roll-back. Each version appears whole, and the names of versions last, so that a start that was cut
 * off is made good by the next.
 * @returns the names of the models that were copied.
 */
export async function copyShippedBundles(from: string, registry: string): Promise<string[]> {
  await mkdir(registry, { recursive: true });
  const [shipped, target] = [new FolderRegistry(from), new FolderRegistry(registry)];
  const there = new Set(await target.list());
  const copied: string[] = [];
  for (const name of await shipped.list().catch(() => [])) {
    const version = (await shipped.aliases(name))[CHAMPION]?.version;
    if (version === undefined) continue;
    const known = there.has(name) ? Object.entries(await target.aliases(name)) : [];
    const aliases = Object.fromEntries(known.map(([alias, model]) => [alias, model.version]));
    if (Math.max(0, ...Object.values(aliases), ...(await versionsIn(join(registry, name)))) > version) continue;
    if (Object.values(aliases).includes(version)) continue;
    const [source, place] = [join(from, name, String(version)), join(registry, name, String(version))];
    const present = await readFile(join(place, MANIFEST)).catch(() => undefined);
    if (!present) await copyWhole(source, place);
    else if (!present.equals(await readFile(join(source, MANIFEST)))) continue;
    const before = aliases[CHAMPION];
    await target.setAliases(name, { ...(before ? { [PREVIOUS]: before } : {}), [CHAMPION]: version });
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

async function versionsIn(folder: string): Promise<number[]> {
  const entries = await readdir(folder).catch(() => []);
  return entries.map(Number).filter(Number.isSafeInteger);
}
