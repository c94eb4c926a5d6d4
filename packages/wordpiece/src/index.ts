export { LengthBucketedBatcher, type RunBatch, type Submission } from './length-bucketed-batcher.ts';
export { SPECIAL_TOKENS, WordPieceTokenizer } from './word-piece-tokenizer.ts';
