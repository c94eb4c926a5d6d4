import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Section, summarize } from '@pareto/evaluation';
import { bundlesAtHand, deploy } from './bundles.ts';
import { Client } from './client.ts';
import { startProcess } from './service-process.ts';
import { type BenchTicket, longTickets, shortTickets } from './tickets.ts';

const BUNDLES = 3;
const SINGLE = 300;
const WARM_UP = 30;
const BATCHES = 8;
const BATCH = 500;
const P50_GOAL_MS = 4;
const RATE_GOAL = 400;
const RESIDENT_GOAL_MB = 400;

/** One ticket and many, over HTTP, on three bundles in one process; and what of the work TF-IDF takes over. */
export default async function bench(): Promise<Section> {
  const registry = mkdtempSync(join(tmpdir(), 'pareto-bench-'));
  const atHand = bundlesAtHand();
  const names = Array.from({ length: BUNDLES }, (_, i) => {
    const bundle = atHand[i % atHand.length]!;
    const name = i < atHand.length ? bundle.name : `${bundle.name}-${i + 1}`;
    deploy(registry, bundle, name, 1);
    return name;
  });
  const environment = {
    REGISTRY_DIR: registry,
    DATA_DIR: join(registry, '.data'),
    BUNDLES_DIR: 'none',
    DEFAULT_MODEL: names[0]!,
  };
  const service = await startProcess(environment);
  try {
    const idle = service.residentMb();
    const client = new Client(service.url);
    const rows: (string | number)[][] = [];
    const data: Record<string, unknown> = {};
    const singles = { short: shortTickets(SINGLE + WARM_UP), long: longTickets(SINGLE + WARM_UP) };
    for (const name of names) {
      for (const [kind, tickets] of Object.entries(singles)) {
        const { samples, byTfIdf } = await one(client, tickets, name);
        const { median, p95 } = summarize(samples);
        data[`${name} ${kind}`] = samples;
        const share = `${Math.round(byTfIdf * 100)} %`;
        rows.push([name, kind, median.toFixed(1), p95.toFixed(1), share, await rate(client, kind, name)]);
      }
    }
    const [resident, most] = [service.residentMb(), service.residentMb('VmHWM')];
    const goal = (isMet: boolean) => (isMet ? '' : ': MISSED');
    const [first] = rows;
    return {
      title: 'Tickets over HTTP',
      columns: ['bundle', 'tickets', 'ms (median)', 'ms (p95)', 'answered by TF-IDF', 'tickets/s in batches'],
      rows,
      notes: [
        `Short tickets are messages to a bank (Banking77), long ones issues of GitHub; ${SINGLE} one at a time after ${WARM_UP} to warm up, then ${BATCHES} batches of ${BATCH}, one client on the same cores. Cleaning, tokens, the cascade, JSON and HTTP are in the figures; a bundle is asked tickets of every kind, so the share of TF-IDF says nothing of its own.`,
        `${first![0]}, short: median ${first![2]} ms, goal ${P50_GOAL_MS} ms${goal(Number(first![2]) <= P50_GOAL_MS)}; ${first![5]} tickets/s, goal ${RATE_GOAL}${goal(Number(first![5]) >= RATE_GOAL)}.`,
        `${BUNDLES} bundles (${[...new Set(names)].join(', ')}) on one base: ${idle} MB resident when ready, ${resident} MB after all these tickets, goal ${RESIDENT_GOAL_MB} MB${goal(resident <= RESIDENT_GOAL_MB)}; ${most} MB at the most.`,
      ],
      data,
    };
  } finally {
    await service.stop();
    rmSync(registry, { recursive: true });
  }
}

async function one(client: Client, tickets: readonly BenchTicket[], model: string) {
  const samples: number[] = [];
  let byTfIdf = 0;
  for (const [i, ticket] of tickets.entries()) {
    const began = performance.now();
    const { answered_by } = await client.classify(ticket, model);
    if (i < WARM_UP) continue;
    samples.push(performance.now() - began);
    if (answered_by === 'tf-idf') byTfIdf += 1;
  }
  return { samples, byTfIdf: byTfIdf / samples.length };
}

async function rate(client: Client, kind: string, model: string): Promise<number> {
  const count = (kind === 'short' ? BATCHES : 1) * BATCH;
  const tickets = kind === 'short' ? shortTickets(count) : longTickets(count);
  const began = performance.now();
  for (let start = 0; start < count; start += BATCH) await client.batch(tickets.slice(start, start + BATCH), model);
  return Math.round((count * 1_000) / (performance.now() - began));
}
