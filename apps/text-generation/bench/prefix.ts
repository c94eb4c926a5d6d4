import { type Section, summarize } from '@pareto/evaluation';
import { DEFAULT_MODEL, startService } from './servers.ts';
import { streamTimes } from './streaming.ts';

const ROUNDS = 7;
const GOAL = 0.25;
/** About 500 tokens. */
const SENTENCES = 42;

/** Time to the first token where the prompt's beginning is in the cache of a slot, and where it is not. */
export default async function bench(): Promise<Section> {
  const service = await startService();
  const cold: number[] = [];
  const warm: number[] = [];
  const firstToken = async (prompt: string) => {
    const began = performance.now();
    const [first] = await streamTimes(service.url, { model: DEFAULT_MODEL, prompt, max_tokens: 2 });
    return first! - began;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const document = Array.from(
      { length: SENTENCES },
      (_, i) => `Ship ${round * 100 + i} carries coal from the north.`,
    );
    cold.push(await firstToken(`${document.join(' ')}\nQuestion: which ship is first? Answer:`));
    warm.push(await firstToken(`${document.join(' ')}\nQuestion: what do they carry? Answer:`));
  }
  await service.stop();
  const share = summarize(warm).median / summarize(cold).median;
  const row = (label: string, samples: number[]) => {
    const { median, min, max } = summarize(samples);
    return [label, median.toFixed(0), `${min.toFixed(0)}–${max.toFixed(0)}`];
  };
  return {
    title: 'Prompts in the cache',
    notes: [
      `${DEFAULT_MODEL}; a document of some 500 tokens that no slot has seen, with a question; then the same document with another question. ${ROUNDS} documents, one client.`,
      `Shared prefix against cold: ${share.toFixed(2)} ×, goal ${GOAL} ×${share > GOAL ? ': MISSED' : ''}.`,
    ],
    columns: ['prompt', 'ms to the first token (median)', 'range'],
    rows: [row('new', cold), row('beginning in a slot', warm)],
    data: { cold, warm },
  };
}
