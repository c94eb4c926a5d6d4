import {
  CHAMPION,
  type ModelRegistry,
  type ModelVersion,
  PREVIOUS,
  type RegistryOptions,
  ServiceError,
} from '@pareto/contracts';
import { z } from 'zod';

/** What models may be called: the name of a folder, and part of an address. */
export const modelName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);
const aliasName = z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/);
const version = z.int().min(1);

/** Which version has which name, as in `{"champion": 3, "previous": 2}`. */
export const aliasTable = z.record(aliasName, version);
export type AliasTable = z.infer<typeof aliasTable>;

export function notFound(what: string, param?: string): ServiceError {
  return new ServiceError('model_not_found', `there is no ${what}`, param ? { param } : {});
}

/** Makes a version the champion and remembers the one that was, so that it can come back. */
export async function promote(
  registry: ModelRegistry,
  name: string,
  next: number,
  options: RegistryOptions = {},
): Promise<void> {
  const champion = (await registry.aliases(name, options))[CHAMPION];
  if (champion?.version === next) return;
  const remembered: AliasTable = champion ? { [PREVIOUS]: champion.version } : {};
  await registry.setAliases(name, { ...remembered, [CHAMPION]: next }, options);
}

/**
 * The version that a roll-back of a model makes its champion. The champion becomes `previous`, so a second roll-back
 * undoes the first.
 * @throws ServiceError `rollback_unavailable` when no other version has that name.
 */
export function versionBefore(name: string, aliases: Readonly<Record<string, ModelVersion>>): ModelVersion {
  const previous = aliases[PREVIOUS];
  if (previous && previous.version !== aliases[CHAMPION]?.version) return previous;
  throw new ServiceError('rollback_unavailable', `${name} has no version before the one that serves`);
}
