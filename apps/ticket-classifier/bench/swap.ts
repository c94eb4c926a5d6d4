import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Section, summarize } from '@pareto/evaluation';
import { bundlesAtHand, deploy } from './bundles.ts';
import { Client } from './client.ts';
import { heldOutTickets } from './held-out.ts';
import { startProcess } from './service-process.ts';
import { foreignTickets } from './tickets.ts';

const CALLERS = 8;
const SWAPS = 5;
const BETWEEN_MS = 2_000;
const POLL_MS = '250';

interface Sample {
  readonly ms: number;
  readonly version: number;
  readonly isSwapping: boolean;
}

/** New champions while eight callers ask without a pause: requests that failed, and what those waited that met a swap. */
export default async function bench(): Promise<Section> {
  const registry = mkdtempSync(join(tmpdir(), 'pareto-bench-'));
  const [bundle] = bundlesAtHand();
  const { name } = bundle!;
  deploy(registry, bundle!, name, 1);
  const environment = {
    REGISTRY_DIR: registry,
    DATA_DIR: join(registry, '.data'),
    BUNDLES_DIR: 'none',
    DEFAULT_MODEL: name,
    REGISTRY_POLL_MS: POLL_MS,
  };
  const service = await startProcess(environment);
  try {
    const samples: Sample[] = [];
    const failures: string[] = [];
    const tickets = heldOutTickets(bundle!) ?? foreignTickets();
    let isOver = false;
    let isSwapping = false;
    let latest = 1;
    const load = Array.from({ length: CALLERS }, async (_, caller) => {
      const client = new Client(service.url);
      for (let i = caller; !isOver; i += CALLERS) {
        const began = performance.now();
        const during = isSwapping;
        try {
          const { model } = await client.classify(tickets[i % tickets.length]!, name);
          latest = Math.max(latest, model.version);
          samples.push({ ms: performance.now() - began, version: model.version, isSwapping: during });
        } catch (error) {
          failures.push(String(error));
        }
      }
    });
    const seconds: number[] = [];
    for (let version = 2; version <= SWAPS + 1; version += 1) {
      await sleep(BETWEEN_MS);
      const began = performance.now();
      isSwapping = true;
      deploy(registry, bundle!, name, version);
      while (latest < version) await sleep(10);
      isSwapping = false;
      seconds.push((performance.now() - began) / 1_000);
    }
    await sleep(BETWEEN_MS);
    isOver = true;
    await Promise.all(load);
    const row = (what: string, some: readonly Sample[]) => {
      const { median, p95, max } = summarize(some.map(({ ms }) => ms));
      return [what, some.length, median.toFixed(1), p95.toFixed(1), max.toFixed(1)];
    };
    return {
      title: 'New versions under load',
      columns: ['requests', 'number', 'ms (median)', 'ms (p95)', 'ms (max)'],
      rows: [
        row(
          'while nothing changes',
          samples.filter((sample) => !sample.isSwapping),
        ),
        row(
          'while a new champion is loaded',
          samples.filter((sample) => sample.isSwapping),
        ),
      ],
      notes: [
        `${CALLERS} callers without a pause, ${SWAPS} new champions of ${name}, each checked, loaded and asked its smoke texts beside the old one. From the change of the registry to the first answer of the new version: ${summarize(seconds).median.toFixed(1)} s in the middle, of which up to ${POLL_MS} ms until the next look.`,
        `Failed requests: ${failures.length}, goal 0${failures.length > 0 ? `: MISSED (${failures[0]})` : ''}. Versions that answered: ${[...new Set(samples.map(({ version }) => version))].join(', ')}.`,
      ],
      data: { seconds, failures: failures.length },
    };
  } finally {
    await service.stop();
    rmSync(registry, { recursive: true });
  }
}
