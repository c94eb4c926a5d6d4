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
        content: part.file,
        isReadToEnd: () => part.file.readableEnded,
      };
    }
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    const { code, message } = error as { code?: string; message: string };
    if (code === 'FST_FILES_LIMIT') throw new ServiceError('body_too_large', `at most ${maxFiles} files at a time`);
    if (request.deadline.aborted) throw request.deadline.reason;
    throw new ServiceError('body_unreadable', `the form is broken: ${message}`, { cause: error });
  }
}
