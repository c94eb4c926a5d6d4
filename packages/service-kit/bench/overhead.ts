import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Section, summarize } from '@pareto/evaluation';
import autocannon from 'autocannon';

const ROUNDS = 7;
const SECONDS = 3;
const CONNECTIONS = 20;
const GOAL = 0.85;
const KINDS = ['bare', 'shell'] as const;

/** Requests a second of a trivial route: bare Fastify against the same route in our shell. */
export default async function bench(): Promise<Section> {
  const rates: Record<(typeof KINDS)[number], number[]> = { bare: [], shell: [] };
  for (let round = 0; round < ROUNDS; round += 1) for (const kind of KINDS) rates[kind].push(await measure(kind));
  const [bare, shell] = KINDS.map((kind) => summarize(rates[kind]));
  const share = shell!.median / bare!.median;
  return {
    title: 'What the service shell costs',
    notes: [
      `A route that answers {"ok":true}, ${CONNECTIONS} connections, ${SECONDS} s a round, ${ROUNDS} rounds in turn, server and client each a process of their own on the same cores.`,
      'The shell has request ids, deadlines, metrics and logging on; its rate limits are lifted for this machine, and lines below warnings are not written.',
      `Share of bare Fastify: ${(share * 100).toFixed(0)} %, goal ${GOAL * 100} %${share < GOAL ? ': MISSED' : ''}.`,
    ],
    columns: ['server', 'requests/s (median)', 'range', 'share'],
    rows: [
      ['bare Fastify', Math.round(bare!.median), `${Math.round(bare!.min)}–${Math.round(bare!.max)}`, '1.00'],
      [
        'service-kit',
        Math.round(shell!.median),
        `${Math.round(shell!.min)}–${Math.round(shell!.max)}`,
        share.toFixed(2),
      ],
    ],
    data: rates,
  };
}

async function measure(kind: string): Promise<number> {
  const server = fork(join(import.meta.dirname, 'trivial-server.ts'), [kind], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [url] = (await once(server, 'message')) as [string];
  await autocannon({ url, connections: CONNECTIONS, duration: 1 });
  const { requests, non2xx } = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS });
  server.kill();
  if (non2xx > 0) throw new Error(`${non2xx} answers of ${kind} were errors`);
  return requests.average;
}
