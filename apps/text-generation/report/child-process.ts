import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Job, Results } from './measurement.ts';

/** The result of a measurement in a process of its own. */
export async function measureApart<Kind extends Job['kind']>(
  job: Job & { readonly kind: Kind },
): Promise<Results[Kind]> {
  const child = fork(join(import.meta.dirname, 'measurement.ts'), [JSON.stringify(job)]);
  let result: Results[Kind] | undefined;
  child.on('message', (message) => {
    result = message as Results[Kind];
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (result === undefined) throw new Error(`the measurement of ${job.kind} ended with ${code} and without a result`);
  return result;
}
