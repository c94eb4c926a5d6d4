import { createHash } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { GgufFileType, readGgufFileInfo } from 'node-llama-cpp';
import { nameOf } from '../src/reports.ts';

export interface GgufFile {
  readonly path: string;
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly architecture: string;
  readonly quantization: string;
  readonly parameters: number;
  /** The same for quantizations of one model: its shape and its vocabulary. */
  readonly model: string;
}

export async function readGguf(path: string): Promise<GgufFile> {
  const { metadata, architectureMetadata, tensorInfo = [] } = await readGgufFileInfo(path, { logWarnings: false });
  const { architecture, file_type: type } = metadata.general;
  const { embedding_length: width, block_count: blocks } = architectureMetadata as Record<string, unknown>;
  const vocabulary = createHash('sha256')
    .update(JSON.stringify(metadata.tokenizer?.ggml?.tokens ?? []))
    .digest('hex');
  return {
    path,
    name: nameOf(path),
    bytes: statSync(path).size,
    sha256: await hashFile(path),
    architecture,
    quantization: type === undefined ? 'unknown' : (GgufFileType[type] ?? `${type}`).replace(/^(MOSTLY|ALL)_/, ''),
    parameters: tensorInfo.reduce(
      (sum, { dimensions }) => sum + dimensions.reduce<number>((n, d) => n * Number(d), 1),
      0,
    ),
    model: [architecture, width, blocks, vocabulary].join(),
  };
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 2 ** 20 }), hash);
  return hash.digest('hex');
}
