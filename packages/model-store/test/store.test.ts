import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureModel, locateModel, type Model, type Progress, verifyModel } from '../src/index.ts';
import { startHub } from './hub-server.ts';

const BYTES = randomBytes(300_000);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const MODEL: Model = {
  id: 'tiny',
  task: 'text-generation',
  licence: 'MIT',
  files: [{ path: 'model.bin', bytes: BYTES.length, sha256: sha256(BYTES) }],
  sources: [{ kind: 'hub', repository: 'org/tiny', revision: 'abc', files: { 'model.bin': 'weights/model.bin' } }],
};

let root: string;
let hub: Awaited<ReturnType<typeof startHub>>;
const file = () => join(root, 'tiny/model.bin');
const ensure = (options: { onProgress?: (progress: Progress) => void; signal?: AbortSignal } = {}) =>
  ensureModel('tiny', { root, hub: hub.url, ...options }, MODEL);

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'pareto-models-'));
  hub = await startHub(BYTES);
});
afterEach(async () => {
  await hub.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('ensureModel', () => {
  it('fetches from the pinned revision, reports progress, and does nothing the second time', async () => {
    const seen: number[] = [];
    const { files } = await ensure({ onProgress: ({ received }) => seen.push(received) });
    expect(readFileSync(files['model.bin']!)).toEqual(BYTES);
    expect(hub.state.requests.map(({ url }) => url)).toEqual(['/org/tiny/resolve/abc/weights/model.bin']);
    expect(seen.at(-1)).toBe(BYTES.length);
    await ensure();
    expect(hub.state.requests).toHaveLength(1);
    expect(readdirSync(root).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  it('continues a download that broke off', async () => {
    const part = `${file()}.part`;
    hub.state.breakWhen = () => existsSync(part) && statSync(part).size > 0;
    await expect(ensure()).rejects.toMatchObject({ code: 'model_download_failed' });
    expect(existsSync(file())).toBe(false);
    await ensure();
    expect(readFileSync(file())).toEqual(BYTES);
    expect(hub.state.requests.at(-1)?.range).toMatch(/^bytes=\d+-$/);
  });

  it('never lands other bytes than the pinned ones', async () => {
    hub.state.body = randomBytes(BYTES.length);
    await expect(ensure()).rejects.toMatchObject({ code: 'model_download_failed' });
    expect(existsSync(file())).toBe(false);
    hub.state.body = BYTES;
    await ensure();
    expect(readFileSync(file())).toEqual(BYTES);
  });

  it.each([
    ['half a file', () => BYTES.subarray(0, 1_000)],
    ['a file with one other byte', () => Buffer.concat([Buffer.of(BYTES[0]! ^ 1), BYTES.subarray(1)])],
    ['an empty file', () => Buffer.alloc(0)],
  ])('finds %s and fetches it again', async (_what, damaged) => {
    await ensure();
    writeFileSync(file(), damaged());
    utimesSync(file(), new Date(1), new Date(1));
    await expect(locateModel('tiny', root, MODEL)).rejects.toMatchObject({ code: 'model_corrupt' });
    await ensure();
    expect(readFileSync(file())).toEqual(BYTES);
  });

  it('names what it tried when no source delivers, and says what to do', async () => {
    hub.state.status = 404;
    await expect(ensure()).rejects.toThrow(/HTTP 404.*npm run models -- pull tiny/);
  });

  it('stops when it is told to', async () => {
    const reason = new Error('enough');
    await expect(ensure({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  it('downloads once when several processes ask at once', async () => {
    const script = join(root, 'race.mjs');
    writeFileSync(
      script,
      `import { ensureModel } from ${JSON.stringify(join(import.meta.dirname, '../src/index.ts'))};
       await ensureModel('tiny', { root: process.argv[2], hub: process.argv[3] }, ${JSON.stringify(MODEL)});`,
    );
    await Promise.all([1, 2, 3].map(() => promisify(execFile)(process.execPath, [script, root, hub.url])));
    expect(readFileSync(file())).toEqual(BYTES);
    expect(hub.state.requests).toHaveLength(1);
  }, 30_000);

  it('takes over the lock of a process that died', async () => {
    mkdirSync(root, { recursive: true });
    writeFileSync(join(root, '.tiny.lock'), '999999999');
    await ensure();
    expect(readFileSync(file())).toEqual(BYTES);
  });
});

describe('locateModel', () => {
  it('says which command fetches what is missing', async () => {
    await expect(locateModel('tiny', root, MODEL)).rejects.toMatchObject({
      code: 'model_missing',
      message: expect.stringContaining('pull tiny'),
    });
    await expect(locateModel('nothing', root)).rejects.toMatchObject({ code: 'model_unknown' });
  });
});

describe('verifyModel', () => {
  it('hashes every byte anew, whatever was recorded', async () => {
    await ensure();
    expect(await verifyModel(MODEL, root)).toEqual({ 'model.bin': 'ok' });
    const damaged = Buffer.from(BYTES);
    damaged[5]! ^= 1;
    writeFileSync(file(), damaged);
    expect(await verifyModel(MODEL, root)).toEqual({ 'model.bin': 'corrupt' });
    rmSync(file());
    expect(await verifyModel(MODEL, root)).toEqual({ 'model.bin': 'missing' });
  });
});
