import { cleanTicket } from '@pareto/classifiers';
import { ServiceError } from '@pareto/contracts';
import { isInstruction, sentencesOf } from '@pareto/grounding';

export interface Ticket {
  readonly subject?: string | null | undefined;
  readonly body: string;
}

/** Of subject and body together, in UTF-8. */
export const MAX_TICKET_BYTES = 100_000;

/**
 * What the models read of a ticket: cleaned as in training, and without sentences that speak to a model ("ignore your
 * instructions"), unless there are no others. Of 3,000 messages of Banking77 and of our own 1,320 tickets none has such a
 * sentence.
 * @throws ServiceError `ticket_empty` or `ticket_too_large`.
 */
export function textOf({ subject: given, body }: Ticket): string {
  const subject = given ?? '';
  const bytes = Buffer.byteLength(subject) + Buffer.byteLength(body);
  if (bytes > MAX_TICKET_BYTES) {
    throw new ServiceError('ticket_too_large', `the ticket has ${bytes} bytes; the limit is ${MAX_TICKET_BYTES}`);
  }
  const cleaned = cleanTicket({ subject, body });
  if (cleaned === '') {
    throw new ServiceError('ticket_empty', 'the ticket has no text in its subject or body', { param: 'body' });
  }
  return withoutInstructions(cleaned);
}

function withoutInstructions(text: string): string {
  const sentences = sentencesOf(text).map(({ start, end }) => text.slice(start, end));
  const kept = sentences.filter((sentence) => !isInstruction(sentence));
  return kept.length === sentences.length || kept.length === 0 ? text : kept.join(' ');
}
