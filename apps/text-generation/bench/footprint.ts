import { type Section, summarize } from '@pareto/evaluation';
import { DEFAULT_MODEL, startService } from './servers.ts';
import { streamTimes } from './streaming.ts';

const STARTS = 5;
const GOALS = { residentMb: 1_900, readySeconds: 6 };
const LONG_PROMPT = 'Ship number one carries coal from the north to the harbour. '.repeat(60);

/** Memory with every slot in use, and the time from start to ready. */
export default async function bench(): Promise<Section> {
  const readySeconds: number[] = [];
  for (let start = 1; start < STARTS; start += 1) {
    const service = await startService();
    readySeconds.push(service.readySeconds);
    await service.stop();
  }
  const service = await startService();
  readySeconds.push(service.readySeconds);
  const idle = service.residentMb();
  const request = { model: DEFAULT_MODEL, prompt: LONG_PROMPT, max_tokens: 8 };
  await Promise.all(
    Array.from({ length: 4 }, (_, i) => streamTimes(service.url, { ...request, prompt: `${i} ${LONG_PROMPT}` })),
  );
  const used = service.residentMb();
  await service.stop();
  const { median, min, max } = summarize(readySeconds);
  return {
    title: 'Memory and start',
    notes: [
      `${DEFAULT_MODEL}, 4 slots of 4,096 tokens, no embedder; in use means four prompts of some 800 tokens at once. Files are in the page cache; ready means that a token was produced.`,
      `Resident: ${used} MB, goal ${GOALS.residentMb} MB${used > GOALS.residentMb ? ': MISSED' : ''}. Ready: ${median.toFixed(1)} s, goal ${GOALS.readySeconds} s${median > GOALS.readySeconds ? ': MISSED' : ''}.`,
    ],
    columns: ['', 'median', 'range'],
    rows: [
      ['MB resident when ready', idle, ''],
      ['MB resident with every slot in use', used, ''],
      ['seconds from start to ready', median.toFixed(1), `${min.toFixed(1)}–${max.toFixed(1)}`],
    ],
    data: { readySeconds, idle, used },
  };
}
