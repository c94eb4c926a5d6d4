import { once } from 'node:events';
import { ServiceError } from '@pareto/contracts';
import type { ConfinedChild } from './confined-child.ts';
import type { FailureCode } from './protocol.ts';
import type { Breach } from './watchdog.ts';

/** In our words: what a child says about its document may be the document's. */
const DETAILS = {
  document_type_unsupported: 'The content is none of PDF, DOCX, HTML, Markdown and plain text.',
  pdf_encrypted: 'The PDF cannot be opened without a password.',
  pdf_no_text: 'No page holds text.',
  document_unreadable: 'The document is damaged: nothing can be read of it, or not all.',
  document_too_complex: 'Reading the document takes more memory or time than is allowed.',
  pages_too_many: 'The document has more pages than are allowed.',
} as const satisfies Record<FailureCode | 'pdf_no_text', string>;

export function failure(code: keyof typeof DETAILS, cause?: unknown): ServiceError {
  return new ServiceError(code, DETAILS[code], { cause });
}

/** V8 ends its process so when its heap is full; the kernel when its limits of CPU time or memory are reached. */
const SIGNALS_OF_LIMITS = new Set<NodeJS.Signals | null>(['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGXCPU', 'SIGKILL']);

/** Why a child ended before it had answered; ends it when it did not. */
export async function deathOf(child: ConfinedChild, breach: Breach | undefined): Promise<ServiceError> {
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  const exit = hasEnded ? undefined : once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
  const reason = breach ?? child.signalCode ?? `exit ${child.exitCode}`;
  const isLimit = breach !== undefined || SIGNALS_OF_LIMITS.has(child.signalCode);
  return failure(isLimit ? 'document_too_complex' : 'document_unreadable', new Error(`The child ended: ${reason}.`));
}
