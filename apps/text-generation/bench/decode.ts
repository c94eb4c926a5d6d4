import { availableParallelism } from 'node:os';
import { type Section, summarize } from '@pareto/evaluation';
import { DEFAULT_MODEL, startBareLoop, startPeer, startService } from './servers.ts';
import { rateOf } from './streaming.ts';

const ROUNDS = 5;
const TOKENS = 64;
const GOAL = 0.95;
const PROMPT = 'The history of the lighthouse begins long before electricity. In ancient times,';

/** Tokens a second while answers are decoded: through HTTP, in the bare loop, and in another server. */
export default async function bench(): Promise<Section> {
  const cores = availableParallelism();
  const threads = { decode: Math.max(1, cores - 1), prompt: cores };
  const bare = await startBareLoop(threads);
  const service = await startService();
  const peer = await startPeer(threads);
  const request = { model: DEFAULT_MODEL, prompt: PROMPT, max_tokens: TOKENS };
  const rates: Record<string, number[]> = {};
  const add = (name: string, rate: number) => {
    rates[name] = [...(rates[name] ?? []), rate];
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const streams of [1, 4]) {
      add(`bare ${streams}`, await bare.measure({ prompt: PROMPT, tokens: TOKENS, streams }));
      add(`service ${streams}`, await rateOf(service.url, request, streams));
      // The peer answers one request at a time.
      if (peer && streams === 1) add('peer 1', await rateOf(peer.url, request, streams));
    }
    console.log(`round ${round + 1} of ${ROUNDS}`);
  }
  await Promise.all([bare.stop(), service.stop(), peer?.stop()]);

  const median = (name: string) => summarize(rates[name]!).median;
  const row = (label: string, streams: number, name: string) => {
    const { median: rate, min, max } = summarize(rates[name]!);
    return [
      label,
      streams,
      rate.toFixed(1),
      `${min.toFixed(1)}–${max.toFixed(1)}`,
      (rate / median(`bare ${streams}`)).toFixed(2),
    ];
  };
  const verdict = (what: string, share: number) =>
    `${what}: ${share.toFixed(2)} ×, goal ${GOAL} ×${share < GOAL ? ': MISSED' : ''}.`;
  return {
    title: 'Decoding',
    notes: [
      `${DEFAULT_MODEL}, ${TOKENS} tokens after a short prompt, temperature 0; ${ROUNDS} rounds in which each takes its turn. One answer: ${threads.decode} thread(s), several: ${threads.prompt}.`,
      'The bare loop is node-llama-cpp with the same settings, without server, queue or grammar. All are loaded at once; the client is a process of its own.',
      verdict('1 stream over HTTP against the bare loop', median('service 1') / median('bare 1')),
      verdict('4 streams over HTTP against the bare loop', median('service 4') / median('bare 4')),
      peer
        ? verdict('1 stream against the peer', median('service 1') / median('peer 1'))
        : 'The peer (llama-cpp-python) could not be built here, and is left out.',
    ],
    columns: ['what', 'streams', 'tokens/s (median)', 'range', '× bare loop'],
    rows: [
      row('bare node-llama-cpp', 1, 'bare 1'),
      row('text-generation over HTTP', 1, 'service 1'),
      ...(peer ? [row('llama-cpp-python server', 1, 'peer 1')] : []),
      row('bare node-llama-cpp', 4, 'bare 4'),
      row('text-generation over HTTP', 4, 'service 4'),
    ],
    data: rates,
  };
}
