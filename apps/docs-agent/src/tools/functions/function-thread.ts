import { Worker } from 'node:worker_threads';
import { ServiceError } from '@pareto/contracts';
import type { FunctionTask } from './function-worker.ts';

const WORKER = new URL('./function-worker.ts', import.meta.url);
const HEAP_MIB = 128;

/**
 * What a module answers, in a thread of its own: a function that loops for ever is ended with it, and its memory is
 * bounded. It has all rights of this process: modules are the operator's.
 * @throws ServiceError `tool_failed`; the reason of `signal`.
 */
export async function inThread(task: FunctionTask, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const worker = new Worker(WORKER, {
    workerData: task,
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB },
  });
  const leave = () => reject(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  worker.once('message', resolve);
  worker.once('error', (cause) => reject(new ServiceError('tool_failed', 'the function failed', { cause })));
  worker.once('exit', () => reject(new ServiceError('tool_failed', 'the function gave no answer')));
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', leave);
    await worker.terminate();
  }
}
