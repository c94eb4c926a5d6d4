import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appProcess, residentMb } from '@pareto/contract-tests/app-process';

const APPS = join(import.meta.dirname, '../..');
const MODELS = process.env.MODELS_DIR ?? join(APPS, '../.data/models');
const WATCH_MS = 50;

export interface RunningApp {
  readonly url: string;
  /** Most resident memory of the process and of each that it started, by role, in MB, since the last call. */
  peakMb(): { service: number; reader: number };
  stop(): Promise<void>;
}

/** An app as `npm start` runs it, without limits, ready, with a data folder of its own. */
export async function startApp(name: string, environment: Record<string, string> = {}): Promise<RunningApp> {
  const dataDir = mkdtempSync(join(tmpdir(), `pareto-${name}-`));
  const own = { DATA_DIR: dataDir, MODELS_DIR: MODELS, LIMITS: 'off', LOG_LEVEL: 'error', LANCEDB_LOG: 'error' };
  const app = await appProcess(join(APPS, name), {
    environment: { ...process.env, ...own, ...environment },
    showsErrors: true,
  });
  await app.start();
  const memory = watchMemory(app.pid);
  return {
    url: app.url,
    peakMb: memory.peakMb,
    async stop() {
      memory.stop();
      await app.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Looks at `/proc` from outside: what a process says of itself it says only while it is not busy. */
function watchMemory(pid: number) {
  let peak = { service: 0, reader: 0 };
  const look = setInterval(() => {
    peak.service = Math.max(peak.service, residentOrGone(pid));
    for (const child of childrenOf(pid)) peak.reader = Math.max(peak.reader, residentOrGone(child));
  }, WATCH_MS);
  return {
    peakMb() {
      const seen = peak;
      peak = { service: 0, reader: 0 };
      return seen;
    },
    stop: () => clearInterval(look),
  };
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** A reader may end at any time. */
function residentOrGone(pid: number): number {
  try {
    return residentMb(pid);
  } catch {
    return 0;
  }
}
