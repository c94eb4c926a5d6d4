import { describe, expect, it } from 'vitest';
import { hasModels, sharedService } from './service.ts';

const EMAIL = [
  'From: Ana Ruiz <ana@example.com>',
  'To: desk@example.com',
  'Subject: =?utf-8?Q?D=C3=B3nde_est=C3=A1?=',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>El paquete no ha llegado y ya van dos semanas.</p><blockquote>&gt; nothing</blockquote>',
  '',
].join('\r\n');
const HEADERS = { 'content-type': 'message/rfc822' };

describe.skipIf(!hasModels)('e-mails (need model files)', () => {
  const shared = sharedService();

  it('are classified as they come', async () => {
    const { status, body } = await shared.client.call('POST', '/v1/classify?top_k=1', EMAIL, HEADERS);
    expect(status).toBe(200);
    expect(body).toMatchObject({ label: 'delivery', labels: [{ label: 'delivery' }] });
  });

  it('may name a model in the address', async () => {
    const { status, body } = await shared.client.call('POST', '/v1/classify?model=nobody', EMAIL, HEADERS);
    expect([status, body.code]).toEqual([404, 'model_not_found']);
  });

  it('without text are empty tickets, and with too much too large', async () => {
    const empty = await shared.client.call('POST', '/v1/classify', 'From: ana@example.com\r\n\r\n', HEADERS);
    expect([empty.status, empty.body.code]).toEqual([400, 'ticket_empty']);
    const large = await shared.client.call('POST', '/v1/classify', EMAIL + 'word '.repeat(30_000), HEADERS);
    expect([large.status, large.body.code]).toEqual([413, 'ticket_too_large']);
    const huge = await shared.client.call('POST', '/v1/classify', EMAIL + 'word '.repeat(1_200_000), HEADERS);
    expect([huge.status, huge.body.code]).toEqual([413, 'body_too_large']);
  });

  it('are nothing for other routes', async () => {
    const { status } = await shared.client.call('POST', '/v1/classify/batch', EMAIL, HEADERS);
    expect(status).toBe(415);
  });
});
