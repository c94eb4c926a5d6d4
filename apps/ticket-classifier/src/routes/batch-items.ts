import { parseCoded, ServiceError } from '@pareto/contracts';
import type { Ticket } from '../tickets/ticket-text.ts';
import { batchItem, itemId } from './schemas.ts';

export interface BatchItem {
  /** null when even that cannot be read. */
  readonly id: string | number | null;
  readonly ticket: Ticket | ServiceError;
}

/** An item of a batch, or what is wrong with it, which never holds its text. */
export function readItem(item: unknown): BatchItem {
  const { data, error } = batchItem.safeParse(item);
  if (data) return { id: data.id, ticket: data };
  const id = itemId.safeParse((item as { id?: unknown } | null)?.id).data ?? null;
  const { path, message } = error.issues[0]!;
  const { code, problem } = parseCoded(message);
  const param = path.join('.');
  const detail = `${param || 'the item'}: ${problem}`;
  return { id, ticket: new ServiceError(code ?? 'request_invalid', detail, param ? { param } : {}) };
}
