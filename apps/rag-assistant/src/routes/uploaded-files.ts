import type { Readable } from 'node:stream';
import { ServiceError } from '@pareto/contracts';
import type { FastifyRequest } from 'fastify';

export interface UploadedFile {
  readonly name: string | undefined;
  readonly mediaType: string | undefined;
  readonly content: AsyncIterable<Buffer>;
  /** Whether the form can be read on behind this file. */
  isReadToEnd(): boolean;
}

/** The files of a multipart form, one after another as they arrive; each must be read before the next. */
export async function* filesOf(request: FastifyRequest, maxFiles: number): AsyncGenerator<UploadedFile> {
  if (!request.isMultipart()) {
    throw new ServiceError('media_type_unsupported', 'send the files as multipart/form-data: curl -F file=@report.pdf');
  }
  try {
    for await (const part of request.parts({
      limits: { files: maxFiles, fields: 20, fileSize: Number.POSITIVE_INFINITY },
    })) {
      if (part.type !== 'file') continue;
      yield {
        name: part.filename,
        mediaType: part.mimetype,
        content: contentOf(part.file, request.deadline),
        isReadToEnd: () => part.file.readableEnded,
      };
    }
  } catch (error) {
    const isFilesLimit = (error as { code?: string }).code === 'FST_FILES_LIMIT';
    if (isFilesLimit) throw new ServiceError('body_too_large', `at most ${maxFiles} files at a time`);
    throw broken(error, request.deadline);
  }
}

async function* contentOf(file: Readable, deadline: AbortSignal): AsyncGenerator<Buffer> {
  try {
    yield* file;
  } catch (error) {
    throw broken(error, deadline);
  }
}

/** What a form says that ends too early: the caller left, or sent it so. */
function broken(error: unknown, deadline: AbortSignal): unknown {
  if (error instanceof ServiceError) return error;
  if (deadline.aborted) return deadline.reason;
  return new ServiceError('body_unreadable', `the form is broken: ${(error as Error).message}`, { cause: error });
}
