import { cleanTicket } from '@pareto/classifiers';
import { ServiceError } from '@pareto/contracts';
import { withoutInstructions } from './instructions.ts';
import type { LabelMentions } from './label-mentions.ts';

export interface Ticket {
  readonly subject?: string | null | undefined;
  readonly body: string;
}

/** Of subject and body together, in UTF-8. */
export const MAX_TICKET_BYTES = 100_000;

/**
 * What the models read of a ticket: cleaned as in training, and without what speaks to a machine, which hardly any
 * ticket does.
 * @param mentions of the labels of the model.
 * @throws ServiceError `ticket_empty` or `ticket_too_large`.
 */
export function textOf({ subject: given, body }: Ticket, mentions: LabelMentions): string {
  const subject = given ?? '';
  const bytes = Buffer.byteLength(subject) + Buffer.byteLength(body);
  if (bytes > MAX_TICKET_BYTES) {
    throw new ServiceError('ticket_too_large', `the ticket has ${bytes} bytes; the limit is ${MAX_TICKET_BYTES}`);
  }
  const cleaned = cleanTicket({ subject, body });
  if (cleaned === '') {
    throw new ServiceError('ticket_empty', 'the ticket has no text in its subject or body', { param: 'body' });
  }
  return withoutInstructions(cleaned, mentions);
}
