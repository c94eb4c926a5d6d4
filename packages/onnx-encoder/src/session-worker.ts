import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { BatchTask, SessionAnswer, SessionGraph, SessionRequest } from './session-pool.ts';

/** A session on one thread: onnxruntime's binding computes where it is called, which must not be the thread of HTTP. */
const { graph, weights } = workerData as SessionGraph;
const session = await open();
const attached = new Map<string, Readonly<Record<string, Tensor>>>();

async function open(): Promise<InferenceSession> {
  const options = {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  } as const;
  if (weights === undefined) return InferenceSession.create(graph, options);
  const bytes = readFileSync(weights);
  const externalData = [{ path: basename(weights), data: bytes }];
  const opened = await InferenceSession.create(graph, { ...options, externalData });
  // The session has copied what it needs; left to itself, an idle thread would not collect 90 MB for a long time.
  bytes.buffer.transfer(0);
  return opened;
}

/** Requests wait for each other: answers come in their order. */
let last = Promise.resolve();
parentPort!.on('message', (request: SessionRequest) => {
  last = last.then(() => serve(request));
});
answer({ vectors: new Float32Array() });

async function serve(request: SessionRequest): Promise<void> {
  try {
    switch (request.kind) {
      case 'close':
        await session.release();
        parentPort!.close();
        return;
      case 'attach':
        attached.set(
          request.group,
          Object.fromEntries(
            Object.entries(request.inputs).map(([name, { data, dims }]) => [name, new Tensor('float32', data, dims)]),
          ),
        );
        answer({ vectors: new Float32Array() });
        return;
      case 'detach':
        attached.delete(request.group);
        return;
      case 'run':
        answer({ vectors: await vectorsOf(request) });
    }
  } catch (error) {
    answer({ error: error as Error });
  }
}

/** The graph's first output. */
async function vectorsOf({ group, ids, lengths }: BatchTask): Promise<Float32Array<ArrayBuffer>> {
  const outputs = await session.run({
    ...attached.get(group),
    input_ids: new Tensor('int32', ids, [lengths.length, ids.length / lengths.length]),
    lengths: new Tensor('int32', lengths, [lengths.length]),
  });
  const vectors = outputs[session.outputNames[0]!];
  if (!(vectors?.data instanceof Float32Array)) throw new Error('the graph gave no float vectors');
  return vectors.data.slice();
}

function answer(message: SessionAnswer): void {
  parentPort!.postMessage(message, 'vectors' in message ? [message.vectors.buffer] : []);
}
