import { z } from 'zod';

const names = z.record(z.string(), z.string()).optional().catch(undefined);

const declared = {
  dependencies: names,
  devDependencies: names,
  optionalDependencies: names,
};

/** What is read of a package.json; anything unexpected in it counts as absent. */
export const manifestSchema = z.object({
  name: z.string().max(214).optional().catch(undefined),
  version: z.string().max(256).optional().catch(undefined),
  types: z.string().optional().catch(undefined),
  typings: z.string().optional().catch(undefined),
  main: z.string().optional().catch(undefined),
  exports: z.unknown().optional(),
  ...declared,
});

export type Manifest = z.infer<typeof manifestSchema>;

/** npm's lock file, version 2 or 3: a folder, relative to the project, for each package. */
export const lockSchema = z.object({
  lockfileVersion: z.union([z.literal(2), z.literal(3)]),
  packages: z.record(
    z.string(),
    z.object({ version: z.string().optional(), link: z.boolean().optional(), ...declared }),
  ),
});

export type Lock = z.infer<typeof lockSchema>;

export function dependenciesOf(manifest: Pick<Manifest, keyof typeof declared>): string[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
}

/** A JSON text by a schema; undefined where it is neither. */
export function parsed<Schema extends z.ZodType>(
  text: string | undefined,
  schema: Schema,
): z.infer<Schema> | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
