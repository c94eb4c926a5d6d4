import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelBundleManifest } from '@pareto/contracts';

const ROOT = join(import.meta.dirname, '../../..');
const SHIPPED = join(ROOT, 'packages/model-registry/bundles');
const SMALL = join(ROOT, 'packages/classifiers/test/bundles');

export interface Deployed {
  readonly name: string;
  readonly folder: string;
}

/** The champions that come with the service; where there are none yet, the small bundle of the tests. */
export function bundlesAtHand(): Deployed[] {
  const shipped = existsSync(SHIPPED) ? SHIPPED : SMALL;
  return readdirSync(shipped).map((name) => {
    const aliases = join(shipped, name, 'aliases.json');
    const { champion } = existsSync(aliases)
      ? (JSON.parse(readFileSync(aliases, 'utf8')) as { champion: number })
      : { champion: 1 };
    return { name, folder: join(shipped, name, String(champion)) };
  });
}

/** Puts a bundle into a registry under a name and as a version, and makes it the champion. */
export function deploy(registry: string, { folder }: Deployed, name: string, version: number): void {
  const target = join(registry, name, String(version));
  cpSync(folder, target, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(target, 'manifest.json'), 'utf8')) as ModelBundleManifest;
  writeFileSync(join(target, 'manifest.json'), JSON.stringify({ ...manifest, name, version }));
  mkdirSync(join(registry, name), { recursive: true });
  const aliases = { champion: version, ...(version > 1 ? { previous: version - 1 } : {}) };
  writeFileSync(join(registry, name, 'aliases.json'), JSON.stringify(aliases));
}
