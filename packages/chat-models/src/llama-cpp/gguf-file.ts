import { ServiceError } from '@pareto/contracts';
import { resolveModelFile } from 'node-llama-cpp';

/** `hf:user/model:quantization` or `hf:user/model/file.gguf`. */
export function isGgufUri(model: string): boolean {
  return model.startsWith('hf:');
}

/**
 * The GGUF file that a `hf:` URI names, fetched into `folder` unless it is there. Of split files, the first.
 * @throws ServiceError `model_download_failed`.
 */
export async function fetchGguf(uri: string, folder: string): Promise<string> {
  try {
    return await resolveModelFile(uri, { directory: folder, cli: false });
  } catch (error) {
    throw new ServiceError('model_download_failed', `${uri} could not be fetched: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
