import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Section, summarize } from '@pareto/evaluation';
import { bundlesAtHand, type Deployed, deploy } from './bundles.ts';
import { Client } from './client.ts';
import { heldOutTickets } from './held-out.ts';
import { startProcess } from './service-process.ts';
import { type BenchTicket, foreignTickets, longTickets, spread } from './tickets.ts';

const BUNDLES = 3;
/** Less for a look whether it works. */
const SINGLE = Number(process.env.BENCH_TICKETS ?? 300);
const WARM_UP = 30;
const BATCH = Math.min(500, SINGLE);
const BATCHES = 8;
const P50_GOAL_MS = 4;
const RATE_GOAL = 400;
const RESIDENT_GOAL_MB = 400;

interface Measured {
  readonly samples: readonly number[];
  /** Those that the encoder answered. */
  readonly encoded: readonly number[];
}

/**
 * One ticket and many, over HTTP, with three bundles in one process; on texts that no bundle learnt from, since TF-IDF is
 * sure of what it learnt, and with what the encoder alone takes told apart.
 */
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
    for (const bundle of atHand) {
      for (const [kind, tickets] of Object.entries(ticketsFor(bundle))) {
        const { samples, encoded } = await one(client, tickets, bundle.name);
        data[`${bundle.name}, ${kind}`] = { samples, encoded };
        const { median, p95 } = summarize(samples);
        const share = `${Math.round((1 - encoded.length / samples.length) * 100)} %`;
        const alone = encoded.length > 0 ? summarize(encoded).median.toFixed(1) : '';
        const perSecond = await rate(client, tickets, bundle.name, kind === 'long' ? 1 : BATCHES);
        rows.push([bundle.name, kind, median.toFixed(1), p95.toFixed(1), share, alone, perSecond]);
      }
    }
    // The others take memory too when they are asked.
    for (const name of names.slice(atHand.length)) await one(client, foreignTickets(), name);
    const [resident, peak] = [service.residentMb(), service.residentMb('VmHWM')];
    const goal = (isMet: boolean) => (isMet ? '' : ': MISSED');
    const [first] = rows;
    return {
      title: 'Tickets over HTTP',
      columns: [
        'bundle',
        'tickets',
        'ms (median)',
        'ms (p95)',
        'answered by TF-IDF',
        'ms by the encoder (median)',
        'tickets/s in batches',
      ],
      rows,
      notes: [
        `No bundle learnt from these tickets. "Held out" are those that a bundle was only measured on (Banking77, 996 messages to a bank; 133 of the support desk), "foreign" short messages about 150 other matters (CLINC150), "long" issues of GitHub. ${SINGLE} one at a time after ${WARM_UP} to warm up, then ${BATCHES} batches of ${BATCH} (one of long ones), one client on the same cores. Cleaning, tokens, the cascade, JSON and HTTP are in the figures.`,
        `${first![0]}, ${first![1]}: median ${first![2]} ms, goal ${P50_GOAL_MS} ms${goal(Number(first![2]) <= P50_GOAL_MS)}; where TF-IDF abstains ${first![5]} ms${goal(Number(first![5]) <= P50_GOAL_MS)}; ${first![6]} tickets/s, goal ${RATE_GOAL}${goal(Number(first![6]) >= RATE_GOAL)}.`,
        `${BUNDLES} bundles (${names.join(', ')}) on one base: ${idle} MB resident when ready, ${resident} MB after all these tickets, goal ${RESIDENT_GOAL_MB} MB${goal(resident <= RESIDENT_GOAL_MB)}; ${peak} MB at its peak, which is while bundles load or batches run${goal(peak <= RESIDENT_GOAL_MB)}.`,
      ],
      data: { ...data, memory: { idle, resident, peak } },
    };
  } finally {
    await service.stop();
    rmSync(registry, { recursive: true });
  }
}

function ticketsFor(bundle: Deployed): Record<string, BenchTicket[]> {
  const heldOut = heldOutTickets(bundle);
  return { ...(heldOut ? { 'held out': heldOut } : {}), foreign: foreignTickets(), long: longTickets() };
}

async function one(client: Client, tickets: readonly BenchTicket[], model: string): Promise<Measured> {
  const samples: number[] = [];
  const encoded: number[] = [];
  for (const [i, ticket] of spread(tickets, SINGLE + WARM_UP).entries()) {
    const began = performance.now();
    const { answered_by: stage } = await client.classify(ticket, model);
    const took = performance.now() - began;
    if (i < WARM_UP) continue;
    samples.push(took);
    if (stage === 'encoder') encoded.push(took);
  }
  return { samples, encoded };
}

async function rate(client: Client, tickets: readonly BenchTicket[], model: string, batches: number): Promise<number> {
  const count = batches * BATCH;
  const asked = spread(tickets, count);
  const began = performance.now();
  for (let start = 0; start < count; start += BATCH) await client.batch(asked.slice(start, start + BATCH), model);
  return Math.round((count * 1_000) / (performance.now() - began));
}
