import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelBundleManifest } from '@pareto/contracts';
import { onTestFinished } from 'vitest';

/** A whole small bundle: category and priority of tickets about billing, delivery and login. */
const SMALL_DESK = join(import.meta.dirname, '../../../packages/classifiers/test/bundles/small-desk/1');
export const MODEL = 'small-desk';

/** A folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pareto-tickets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Puts the small bundle into a registry as a version of its own, with `run-<version>` as its run. */
export function addVersion(
  registry: string,
  version: number,
  changes: Partial<ModelBundleManifest> = {},
  name = MODEL,
): string {
  const folder = join(registry, name, String(version));
  cpSync(SMALL_DESK, folder, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as ModelBundleManifest;
  const run = { id: `run-${version}`, experiment: 'tests' };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, name, version, run, ...changes }));
  return folder;
}

export function setAliases(registry: string, aliases: Readonly<Record<string, number>>, name = MODEL): void {
  mkdirSync(join(registry, name), { recursive: true });
  writeFileSync(join(registry, name, 'aliases.json'), JSON.stringify(aliases));
}
