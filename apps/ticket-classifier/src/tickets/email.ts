import { ServiceError } from '@pareto/contracts';
import PostalMime from 'postal-mime';
import type { Ticket } from './ticket-text.ts';

/** Of all headers of a message together. */
const MAX_HEADERS_BYTES = 100_000;
const MAX_NESTING = 30;

/**
 * Subject and text of an e-mail (RFC 5322 and MIME): its plain part, or its HTML where it has no other. Attachments are
 * not looked at.
 * @throws ServiceError `email_unreadable`.
 */
export async function readEmail(message: Uint8Array): Promise<Ticket> {
  const email = await PostalMime.parse(message, {
    maxHeadersSize: MAX_HEADERS_BYTES,
    maxNestingDepth: MAX_NESTING,
  }).catch((cause: unknown) => {
    throw new ServiceError('email_unreadable', 'the e-mail is not of the form of RFC 5322 and MIME', { cause });
  });
  const body = email.text?.trim() ? email.text : (email.html ?? '');
  return { subject: storable(email.subject ?? ''), body: storable(body) };
}

/** Mail programs send anything: what no text can hold is replaced, not refused. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', ' ');
}
