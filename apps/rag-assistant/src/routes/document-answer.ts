import { ERROR_CODES, type ErrorCode, type ServiceError } from '@pareto/contracts';
import { STATUS_OF_KIND } from '@pareto/service-kit';
import type { z } from 'zod';
import type { Document } from '../catalogue/documents.ts';
import { SHARED_TENANT } from '../catalogue/tenants.ts';
import { safeFileName } from '../ingestion/file-name.ts';
import type { documentAnswer, documentProblem } from './schemas.ts';

export function toDocumentAnswer(document: Document): z.infer<typeof documentAnswer> {
  const { id, name, status, pages, pagesDone, title, bytes, createdAt, current, concealed } = document;
  return {
    id,
    name,
    status,
    pages,
    pages_done: pagesDone,
    ...(title === '' ? {} : { title }),
    bytes,
    created_at: new Date(createdAt).toISOString(),
    searchable: current !== null,
    shared: document.tenant === SHARED_TENANT.id,
    concealed_texts: concealed,
    ...(document.problemCode === null || status !== 'failed'
      ? {}
      : { problem: toProblem(document.problemCode, document.problemDetail ?? '') }),
  };
}

/** A file that was not taken, beside others that were. */
export function toRejection(name: string | undefined, error: ServiceError) {
  return { name: safeFileName(name), status: 'failed' as const, problem: toProblem(error.code, error.message) };
}

function toProblem(code: ErrorCode, detail: string): z.infer<typeof documentProblem> {
  const { kind, title } = ERROR_CODES[code];
  return { status: STATUS_OF_KIND[kind], code, title, detail };
}
