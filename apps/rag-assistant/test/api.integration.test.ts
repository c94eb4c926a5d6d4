import { serverEvents } from '@pareto/contract-tests';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from './client.ts';
import { pdfOf } from './pdf.ts';
import { startService, type TestService } from './service.ts';
import { onEachStore } from './stores.ts';

const HARBOUR = [
  'The harbour of Ardvreck was built in 1871 and has nine piers.',
  'The ferry to the island of Lunna leaves at 07:40 from pier four, every day but Sunday.',
  'Dogs may travel on the upper deck when they are on a lead.',
];
const BAKERY = ['Sourdough rests for eighteen hours before it goes into the oven.', 'The bakery is closed on Mondays.'];

onEachStore('documents over HTTP', (environment) => testDocuments(() => startService({ ...environment() })));

function testDocuments(start: () => Promise<TestService>): void {
  let service: TestService;
  let caller: Client;
  beforeAll(async () => {
    service = await start();
  }, 60_000);
  afterAll(() => service?.close());
  // Each test has documents of its own.
  const anew = async () => {
    caller = await service.visitor();
  };

  it('takes a PDF, reads it, and finds the page that answers', { timeout: 30_000 }, async () => {
    await anew();
    const content = await pdfOf(HARBOUR);
    const { status, body } = await caller.upload({ name: 'harbour.pdf', content });
    expect(status).toBe(202);
    const [document] = body.documents;
    expect(document).toMatchObject({ name: 'harbour.pdf', pages: 3, bytes: content.length, shared: false });
    expect(['queued', 'parsing']).toContain(document.status);
    expect(document.searchable).toBe(false);

    const ready = await caller.settled(document.id);
    expect(ready).toMatchObject({ status: 'ready', pages: 3, pages_done: 3, searchable: true });
    expect(ready).not.toHaveProperty('problem');
    expect(await caller.list()).toEqual([ready]);

    const [best] = await caller.passages('When does the boat to Lunna depart?');
    expect(best).toMatchObject({ document_id: document.id, document_name: 'harbour.pdf', page: 2 });
    expect(best!.text).toContain('07:40');
    expect(Object.keys(best!.scores).length).toBeGreaterThan(1);
    const page = await caller.call('GET', `/v1/documents/${document.id}/pages/2`);
    expect(page.body).toMatchObject({ document_id: document.id, number: 2, text: HARBOUR[1] });
    // The boxes of a passage are those of its lines on the page.
    expect(best!.boxes).toEqual(page.body.lines.map(({ box }: { box: object }) => box));
    for (const { x, y, width, height } of best!.boxes) {
      expect(Math.min(x, y)).toBeGreaterThan(0);
      expect(x + width).toBeLessThan(page.body.width);
      expect(y + height).toBeLessThan(page.body.height);
    }
  });

  it('takes several files at once, and says of each what became of it', { timeout: 30_000 }, async () => {
    await anew();
    const { status, body } = await caller.upload(
      { name: 'harbour.pdf', content: await pdfOf(HARBOUR) },
      { name: 'no.pdf', content: 'This is no PDF.' },
      { name: 'bakery.pdf', content: await pdfOf(BAKERY) },
    );
    expect(status).toBe(202);
    expect(body.documents.map(({ name }: { name: string }) => name)).toEqual(['harbour.pdf', 'no.pdf', 'bakery.pdf']);
    expect(body.documents[1]).toMatchObject({
      status: 'failed',
      problem: { status: 415, code: 'document_type_unsupported' },
    });
    expect(body.documents[1]).not.toHaveProperty('id');
    for (const { id } of [body.documents[0], body.documents[2]]) {
      expect(await caller.settled(id)).toMatchObject({ status: 'ready' });
    }
    expect((await caller.passages('How long does the dough rest?'))[0]).toMatchObject({
      document_name: 'bakery.pdf',
      page: 1,
    });
    expect((await caller.list()).map(({ name }) => name)).toEqual(['harbour.pdf', 'bakery.pdf']);
  });

  it('tells of progress as it happens', { timeout: 30_000 }, async () => {
    await anew();
    const sentence = 'Pump number seven is inspected in spring, and the log of it is kept for ten years. ';
    const pages = Array.from({ length: 60 }, (_, i) => `Chapter ${i}. ${sentence.repeat(20)}`);
    const { body } = await caller.upload({ name: 'long.pdf', content: await pdfOf(pages) });
    const path = `/v1/documents/${body.documents[0].id}/events`;
    const answer = await fetch(`${service.url}${path}`, { headers: caller.headers });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const events = await serverEvents(answer);
    expect(new Set(events.slice(0, -1).map(({ event }) => event))).toEqual(new Set(['progress']));
    expect(events.at(-1)).toMatchObject({ event: 'ready', data: { status: 'ready', pages: 60, pages_done: 60 } });
    const done = events.map(({ data }) => data.pages_done);
    expect(done).toEqual(done.toSorted((a: number, b: number) => a - b));
    expect(done.filter((count: number) => count > 0 && count < 60).length).toBeGreaterThan(0);
    // Whoever comes late hears the end at once.
    const late = await serverEvents(await fetch(`${service.url}${path}`, { headers: caller.headers }));
    expect(late.map(({ event }) => event)).toEqual(['ready']);
  });

  it('gives the file back, byte for byte, as nothing that could act', { timeout: 30_000 }, async () => {
    await anew();
    const pdf = await pdfOf(HARBOUR);
    const markup = '<!doctype html><title>x</title><p>The <b>lighthouse</b> of Ardvreck is white.</p>';
    const pdfId = await caller.add('Führer «Hafen» – 港.pdf', pdf);
    const htmlId = await caller.add('page.html', markup);
    const read = (id: string) => fetch(`${service.url}/v1/documents/${id}/file`, { headers: caller.headers });
    const answer = await read(pdfId);
    expect(Buffer.from(await answer.arrayBuffer()).equals(pdf)).toBe(true);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const disposition = answer.headers.get('content-disposition');
    expect(disposition).toMatch(/^inline; filename\*=UTF-8''/);
    expect(decodeURIComponent(disposition!.split("''")[1]!)).toBe('Führer «Hafen» – 港.pdf');
    // In a sandbox some viewers of PDFs stay blank.
    expect(answer.headers.has('content-security-policy')).toBe(false);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    const unnamed = await read(await caller.add('report', await pdfOf(['A report without a kind in its name.'])));
    await unnamed.body?.cancel();
    expect(unnamed.headers.get('content-type')).toBe('application/pdf');
    expect(unnamed.headers.get('content-disposition')).toMatch(/^inline;/);
    const html = await read(htmlId);
    expect(await html.text()).toBe(markup);
    expect(html.headers.get('content-type')).toBe('application/octet-stream');
    expect(html.headers.get('content-disposition')).toMatch(/^attachment;/);
    expect(html.headers.get('content-security-policy')).toContain('sandbox');
    expect(html.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('looks only in the documents that are asked for', { timeout: 30_000 }, async () => {
    await anew();
    const harbour = await caller.add('harbour.pdf', await pdfOf(HARBOUR));
    const bakery = await caller.add('bakery.pdf', await pdfOf(BAKERY));
    const question = 'When does the ferry to Lunna leave?';
    const idsOf = async (ids?: string[]) =>
      new Set(
        (await caller.passages(question, { k: 50, ...(ids && { document_ids: ids }) })).map((p) => p.document_id),
      );
    expect(await idsOf()).toEqual(new Set([harbour, bakery]));
    expect(await idsOf([bakery])).toEqual(new Set([bakery]));
    expect(await idsOf([harbour, bakery, harbour])).toEqual(new Set([harbour, bakery]));
    expect(await caller.passages(question, { k: 1 })).toHaveLength(1);
  });

  it('knows the same bytes again, whatever they are called', { timeout: 30_000 }, async () => {
    await anew();
    const content = await pdfOf(HARBOUR);
    const id = await caller.add('harbour.pdf', content);
    const before = await caller.retrieve('ferry', { k: 50 });
    const uploads = await Promise.all([
      caller.upload({ name: 'harbour.pdf', content }),
      caller.upload({ name: 'copy.pdf', content }),
      caller.upload({ name: 'harbour.pdf', content }, { name: 'other.pdf', content }),
    ]);
    for (const { status, body } of uploads) {
      expect(status).toBe(202);
      for (const document of body.documents)
        expect(document).toMatchObject({ id, name: 'harbour.pdf', status: 'ready' });
    }
    expect(await caller.list()).toHaveLength(1);
    const after = await caller.retrieve('ferry', { k: 50 });
    expect(after.body.passages).toEqual(before.body.passages);
    expect(after.body.index_version).toBe(before.body.index_version);
  });

  it('takes the same bytes once when they come at once', { timeout: 30_000 }, async () => {
    await anew();
    const content = await pdfOf(BAKERY);
    const uploads = await Promise.all(['a', 'b', 'c', 'd'].map((name) => caller.upload({ name, content })));
    expect(new Set(uploads.map(({ body }) => body.documents[0].id)).size).toBe(1);
    expect(await caller.list()).toHaveLength(1);
    await caller.settled(uploads[0]!.body.documents[0].id);
    const found = await caller.passages('When is the bakery closed?', { k: 50 });
    expect(found.map(({ page }) => page).toSorted()).toEqual([1, 2]);
  });

  it('replaces a document by another of its name, with nothing in between', { timeout: 60_000 }, async () => {
    await anew();
    const id = await caller.add('rules.pdf', await pdfOf(['The password has twelve characters.', 'Old page.']));
    const sentence = 'Badges are worn on the left side, where everybody can see them in the corridor. ';
    const pages = Array.from({ length: 40 }, () => sentence.repeat(15));
    const content = await pdfOf(['The password has sixteen characters.', ...pages]);
    const { body } = await caller.upload({ name: 'rules.pdf', content });
    expect(body.documents[0]).toMatchObject({ id, searchable: true, pages: 41 });
    expect(body.documents[0].status).not.toBe('ready');

    const seen: string[] = [];
    for (let isReady = false; !isReady; ) {
      const [found, state] = await Promise.all([
        caller.passages('How many characters does the password have?', { k: 50 }),
        caller.call('GET', `/v1/documents/${id}`),
      ]);
      isReady = state.body.status === 'ready';
      const answers = found.filter(({ text }) => text.includes('password')).map(({ text }) => text.trim());
      const badges = found.some(({ text }) => text.includes('Badges'));
      expect(answers).toHaveLength(1);
      expect(badges).toBe(answers[0]!.includes('sixteen'));
      seen.push(answers[0]!.includes('twelve') ? 'old' : 'new');
      expect(state.body.searchable).toBe(true);
    }
    expect(seen[0]).toBe('old');
    expect(seen).toEqual(seen.toSorted().reverse());
    const found = await caller.passages('How many characters does the password have?');
    expect(found[0]!.text).toContain('sixteen');
    const page = await caller.call('GET', `/v1/documents/${id}/pages/1`);
    expect(page.body.text).toContain('sixteen');
    const file = await fetch(`${service.url}/v1/documents/${id}/file`, { headers: caller.headers });
    expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
    expect(await caller.list()).toHaveLength(1);
  });

  it('keeps what it had when a new version cannot be read', { timeout: 30_000 }, async () => {
    await anew();
    const id = await caller.add('rules.pdf', await pdfOf(['The password has twelve characters.']));
    const { body } = await caller.upload({ name: 'rules.pdf', content: await pdfOf(['', '']) });
    expect(body.documents[0].id).toBe(id);
    expect(await caller.settled(id)).toMatchObject({
      status: 'failed',
      searchable: true,
      problem: { status: 422, code: 'pdf_no_text' },
    });
    expect((await caller.passages('password'))[0]!.text).toContain('twelve');
    // The same bytes as before it are a version again.
    const again = await caller.upload({
      name: 'rules.pdf',
      content: await pdfOf(['The password has twelve characters.']),
    });
    expect(again.body.documents[0].id).toBe(id);
    expect(await caller.settled(id)).toMatchObject({ status: 'ready' });
    expect(await caller.passages('password')).toHaveLength(1);
  });

  it('counts the states of the index', { timeout: 30_000 }, async () => {
    await anew();
    const version = async () => Number((await caller.retrieve('ferry')).body.index_version);
    await caller.add('bakery.pdf', await pdfOf(BAKERY));
    const first = await version();
    const id = await caller.add('harbour.pdf', await pdfOf(HARBOUR));
    const second = await version();
    expect(await version()).toBe(second);
    await caller.call('DELETE', `/v1/documents/${id}`);
    const third = await version();
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
  });

  it('loses nothing when it is started again', { timeout: 60_000 }, async () => {
    await anew();
    await caller.add('harbour.pdf', await pdfOf(HARBOUR));
    await caller.add('bakery.pdf', await pdfOf(BAKERY));
    const list = await caller.list();
    const before = await caller.retrieve('When does the ferry leave?', { k: 50 });
    service = await service.restart();
    caller = new Client(service.url, caller.headers);
    expect(await caller.list()).toEqual(list);
    const after = await caller.retrieve('When does the ferry leave?', { k: 50 });
    expect(after.body.passages).toEqual(before.body.passages);
    expect(after.body.index_version).toBe(before.body.index_version);
  });

  it('has health, metrics and documentation made from the schemas', async () => {
    await anew();
    expect((await caller.call('GET', '/health/ready')).body).toMatchObject({
      status: 'ready',
      checks: { store: 'ok' },
    });
    const { body } = await caller.call('GET', '/openapi.json');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/documents', '/v1/documents/{id}/pages/{number}', '/v1/retrieve', '/v1/ask']),
    );
    const metrics = await caller.call('GET', '/metrics');
    expect(metrics.body).toMatch(/^rag_documents [1-9]/m);
    expect(metrics.body).toMatch(/^rag_jobs 0$/m);
  });
}
