import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

const OWN_PROJECT = realpathSync(join(import.meta.dirname, '../../../..'));

/**
 * The file with the index of a project, each in its own: of two editors with two projects neither reads what the other's
 * project has, nor takes it away. This repository's name is the plain one.
 * @throws Error of the file system where there is no such project.
 */
export function indexFile(dataFolder: string, project: string | undefined): string {
  return join(dataFolder, `documentation${suffixOf(project)}.sqlite`);
}

function suffixOf(project: string | undefined): string {
  if (project === undefined) return '-none';
  const real = realpathSync(project);
  return real === OWN_PROJECT ? '' : `-${createHash('sha256').update(real).digest('hex').slice(0, 12)}`;
}
