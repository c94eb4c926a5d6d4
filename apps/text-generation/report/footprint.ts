import { createContext, loadModel, serviceSettings } from './service-model.ts';

export interface FootprintJob {
  readonly kind: 'footprint';
  readonly path: string;
  readonly threads: number;
}

/** Memory of this process once the model, its slots and a first answer are there. */
export async function measureFootprint({ path, threads }: FootprintJob) {
  const { model } = await loadModel(path, threads);
  const settings = serviceSettings(path, model);
  const context = await createContext(model, settings, threads);
  const sequence = context.getSequence();
  let left = 8;
  for await (const _ of sequence.evaluate(model.tokenize('The first answer touches every buffer.'), {
    temperature: 0,
  })) {
    left -= 1;
    if (left === 0) break;
  }
  return {
    resident_bytes: process.memoryUsage.rss(),
    slots: settings.slots,
    context_length: settings.contextLength,
    cache: settings.cachePrecision,
  };
}
