export {
  DEFAULT_LIMITS,
  ProcessDocumentReader,
  type ProcessDocumentReaderOptions,
  type ReaderLimits,
  type ReadingUsage,
} from './process/process-document-reader.ts';
