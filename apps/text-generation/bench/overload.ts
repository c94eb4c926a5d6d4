import { setTimeout as sleep } from 'node:timers/promises';
import { type Section, summarize } from '@pareto/evaluation';
import { DEFAULT_MODEL, SMALL_MODEL, startService } from './servers.ts';

const SLOTS = 4;
const QUEUE = 8;
const TOKENS = 16;
const CALIBRATION_MS = 20_000;
const OVERLOAD_MS = 60_000;
const FACTOR = 10;
const GOALS = { goodput: 0.9, rejectionMs: 50, memory: 0.1 };

interface Outcome {
  readonly status: number;
  readonly ms: number;
  /** Moment at which the answer was complete. */
  readonly at: number;
}

/** Ten times as many requests as the service can answer, for a minute, on a model of each size. */
export default async function bench(): Promise<Section> {
  const runs = [];
  for (const model of [DEFAULT_MODEL, SMALL_MODEL]) runs.push(await overload(model));
  const missed = (isMissed: boolean) => (isMissed ? ': MISSED' : '');
  return {
    title: 'Overload',
    notes: [
      `${SLOTS} slots, a queue of ${QUEUE}, ${TOKENS} tokens an answer, not streamed; ${FACTOR} times the capacity for ${OVERLOAD_MS / 1_000} s, requests evenly spaced, whatever becomes of the ones before. The client shares the cores.`,
      ...runs.flatMap(({ model, share, others, p99, before, after }) => [
        `${model}: goodput ${(share * 100).toFixed(0)} % of capacity, goal ${GOALS.goodput * 100} %${missed(share < GOALS.goodput)}; answers that are neither 200 nor 429: ${others}${missed(others > 0)}; rejections, 99th percentile, ${p99.toFixed(0)} ms, goal ${GOALS.rejectionMs} ms${missed(p99 > GOALS.rejectionMs)}.`,
        `${model}: resident memory ${before} to ${after} MB, goal within ${GOALS.memory * 100} %${missed(Math.abs(after / before - 1) > GOALS.memory)}.`,
      ]),
    ],
    columns: [
      'model',
      'capacity, answers/s',
      'requests/s',
      '200',
      '429',
      'other',
      'ms of a rejection (median)',
      'ms (p99)',
    ],
    rows: runs.map(({ model, capacity, sent, good, rejected, others, median, p99 }) => [
      model,
      capacity.toFixed(1),
      (sent / (OVERLOAD_MS / 1_000)).toFixed(1),
      good,
      rejected,
      others,
      median.toFixed(1),
      p99.toFixed(1),
    ]),
    data: runs,
  };
}

async function overload(model: string) {
  const service = await startService({ MODEL: model, SLOTS: String(SLOTS), QUEUE_SIZE: String(QUEUE) });
  const ask = () => outcomeOf(service.url, model);
  // Capacity is what full slots and a full queue answer.
  const capacity = await closedLoop(ask, SLOTS + QUEUE);
  const before = service.residentMb();
  const { outcomes, sent } = await openLoop(ask, capacity * FACTOR);
  await sleep(1_000);
  const after = service.residentMb();
  await service.stop();

  const good = outcomes.filter(({ status }) => status === 200);
  const rejected = outcomes.filter(({ status }) => status === 429);
  const began = Math.min(...outcomes.map(({ at, ms }) => at - ms));
  const goodput = good.filter(({ at }) => at <= began + OVERLOAD_MS).length / (OVERLOAD_MS / 1_000);
  const rejections = rejected.map(({ ms }) => ms).sort((a, b) => a - b);
  return {
    model,
    capacity,
    goodput,
    share: goodput / capacity,
    sent,
    good: good.length,
    rejected: rejected.length,
    others: outcomes.length - good.length - rejected.length,
    median: summarize(rejections).median,
    p99: rejections[Math.floor(rejections.length * 0.99)] ?? 0,
    before,
    after,
  };
}

async function outcomeOf(url: string, model: string): Promise<Outcome> {
  const began = performance.now();
  const answer = await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, prompt: 'The sea is', max_tokens: TOKENS, temperature: 0 }),
  }).catch(() => undefined);
  await answer?.arrayBuffer();
  return { status: answer?.status ?? 0, ms: performance.now() - began, at: performance.now() };
}

async function closedLoop(ask: () => Promise<Outcome>, clients: number): Promise<number> {
  const end = performance.now() + CALIBRATION_MS;
  let answered = 0;
  const client = async () => {
    while (performance.now() < end) if ((await ask()).status === 200 && performance.now() < end) answered += 1;
  };
  await Promise.all(Array.from({ length: clients }, client));
  return answered / (CALIBRATION_MS / 1_000);
}

async function openLoop(ask: () => Promise<Outcome>, perSecond: number) {
  const began = performance.now();
  const outcomes: Promise<Outcome>[] = [];
  for (let i = 0; ; i += 1) {
    const due = began + (i / perSecond) * 1_000;
    if (due > began + OVERLOAD_MS) break;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    outcomes.push(ask());
  }
  return { outcomes: await Promise.all(outcomes), sent: outcomes.length };
}
