import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { pdfOf } from './pdf.ts';
import { filesHolding, hasModels, startService, type TestService } from './service.ts';
import { onEachStore } from './stores.ts';

const ANA = 'key-of-ana';
const BEN = 'key-of-ben';
const KEYS = { API_KEYS: `ana:${ANA},ben:${BEN}` };
const UNKNOWN_ID = 'f'.repeat(32);

/** Headers that differ in any two answers. */
const DIFFERENT = ['x-request-id', 'date', 'ratelimit-remaining', 'ratelimit-reset', 'x-session-expires'];

const SECRET = ['The vault of Ana opens with the word heliotrope.'];

onEachStore('tenants', (environment) => {
  let service: TestService;
  let ana: Client;
  let ben: Client;
  let id: string;
  beforeAll(async () => {
    service = await startService({ ...environment(), ...KEYS });
    ana = service.withKey(ANA);
    ben = service.withKey(BEN);
    id = await ana.add('vault.pdf', await pdfOf(SECRET));
  }, 60_000);
  afterAll(() => service?.close());

  /** An answer as far as it could tell something: the id of the request and the time differ in any two. */
  async function told(caller: Client, method: string, path: string, body?: object) {
    // Of our own: those that the service counts up grow longer, and answers with them.
    const answer = await caller.call(method, path, body, { 'x-request-id': 'one-of-a-length' });
    const headers = Object.fromEntries(answer.headers);
    for (const name of DIFFERENT) delete headers[name];
    const { instance, ...rest } = answer.body as { instance?: string };
    expect(instance).toBe('one-of-a-length');
    return { status: answer.status, headers, body: rest };
  }

  const requests: [string, (id: string) => [method: string, path: string, body?: object]][] = [
    ['state', (of) => ['GET', `/v1/documents/${of}`]],
    ['events', (of) => ['GET', `/v1/documents/${of}/events`]],
    ['file', (of) => ['GET', `/v1/documents/${of}/file`]],
    ['a page that is there', (of) => ['GET', `/v1/documents/${of}/pages/1`]],
    ['a page that is not there', (of) => ['GET', `/v1/documents/${of}/pages/99`]],
    ['deletion', (of) => ['DELETE', `/v1/documents/${of}`]],
    ['retrieval', (of) => ['POST', '/v1/retrieve', { question: 'Which word opens the vault?', document_ids: [of] }]],
    ['a question', (of) => ['POST', '/v1/ask', { question: 'Which word opens the vault?', document_ids: [of] }]],
  ];

  it.each(requests)("answers of another's document as of none: %s", async (_what, request) => {
    for (const stranger of [ben, await service.visitor()]) {
      const others = await told(stranger, ...request(id));
      const nobodys = await told(stranger, ...request(UNKNOWN_ID));
      expect(others).toMatchObject({ status: 404, body: { code: 'document_not_found' } });
      expect(others).toEqual(nobodys);
      expect(JSON.stringify(others)).not.toContain(id);
    }
    // It was not hurt either.
    expect((await ana.call('GET', `/v1/documents/${id}`)).body.status).toBe('ready');
  });

  it("says of another's document among own ones no more than of none", async () => {
    const own = await ben.add('own.pdf', await pdfOf(['Ben keeps bees behind the boathouse.']));
    const ask = (other: string) => told(ben, 'POST', '/v1/retrieve', { question: 'bees', document_ids: [own, other] });
    expect(await ask(id)).toEqual(await ask(UNKNOWN_ID));
    expect((await ask(id)).status).toBe(404);
  });

  it("finds nothing of another's, by any question", async () => {
    const stranger = await service.visitor();
    await stranger.add('own.pdf', await pdfOf(['A page about gardens and the tools to keep them.']));
    for (const question of SECRET) {
      const { body } = await stranger.retrieve(question, { k: 50 });
      expect(JSON.stringify(body)).not.toMatch(/heliotrope|vault/);
    }
    expect((await stranger.list()).map(({ name }) => name)).toEqual(['own.pdf']);
    expect((await ana.passages(SECRET[0]!))[0]!.text).toContain('heliotrope');
  });

  it('keeps the same bytes of two tenants apart', async () => {
    const content = await pdfOf(SECRET);
    const other = await service.visitor();
    const copy = await other.add('vault.pdf', content);
    expect(copy).not.toBe(id);
    expect((await other.call('DELETE', `/v1/documents/${copy}`)).status).toBe(204);
    expect((await ana.passages(SECRET[0]!))[0]!.document_id).toBe(id);
    expect((await ana.call('GET', `/v1/documents/${id}/file`)).status).toBe(200);
  });

  it('counts the states of each tenant by itself', async () => {
    const version = async () => (await ana.retrieve('vault')).body.index_version;
    const before = await version();
    await (await service.visitor()).add('x.pdf', await pdfOf(['Nothing much.']));
    expect(await version()).toBe(before);
  });

  it('gives every anonymous caller a token of its own, and keys none', async () => {
    const first = await new Client(service.url).call('GET', '/v1/documents');
    const second = await new Client(service.url).call('GET', '/v1/documents');
    const tokens = [first, second].map(({ headers }) => headers.get('x-session-token')!);
    expect(tokens[0]).toMatch(/^[\w-]{43}$/);
    expect(tokens[0]).not.toBe(tokens[1]);
    expect(new Date(first.headers.get('x-session-expires')!).getTime()).toBeGreaterThan(Date.now());
    const keyed = await ana.call('GET', '/v1/documents');
    expect(keyed.headers.has('x-session-token')).toBe(false);
    expect(keyed.headers.has('x-session-expires')).toBe(false);
    const again = await new Client(service.url, { 'x-session-token': tokens[0]! }).call('GET', '/v1/documents');
    expect(again.headers.has('x-session-token')).toBe(false);
    // Who reads the disk cannot act for anybody.
    expect(filesHolding(service.dataDir, tokens[0]!)).toEqual([]);
  });

  it.each([
    'x',
    'short-token',
    'a'.repeat(44),
    `${'a'.repeat(42)}!`,
    `${'a'.repeat(42)} `,
    '../'.repeat(15).slice(0, 43),
  ])('refuses %j as a token', async (token) => {
    const answer = await new Client(service.url, { 'x-session-token': token }).call('GET', '/v1/documents');
    expect(answer).toMatchObject({ status: 401, body: { code: 'session_token_invalid' } });
    const { instance: _, ...said } = answer.body;
    expect(JSON.stringify(said)).not.toContain(token.trim());
  });

  it('refuses a key that it does not know, token or not', async () => {
    const { headers } = await service.visitor();
    for (const extra of [{}, headers]) {
      const caller = new Client(service.url, { ...extra, authorization: 'Bearer not-a-key' });
      expect(await caller.call('GET', '/v1/documents')).toMatchObject({
        status: 401,
        body: { code: 'api_key_invalid' },
      });
    }
  });

  it('takes a key for more than a token', async () => {
    const { headers } = await service.visitor();
    const both = new Client(service.url, { ...headers, ...ana.headers });
    expect((await both.list()).map((document) => document.id)).toEqual([id]);
  });
});

onEachStore('the life of a session', (environment) => {
  it('ends with everything that was in it', { timeout: 60_000 }, async () => {
    const service = await startService({ ...environment(), ...KEYS, SESSION_LIFE_MS: '8000' });
    const visitor = await service.visitor();
    const ana = service.withKey(ANA);
    const word = 'quetzalcoatlus';
    const kept = await ana.add('kept.txt', 'The lantern of Ana is green.');
    const { body } = await visitor.upload({ name: `${word}.txt`, content: `The ${word} flew over the plains.` });
    const { id } = body.documents[0];
    await visitor.settled(id);
    expect((await visitor.passages('What flew over the plains?'))[0]!.text).toContain(word);
    expect(filesHolding(service.dataDir, word)).not.toEqual([]);

    // From the moment on nobody gets at it, and the next round of cleaning removes it.
    for (;;) {
      const { status, body } = await visitor.call('GET', `/v1/documents/${id}`);
      if (status !== 200) {
        expect([401, 404]).toContain(status);
        if (status === 401) expect(body).toMatchObject({ code: 'session_token_invalid' });
        break;
      }
      await sleep(100);
    }
    while (filesHolding(service.dataDir, word).length > 0) await sleep(200);
    expect(filesHolding(service.dataDir, id)).toEqual([]);
    expect((await ana.passages('Which colour is the lantern?'))[0]).toMatchObject({ document_id: kept });
    // The token begins anew, with nothing.
    expect(await visitor.list()).toEqual([]);
    await service.close();
  });
});

describe.skipIf(!hasModels)('what everybody shares (needs model files)', () => {
  it('is asked by who has nothing, changed by nobody, and never mixed with own documents', {
    timeout: 60_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pareto-shared-'));
    writeFileSync(join(folder, 'shared.txt'), 'The canteen opens at eleven.');
    const service = await startService({ ...KEYS, RAG_WATCH_DIR: folder });
    const visitor = await service.visitor();
    let shared = await visitor.list();
    while (shared[0]?.status !== 'ready') {
      await sleep(100);
      shared = await visitor.list();
    }
    const [{ id }] = shared as [{ id: string }];
    expect(shared).toMatchObject([{ name: 'shared.txt', shared: true }]);
    expect((await visitor.passages('When does the canteen open?'))[0]!.document_id).toBe(id);
    for (const caller of [visitor, service.withKey(ANA)]) {
      expect(await caller.call('DELETE', `/v1/documents/${id}`)).toMatchObject({
        status: 409,
        body: { code: 'document_read_only' },
      });
    }
    // The same bytes of one's own are another document.
    const own = await visitor.add('shared.txt', 'The canteen opens at eleven.');
    expect(own).not.toBe(id);
    expect((await visitor.list()).map((document) => document.id)).toEqual([own]);
    const found = await visitor.passages('When does the canteen open?', { k: 50 });
    expect(new Set(found.map(({ document_id }) => document_id))).toEqual(new Set([own]));
    // By its id the shared one can still be asked, but not in one breath.
    expect((await visitor.passages('canteen', { document_ids: [id] }))[0]!.document_id).toBe(id);
    expect(await visitor.retrieve('canteen', { document_ids: [id, own] })).toMatchObject({
      status: 400,
      body: { code: 'request_invalid', param: 'document_ids' },
    });
    await visitor.call('DELETE', `/v1/documents/${own}`);
    expect((await visitor.list()).map((document) => document.id)).toEqual([id]);
    await service.close();
    rmSync(folder, { recursive: true });
  });
});
