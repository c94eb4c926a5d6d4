/** Counts up when pages are read otherwise: what was made of pages that were read before is then out of date. */
export const READER_FORMAT = 2;
export { Tesseract, type TesseractOptions } from './ocr/tesseract.ts';
export {
  DEFAULT_LIMITS,
  ProcessDocumentReader,
  type ProcessDocumentReaderOptions,
  type ReaderLimits,
  type ReadingUsage,
} from './process/process-document-reader.ts';
