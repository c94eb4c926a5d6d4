import { describe, expect, it } from 'vitest';
import { readEmail } from '../src/tickets/email.ts';

const read = (...lines: string[]) => readEmail(Buffer.from(lines.join('\r\n'), 'latin1'));

describe('readEmail', () => {
  it('decodes words of the subject and the charset of the body', async () => {
    const ticket = await read(
      'From: Ana <ana@example.com>',
      'Subject: =?utf-8?Q?Factura_err=C3=B3nea?=',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      'El importe de la factura no es el de la se=F1al.',
    );
    expect(ticket.subject).toBe('Factura errónea');
    expect(ticket.body.trim()).toBe('El importe de la factura no es el de la señal.');
  });

  it('takes the plain part of several, and leaves attachments alone', async () => {
    const ticket = await read(
      'Subject: Parcel',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=outer',
      '',
      '--outer',
      'Content-Type: multipart/alternative; boundary=inner',
      '',
      '--inner',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Where is my parcel?',
      '--inner',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Where is my <b>parcel</b>?</p>',
      '--inner--',
      '--outer',
      'Content-Type: image/png',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename=photo.png',
      '',
      'iVBORw0KGgo=',
      '--outer--',
    );
    expect(ticket.body.trim()).toBe('Where is my parcel?');
  });

  it('takes the HTML of a message that has nothing else', async () => {
    const ticket = await read('Subject: Parcel', 'Content-Type: text/html', '', '<p>Where is my parcel?</p>');
    expect(ticket.body).toContain('Where is my parcel?');
  });

  it('replaces what no text can hold', async () => {
    const ticket = await read('Subject: a\0b', '', 'c\0d');
    expect([ticket.subject, ticket.body].join()).not.toContain('\0');
  });

  it('refuses parts in parts without end', async () => {
    const nested = Array.from({ length: 60 }, (_, i) => [
      `Content-Type: multipart/mixed; boundary=b${i}`,
      '',
      `--b${i}`,
    ]).flat();
    await expect(read('Subject: deep', ...nested, '', 'text')).rejects.toMatchObject({ code: 'email_unreadable' });
  });
});
