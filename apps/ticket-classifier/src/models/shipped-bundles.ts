import { cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CHAMPION, PREVIOUS } from '@pareto/contracts';
import { FolderRegistry } from '@pareto/model-registry';
import { z } from 'zod';

const MANIFEST = 'manifest.json';
const runOf = z.object({ run: z.object({ id: z.string() }) });

/**
 * Copies the champions that come with the service into a registry that does not have their models. Where it has, a
 * champion of an earlier release, whose run `supersedes.json` beside the versions names, makes way for the new one; a
 * model that somebody trained stays, and so does one that was rolled back. Each version appears whole, and the names of
 * versions last, so that a start that was cut off is made good by the next.
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
    const aliases = there.has(name) ? await target.aliases(name) : {};
    const before = aliases[CHAMPION]?.version;
    const isKnown = Object.values(aliases).some((known) => known.version === version);
    if (isKnown || (there.has(name) && !(await isSuperseded(join(from, name), join(registry, name, String(before)))))) {
      continue;
    }
    const [source, place] = [join(from, name, String(version)), join(registry, name, String(version))];
    const present = await readFile(join(place, MANIFEST)).catch(() => undefined);
    if (!present) await copyWhole(source, place);
    else if (!present.equals(await readFile(join(source, MANIFEST)))) continue;
    await target.setAliases(name, { ...(before ? { [PREVIOUS]: before } : {}), [CHAMPION]: version });
    copied.push(name);
  }
  return copied;
}

async function isSuperseded(shipped: string, champion: string): Promise<boolean> {
  const runs = z.array(z.string()).safeParse(await readJson(join(shipped, 'supersedes.json')));
  const manifest = runOf.safeParse(await readJson(join(champion, MANIFEST)));
  return runs.success && manifest.success && runs.data.includes(manifest.data.run.id);
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

async function copyWhole(from: string, to: string): Promise<void> {
  const part = join(to, `../.part-${process.pid}`);
  await rm(part, { recursive: true, force: true });
  await cp(from, part, { recursive: true });
  await rename(part, to);
}
