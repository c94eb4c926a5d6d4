import { z } from 'zod';

/** What we read of MLflow's answers (mlflow.org/docs/latest/api_reference/rest-api.html); numbers of versions are text there. */

const versionNumber = z
  .string()
  .regex(/^[1-9]\d{0,9}$/)
  .transform(Number);

const registeredModel = z.object({
  name: z.string(),
  creation_timestamp: z.number(),
  aliases: z.array(z.object({ alias: z.string(), version: versionNumber })).default([]),
});

export const registeredModelAnswer = z.object({ registered_model: registeredModel });

/** The last page has no token; a server without models leaves the list out. */
export const registeredModelsAnswer = z.object({
  registered_models: z.array(registeredModel).default([]),
  next_page_token: z.string().optional(),
});

export const modelVersionAnswer = z.object({
  model_version: z.object({
    version: versionNumber,
    creation_timestamp: z.number(),
    source: z.string(),
    tags: z.array(z.object({ key: z.string(), value: z.string() })).default([]),
  }),
});

/** The tag of a version with the SHA-256 of its manifest, which the manifest itself cannot hold. */
export const MANIFEST_HASH_TAG = 'manifest_sha256';

const RUN_SOURCE = /^runs:\/([0-9a-zA-Z]+)\/(.+)$/;

/** Where the server gives an artifact of a version away. What is registered as `runs:/<run>/<path>` is an artifact of that run. */
export function artifactAddress(
  name: string,
  version: number,
  source: string,
  path: string,
): { readonly path: string; readonly query: Record<string, string> } {
  const [, run, folder] = RUN_SOURCE.exec(source) ?? [];
  if (run && folder)
    return { path: 'get-artifact', query: { run_uuid: run, path: `${folder.replace(/\/$/, '')}/${path}` } };
  return { path: 'model-versions/get-artifact', query: { name, version: String(version), path } };
}
