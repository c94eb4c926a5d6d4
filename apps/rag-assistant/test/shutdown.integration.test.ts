import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverEventsOf } from '@pareto/contract-tests';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ENVIRONMENT, hasModels, visitor } from './service.ts';

const APP = join(import.meta.dirname, '..');
const { pareto } = JSON.parse(readFileSync(join(APP, 'package.json'), 'utf8')) as {
  pareto: { nodeArguments: string[] };
};

describe.skipIf(!hasModels)('a service that is told to stop (needs model files)', () => {
  let dataDir: string;
  let service: ChildProcess;
  let log = '';
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'pareto-rag-stop-'));
    log = '';
  });
  afterEach(() => {
    service.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** @returns its address. */
  async function start(environment: Record<string, string> = {}): Promise<string> {
    service = spawn(process.execPath, [...pareto.nodeArguments, 'src/main.ts'], {
      cwd: APP,
      env: { ...process.env, ...ENVIRONMENT, LOG_LEVEL: 'info', DATA_DIR: dataDir, PORT: '0', ...environment },
    });
    for (const stream of [service.stdout!, service.stderr!]) {
      stream.on('data', (chunk) => {
        log += chunk;
      });
    }
    for (;;) {
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(log) ?? [];
      if (url) return url;
      if (service.exitCode !== null) throw new Error(`it ended: ${log}`);
      await sleep(20);
    }
  }

  async function stop(signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> {
    const began = performance.now();
    const ended = once(service, 'close');
    service.kill(signal);
    const [code] = await ended;
    return { code, ms: performance.now() - began };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'ends the streams of progress at once: %s',
    { timeout: 60_000 },
    async (signal) => {
      const caller = await visitor(await start());
      const pages = Array.from({ length: 2_000 }, (_, i) => `In year ${i} the heron was seen ${i % 7} times.`);
      const { body } = await caller.upload({ name: 'long.txt', content: pages.join('\f') });
      const path = `/v1/documents/${body.documents[0].id}/events`;
      const events = serverEventsOf(await fetch(`${caller.url}${path}`, { headers: caller.headers }));
      expect((await events.next()).value).toMatchObject({ event: 'progress' });
      const stopped = stop(signal);
      // It ends as an answer does that is complete.
      for await (const { event } of events) expect(event).toBe('progress');
      const { code, ms } = await stopped;
      expect(log).not.toContain('Napi');
      expect(code).toBe(0);
      expect(ms).toBeLessThan(8_000);
    },
  );

  it('breaks off what lasts longer than its grace, and ends in order', { timeout: 60_000 }, async () => {
    const caller = await visitor(await start({ SHUTDOWN_GRACE_MS: '0' }));
    const upload = request(`${caller.url}/v1/documents`, {
      method: 'POST',
      headers: { ...caller.headers, 'content-type': 'multipart/form-data; boundary=x' },
    });
    const broken = once(upload, 'error');
    upload.write('--x\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\n\r\nThe begin');
    await sleep(300);
    const { code } = await stop('SIGTERM');
    expect(log).not.toContain('Napi');
    expect(code).toBe(1);
    expect(await broken.catch((error: Error) => error)).toBeDefined();
  });
});
