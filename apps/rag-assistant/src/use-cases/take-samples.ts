import { SHARED_TENANT } from '../catalogue/tenants.ts';
import type { Quota } from '../ingestion/quota.ts';
import type { ReceiveDocument } from '../ingestion/receive-document.ts';
import { SAMPLE_DOCUMENTS } from '../samples/index.ts';

/** Takes in the sample company, for everybody to ask. What is there already stays as it is. */
export async function takeSamples(receive: ReceiveDocument, quota: Quota, signal: AbortSignal): Promise<void> {
  for (const { name, write } of SAMPLE_DOCUMENTS) {
    signal.throwIfAborted();
    const content = [await write()];
    await receive.run(SHARED_TENANT, { name, content: asStream(content), source: 'sample' }, quota, signal);
  }
}

async function* asStream(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks;
}
