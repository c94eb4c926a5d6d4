import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ModelBundleManifest, modelBundle, ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { WordScores } from '../tf-idf/word-scores.ts';
import { readSafetensors, type Tensors } from './safetensors.ts';

/** A trained model as it lies in memory. */
export interface ModelBundle {
  readonly manifest: ModelBundleManifest;
  /** Adapter, heads and what scope scores need. */
  readonly tensors: Tensors;
  /** The first stage of the cascade, and what weighs in with the encoder. */
  readonly words: WordScores | undefined;
  /** The graph of a bundle without a base. */
  readonly graph: Buffer | undefined;
}

const vocabularyFile = z.object({ vocabulary: z.array(z.string()) });

/**
 * Reads a bundle's folder. The bytes that are used are those that were compared with the manifest.
 * @throws ServiceError `model_untrusted` when the manifest breaks its schema, a file is missing or has another size or
 *   hash, or weights are not safetensors.
 */
export async function loadBundle(folder: string): Promise<ModelBundle> {
  const manifest = manifestOf((await readBundleFile(folder, 'manifest.json')).toString('utf8'));
  const read = (path: string) => readListed(folder, manifest, path);
  const tensors = readSafetensors(await read('adapter.safetensors'), 'adapter.safetensors');
  const words = manifest.cascade ? await readWords(manifest, read) : undefined;
  const graph = manifest.graph === undefined ? undefined : await read(manifest.graph);
  return { manifest, tensors, words, graph };
}

async function readWords({ heads }: ModelBundleManifest, read: (path: string) => Promise<Buffer>): Promise<WordScores> {
  const vocabulary = vocabularyOf((await read('tfidf.json')).toString('utf8'));
  return new WordScores(vocabulary, readSafetensors(await read('tfidf.safetensors'), 'tfidf.safetensors'), heads);
}

function manifestOf(text: string): ModelBundleManifest {
  const { data, error } = modelBundle.safeParse(parseJson(text));
  if (data) return data;
  const [issue] = error.issues;
  throw new ServiceError('model_untrusted', `manifest.json: ${issue!.path.join('.')}: ${issue!.message}`);
}

function vocabularyOf(text: string): readonly string[] {
  const { data } = vocabularyFile.safeParse(parseJson(text));
  if (!data) throw new ServiceError('model_untrusted', 'tfidf.json holds no vocabulary');
  return data.vocabulary;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readListed(folder: string, { files }: ModelBundleManifest, path: string): Promise<Buffer> {
  const listed = files.find((file) => file.path === path)!;
  const bytes = await readBundleFile(folder, path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (bytes.length !== listed.bytes || sha256 !== listed.sha256) {
    throw new ServiceError('model_untrusted', `${path} has another size or hash than the manifest says`);
  }
  return bytes;
}

async function readBundleFile(folder: string, path: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, path));
  } catch (cause) {
    throw new ServiceError('model_untrusted', `${path} cannot be read`, { cause });
  }
}
