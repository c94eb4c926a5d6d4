import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from './client.ts';
import { pdfOf } from './pdf.ts';
import { filesHolding, startService, type TestService } from './service.ts';
import { onEachStore } from './stores.ts';

/** A word that stands nowhere else. */
let words = 0;
const newWord = () => `brontowimple${(words++).toString(36)}x`;

onEachStore('deletion', (environment) => {
  let service: TestService;
  let caller: Client;
  let kept: string;
  beforeAll(async () => {
    service = await startService({ ...environment() });
    caller = await service.visitor();
    kept = await caller.add('kept.pdf', await pdfOf(['The lantern at the gate is green.']));
  }, 60_000);
  afterAll(() => service?.close());

  const remains = (...texts: string[]) => texts.flatMap((text) => filesHolding(service.dataDir, text));

  it('leaves nothing of a document: no answer, no conversation, no byte on disk', { timeout: 60_000 }, async () => {
    const [content, title, name] = [newWord(), newWord(), newWord()];
    const pages = [`The ${content} weighs four tonnes.`, `It eats ferns, says the keeper of the ${content}.`];
    const id = await caller.add(`${name}.pdf`, await pdfOf(pages, { title }));
    const question = `How much does the ${content} weigh?`;
    const asked = await caller.call('POST', '/v1/ask', { question, session_id: 's' });
    expect(asked.body).toMatchObject({ abstained: false, citations: [{ document_id: id }] });
    for (const word of [content, title, name, id]) expect(remains(word)).not.toEqual([]);

    expect((await caller.call('DELETE', `/v1/documents/${id}`)).status).toBe(204);
    expect(remains(content, title, name, id)).toEqual([]);
    for (const rest of ['', '/file', '/pages/1', '/events']) {
      expect((await caller.call('GET', `/v1/documents/${id}${rest}`)).status).toBe(404);
    }
    expect((await caller.retrieve(question, { document_ids: [id] })).status).toBe(404);
    expect((await caller.list()).map((document) => document.id)).toEqual([kept]);
    const found = await caller.passages(question, { k: 50 });
    expect(found.map(({ document_id }) => document_id)).toEqual([kept]);
    const followUp = await caller.call('POST', '/v1/ask', { question: 'And what does it eat?', session_id: 's' });
    expect(JSON.stringify(followUp.body)).not.toContain(content);
    expect((await caller.call('DELETE', `/v1/documents/${id}`)).status).toBe(404);

    service = await service.restart();
    caller = new Client(service.url, caller.headers);
    expect(remains(content, title, name, id)).toEqual([]);
    expect((await caller.passages('Which colour is the lantern?'))[0]!.document_id).toBe(kept);
  });

  it('leaves nothing of a version that was replaced, or that could not be read', { timeout: 60_000 }, async () => {
    const [former, broken] = [newWord(), newWord()];
    const id = await caller.add('plan.pdf', await pdfOf([`The ${former} is fed at noon.`]));
    const title = `About the ${broken}`;
    await caller.upload({ name: 'plan.pdf', content: await pdfOf(['', ''], { title }) });
    expect((await caller.settled(id)).status).toBe('failed');
    expect(remains(former)).not.toEqual([]);
    await caller.add('plan.pdf', await pdfOf(['Nobody is fed at noon.']));
    // Who asks meanwhile already sees the new one.
    while (remains(former, broken).length > 0) await sleep(50);
    expect((await caller.passages('Who is fed at noon?'))[0]!.text).toContain('Nobody');
    await caller.call('DELETE', `/v1/documents/${id}`);
  });

  it('takes all versions of a document', { timeout: 60_000 }, async () => {
    const [first, second] = [newWord(), newWord()];
    const id = await caller.add('versions.txt', `The ${first} came first.`);
    expect(await caller.add('versions.txt', `The ${second} came second.`)).toBe(id);
    expect((await caller.call('DELETE', `/v1/documents/${id}`)).status).toBe(204);
    expect(remains(first, second, id)).toEqual([]);
  });

  it('takes what is being indexed, and the name is free again', { timeout: 60_000 }, async () => {
    const word = newWord();
    const pages = Array.from({ length: 300 }, (_, i) => `In year ${i} the ${word} was seen ${i % 7} times.`);
    const { body } = await caller.upload({ name: 'long.txt', content: pages.join('\f') });
    const { id } = body.documents[0];
    while ((await caller.call('GET', `/v1/documents/${id}`)).body.status === 'queued');
    expect((await caller.call('DELETE', `/v1/documents/${id}`)).status).toBe(204);
    expect(remains(word, id)).toEqual([]);
    const again = await caller.add('long.txt', `The ${word} was seen again.`);
    expect(again).not.toBe(id);
    expect((await caller.passages(`When was the ${word} seen?`))[0]!.text).toContain('again');
    await caller.call('DELETE', `/v1/documents/${again}`);
    expect(remains(word, id, again)).toEqual([]);
  });

  it('takes what could not be read', { timeout: 30_000 }, async () => {
    const title = newWord();
    const { body } = await caller.upload({ name: 'scan.pdf', content: await pdfOf(['', ''], { title }) });
    const { id } = body.documents[0];
    expect((await caller.settled(id)).status).toBe('failed');
    expect((await caller.call('DELETE', `/v1/documents/${id}`)).status).toBe(204);
    expect(remains(title, id)).toEqual([]);
  });

  it('of several at once leaves the others whole', { timeout: 60_000 }, async () => {
    const names = [newWord(), newWord(), newWord(), newWord()];
    const ids = [];
    for (const word of names) ids.push(await caller.add(`${word}.txt`, `The ${word} lives in a house of its own.`));
    const [a, b, c, d] = ids as [string, string, string, string];
    const deleted = await Promise.all([a, b, c, a].map((id) => caller.call('DELETE', `/v1/documents/${id}`)));
    expect(deleted.slice(0, 3).map(({ status }) => status)).toEqual([204, 204, 204]);
    expect(remains(...names.slice(0, 3), a, b, c)).toEqual([]);
    expect((await caller.passages(`Where does the ${names[3]} live?`))[0]).toMatchObject({ document_id: d });
    await caller.call('DELETE', `/v1/documents/${d}`);
  });
});
