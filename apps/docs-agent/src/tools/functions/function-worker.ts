import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** What the thread of a module is asked: what it is, or to run. */
export type FunctionTask =
  | { readonly task: 'describe'; readonly path: string }
  | { readonly task: 'run'; readonly path: string; readonly args: unknown };

const task = workerData as FunctionTask;
const module = (await import(pathToFileURL(task.path).href)) as { default?: Record<string, unknown> };
const { run, ...description } = module.default ?? {};
if (task.task === 'describe') {
  // Only what can be copied to another thread: a module that exports more is not understood.
  parentPort?.postMessage({ ...description, isFunction: typeof run === 'function' });
} else {
  const result = await (run as (args: unknown) => unknown)(task.args);
  parentPort?.postMessage(typeof result === 'string' ? result : (JSON.stringify(result) ?? 'done'));
}
