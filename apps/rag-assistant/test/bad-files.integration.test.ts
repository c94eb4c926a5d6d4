import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { pdfOf } from './pdf.ts';
import { beginUpload, form, part, uploadRaw } from './raw-upload.ts';
import { hasModels, startService, type TestService } from './service.ts';

const LIMIT = 200_000;

describe.skipIf(!hasModels)('bad files over HTTP (needs model files)', () => {
  let service: TestService;
  let caller: Client;
  beforeAll(async () => {
    service = await startService({
      UPLOAD_LIMIT_BYTES: String(LIMIT),
      UPLOAD_FILES: '3',
      READER_PAGES: '20',
      ANONYMOUS_DOCUMENTS: '1000',
    });
    caller = await service.visitor();
  }, 60_000);
  afterAll(() => service?.close());

  const raw = (body: Buffer, headers: Record<string, string> = {}) =>
    uploadRaw(service.url, { ...caller.headers, ...headers }, body);
  const files = () => readdirSync(join(service.dataDir, 'files'));

  describe('files', () => {
    const encrypted = () => pdfOf(['For your eyes only.'], { userPassword: 'secret' });
    const half = async () => {
      const pdf = await pdfOf(['A page of a file that was cut off.']);
      return pdf.subarray(0, pdf.length / 2);
    };
    const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

    it.each<[what: string, name: string, content: () => Promise<Uint8Array> | Uint8Array | string, number, string]>([
      ['an encrypted PDF', 'x.pdf', encrypted, 422, 'pdf_encrypted'],
      ['a text that calls itself a PDF', 'x.pdf', () => 'Just words.', 415, 'document_type_unsupported'],
      ['a picture that calls itself a PDF', 'x.pdf', () => PNG, 415, 'document_type_unsupported'],
      ['a picture', 'x.png', () => PNG, 415, 'document_type_unsupported'],
      ['a picture that calls itself a text', 'x.txt', () => PNG, 415, 'document_type_unsupported'],
      ['a PDF that was cut off', 'x.pdf', half, 422, 'document_unreadable'],
      ['a PDF that is no more than its first line', 'x.pdf', () => '%PDF-1.7\n', 422, 'document_unreadable'],
      ['an empty file', 'x.pdf', () => '', 422, 'document_unreadable'],
      ['more pages than allowed', 'x.pdf', () => pdfOf(Array(21).fill('A page.')), 422, 'pages_too_many'],
      ['more bytes than allowed', 'x.txt', () => 'x'.repeat(LIMIT + 1), 413, 'document_too_large'],
    ])('%s', { timeout: 15_000 }, async (_what, name, content, status, code) => {
      const before = files();
      const answer = await caller.upload({ name, content: await content() });
      expect(answer).toMatchObject({ status, body: { status, code } });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await caller.list()).toEqual([]);
      expect(files()).toEqual(before);
    });

    it('a PDF by its media type that is none', async () => {
      const answer = await caller.upload({ name: 'x', content: 'Just words.', type: 'application/pdf' });
      expect(answer).toMatchObject({ status: 415, body: { code: 'document_type_unsupported' } });
    });

    it('pictures of pages', { timeout: 15_000 }, async () => {
      const visitor = await service.visitor();
      const { status, body } = await visitor.upload({ name: 'scan.pdf', content: await pdfOf(['', '']) });
      expect(status).toBe(202);
      const { id } = body.documents[0];
      expect(await visitor.settled(id)).toMatchObject({
        status: 'failed',
        searchable: false,
        problem: { status: 422, code: 'pdf_no_text' },
      });
      expect(await visitor.passages('anything')).toEqual([]);
      expect(await visitor.call('GET', `/v1/documents/${id}/pages/1`)).toMatchObject({
        status: 404,
        body: { code: 'page_not_found' },
      });
      // It can be deleted, and tried again.
      expect((await visitor.call('DELETE', `/v1/documents/${id}`)).status).toBe(204);
      expect(await visitor.list()).toEqual([]);
    });

    it('is refused as the first one where all are bad', { timeout: 15_000 }, async () => {
      const answer = await caller.upload(
        { name: 'a.pdf', content: 'no' },
        { name: 'b.pdf', content: await encrypted() },
      );
      expect(answer).toMatchObject({ status: 415, body: { code: 'document_type_unsupported' } });
    });
  });

  describe('uploads', () => {
    it('is refused while a file that is too large still comes in', { timeout: 20_000 }, async () => {
      const before = files();
      const { request, answer } = beginUpload(service.url, caller.headers);
      request.write(part('form-data; name="file"; filename="endless.txt"', '').subarray(0, -2));
      let answered: Awaited<typeof answer> | undefined;
      void answer.then((value) => {
        answered = value;
      });
      let sent = 0;
      // It never ends by itself.
      while (!answered) {
        request.write('x'.repeat(10_000));
        sent += 10_000;
        await sleep(5);
      }
      expect(answered).toMatchObject({ status: 413, body: { code: 'document_too_large', param: 'file' } });
      expect(sent).toBeLessThan(20 * LIMIT);
      expect(files()).toEqual(before);
      request.destroy();
      expect(await caller.list()).toEqual([]);
    });

    it('leaves nothing when the caller goes', { timeout: 20_000 }, async () => {
      const before = files();
      const { request, answer } = beginUpload(service.url, caller.headers);
      answer.catch(() => undefined);
      request.write(part('form-data; name="file"; filename="left.txt"', 'x'.repeat(50_000)).subarray(0, -2));
      while (files().length === before.length) await sleep(10);
      request.destroy();
      while (files().length > before.length) await sleep(10);
      expect(await caller.list()).toEqual([]);
    });

    it.each<[what: string, body: Buffer, status: number, code: string]>([
      ['a form without parts', form(), 400, 'upload_empty'],
      ['a field in place of a file', form(part('form-data; name="file"', 'some text')), 400, 'upload_empty'],
      [
        'a form that ends in a file',
        form(part('form-data; name="file"; filename="x.txt"', 'words')).subarray(0, -20),
        400,
        'body_unreadable',
      ],
      ['a form that ends in a header', Buffer.from(`--a-boundary-of-the-test\r\nContent-Disp`), 400, 'body_unreadable'],
      ['no form at all', Buffer.from('hello'), 400, 'body_unreadable'],
      ['an empty body', Buffer.alloc(0), 400, 'upload_empty'],
      [
        '21 fields',
        form(...Array.from({ length: 21 }, (_, i) => part(`form-data; name="f${i}"`, 'x'))),
        400,
        'body_unreadable',
      ],
    ])('%s', { timeout: 15_000 }, async (_what, body, status, code) => {
      const before = files();
      expect(await raw(body)).toMatchObject({ status, body: { status, code } });
      expect(files()).toEqual(before);
      expect(await caller.list()).toEqual([]);
    });

    it.each([
      ['JSON', 'application/json', '{}', 415],
      ['a form without its boundary', 'multipart/form-data', 'x', 400],
      ['a form of the other kind', 'application/x-www-form-urlencoded', 'file=x', 415],
    ])('%s', async (_what, type, text, status) => {
      const answer = await raw(Buffer.from(text), { 'content-type': type });
      expect(answer.status).toBe(status);
      expect(answer.body.code).toBe(status === 415 ? 'media_type_unsupported' : 'body_unreadable');
    });

    it('more files than allowed', { timeout: 20_000 }, async () => {
      const visitor = await service.visitor();
      const many = Array.from({ length: 4 }, (_, i) => ({ name: `${i}.txt`, content: `The words of file ${i}.` }));
      expect(await visitor.upload(...many)).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
      expect(await visitor.upload(...many.slice(1))).toMatchObject({ status: 202 });
    });
  });

  describe('file names', () => {
    const taken = async (filename: string | Buffer, content: string) => {
      const visitor = await service.visitor();
      const head = Buffer.concat([
        Buffer.from(`--a-boundary-of-the-test\r\nContent-Disposition: form-data; name="file"; filename="`),
        Buffer.from(filename),
        Buffer.from('"\r\nContent-Type: text/plain\r\n\r\n'),
      ]);
      const body = form(Buffer.concat([head, Buffer.from(content), Buffer.from('\r\n')]));
      const { status, body: answer } = await uploadRaw(service.url, visitor.headers, body);
      expect(status).toBe(202);
      const [{ id, name }] = answer.documents;
      expect(await visitor.settled(id)).toMatchObject({ status: 'ready', name });
      const file = await fetch(`${service.url}/v1/documents/${id}/file`, { headers: visitor.headers });
      expect(await file.text()).toBe(content);
      const header = file.headers.get('content-disposition')!;
      expect(decodeURIComponent(header.split("''")[1]!)).toBe(name);
      return name as string;
    };

    it.each([
      ['a path upwards', '../../x', 'x'],
      ['a deep path', '/etc/../etc/passwd', 'passwd'],
      ['a path of Windows', 'C:\\\\temp\\\\report.txt', 'report.txt'],
      ['dots alone', '..', 'document'],
      ['nothing', '', 'document'],
      ['blanks', '   ', 'document'],
      ['control characters', 'a\u0007b\u001b[31m.txt', 'ab[31m.txt'],
      ['marks that turn the direction', 'invoice\u202Ecod.txt', 'invoicecod.txt'],
      ['characters of no width', 're\u200Bport\uFEFF.txt', 'report.txt'],
      ['scripts of the world', 'отчёт-報告-تقرير-🚢.txt', 'отчёт-報告-تقرير-🚢.txt'],
      ['decomposed letters', 'nin\u0303o.txt', 'niño.txt'],
      ['a percent sign', '100%25.txt', '100%25.txt'],
      ['a quote and a line', "it's;x=1.txt", "it's;x=1.txt"],
    ])('%s', { timeout: 15_000 }, async (what, given, name) => {
      expect(await taken(given, `The lamp of the ${what} test is lit.`)).toBe(name);
    });

    it('10,000 characters', { timeout: 15_000 }, async () => {
      const name = await taken(`${'🚢'.repeat(10_000)}.txt`, 'The lamp of the long test is lit.');
      expect([...name].length).toBeLessThanOrEqual(200);
      expect(name).toMatch(/^🚢+/u);
    });

    it('bytes that are no UTF-8', { timeout: 15_000 }, async () => {
      const name = await taken(
        Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x74, 0x78, 0x74]),
        'The lamp of the bytes is lit.',
      );
      expect(name).toMatch(/^a.*\.txt$/);
    });

    it('never become paths', () => {
      expect(readdirSync(service.dataDir).toSorted()).toEqual(
        expect.arrayContaining(['catalogue.sqlite', 'files', 'vectors']),
      );
      for (const file of files()) expect(file).toMatch(/^[0-9a-f-]{36}$/);
    });
  });
});
