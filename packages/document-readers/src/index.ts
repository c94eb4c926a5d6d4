export { Tesseract, type TesseractOptions } from './ocr/tesseract.ts';
export {
  DEFAULT_LIMITS,
  ProcessDocumentReader,
  type ProcessDocumentReaderOptions,
  type ReaderLimits,
  type ReadingUsage,
} from './process/process-document-reader.ts';
