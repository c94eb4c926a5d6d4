import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { BatchAnswer, BatchTask, SessionFiles } from './session-pool.ts';

/** A session on one thread: onnxruntime's binding computes where it is called, which must not be the thread of HTTP. */
const { graph, weights } = workerData as SessionFiles;
const bytes = readFileSync(weights);
const session = await InferenceSession.create(readFileSync(graph), {
  externalData: [{ path: basename(weights), data: bytes }],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  logSeverityLevel: 3,
});

// The session has copied what it needs; left to itself, an idle thread would not collect 90 MB for a long time.
bytes.buffer.transfer(0);

parentPort!.on('message', async (task: BatchTask | 'close') => {
  if (task === 'close') {
    await session.release();
    parentPort!.close();
    return;
  }
  const { ids, lengths } = task;
  try {
    const { embedding } = await session.run({
      input_ids: new Tensor('int32', ids, [lengths.length, ids.length / lengths.length]),
      lengths: new Tensor('int32', lengths, [lengths.length]),
    });
    if (!(embedding?.data instanceof Float32Array)) throw new Error('the model gave no float vectors');
    answer({ vectors: embedding.data.slice() });
  } catch (error) {
    answer({ error: error as Error });
  }
});
answer({ vectors: new Float32Array() });

function answer(message: BatchAnswer): void {
  parentPort!.postMessage(message, 'vectors' in message ? [message.vectors.buffer] : []);
}
