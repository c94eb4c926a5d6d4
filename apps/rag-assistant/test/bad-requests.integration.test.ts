import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client } from './client.ts';
import { hasModels, startService, type TestService } from './service.ts';

const UNKNOWN_ID = '0'.repeat(32);

describe.skipIf(!hasModels)('bad requests over HTTP (needs model files)', () => {
  let service: TestService;
  let caller: Client;
  beforeAll(async () => {
    service = await startService();
    caller = await service.visitor();
  }, 60_000);
  afterAll(() => service?.close());

  describe('questions', () => {
    const paths = ['/v1/retrieve', '/v1/ask'];
    it.each<[what: string, body: object, status: number, code: string]>([
      ['an empty one', { question: '' }, 400, 'question_empty'],
      ['blanks', { question: ' \n\t\u00A0' }, 400, 'question_empty'],
      ['none', {}, 400, 'request_invalid'],
      ['a number', { question: 7 }, 400, 'request_invalid'],
      ['one of 2,001 characters', { question: 'x'.repeat(2_001) }, 413, 'question_too_long'],
      ['a lone surrogate', { question: 'x\ud800' }, 400, 'text_malformed'],
      ['a NUL', { question: 'x\0' }, 400, 'text_malformed'],
      ['no ids', { question: 'x', document_ids: [] }, 400, 'request_invalid'],
      ['201 ids', { question: 'x', document_ids: Array(201).fill(UNKNOWN_ID) }, 400, 'request_invalid'],
      ['an id that is none', { question: 'x', document_ids: ['x'.repeat(65)] }, 400, 'request_invalid'],
      ['an unknown id', { question: 'x', document_ids: [UNKNOWN_ID] }, 404, 'document_not_found'],
    ])('%s', async (_what, body, status, code) => {
      for (const path of paths) {
        expect(await caller.call('POST', path, body)).toMatchObject({ status, body: { status, code } });
      }
    });

    it.each([0, -1, 51, 1.5, '5', null])('k of %j', async (k) => {
      const { status, body } = await caller.call('POST', '/v1/retrieve', { question: 'x', k });
      expect(status).toBe(400);
      expect(body.code).toBe(typeof k === 'number' && Number.isInteger(k) ? 'k_out_of_range' : 'request_invalid');
    });

    it.each(['', 'a b', '../x', 'x'.repeat(65)])('a conversation called %j', async (session_id) => {
      const answer = await caller.call('POST', '/v1/ask', { question: 'x', session_id });
      expect(answer).toMatchObject({ status: 400, body: { code: 'request_invalid', param: 'session_id' } });
    });

    it('a body of megabytes, and one that is no JSON', async () => {
      for (const path of paths) {
        const huge = await caller.call('POST', path, { question: 'x'.repeat(2 ** 21) });
        expect(huge).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
        const answer = await fetch(`${service.url}${path}`, {
          method: 'POST',
          headers: { ...caller.headers, 'content-type': 'application/json' },
          body: '{bad',
        });
        expect(await answer.json()).toMatchObject({ status: 400, code: 'body_unreadable' });
      }
    });
  });

  it.each([
    ['GET', ''],
    ['GET', '/events'],
    ['GET', '/file'],
    ['GET', '/pages/1'],
    ['DELETE', ''],
  ])('%s of an unknown document%s', async (method, rest) => {
    for (const id of [UNKNOWN_ID, 'x', '%2e%2e%2fcatalogue.sqlite', '%00', "'%20or%201=1--", '🚢']) {
      const answer = await caller.call(method, `/v1/documents/${id}${rest}`);
      expect(answer).toMatchObject({ status: 404, body: { code: 'document_not_found' } });
    }
  });

  it.each(['0', '-1', 'abc', '1.5', '1e9', ''])('page %j of a document', { timeout: 15_000 }, async (number) => {
    const visitor = await service.visitor();
    const id = await visitor.add('one.txt', 'One page, and no more.');
    const answer = await visitor.call('GET', `/v1/documents/${id}/pages/${number}`);
    expect([400, 404]).toContain(answer.status);
    expect(await visitor.call('GET', `/v1/documents/${id}/pages/2`)).toMatchObject({
      status: 404,
      body: { code: 'page_not_found' },
    });
  });
});
