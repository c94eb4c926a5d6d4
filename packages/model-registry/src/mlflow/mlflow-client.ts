import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { notFound } from '../aliases.ts';
import { untrusted } from '../bundle/verify-bundle.ts';

export interface MlflowServer {
  /** As in `MLFLOW_TRACKING_URI`; a name and a password in it are sent as HTTP's basic authentication. */
  readonly uri: string;
  /** As in `MLFLOW_TRACKING_TOKEN`. */
  readonly token?: string | undefined;
  /** For the whole of an answer, or for the next bytes of a file, in milliseconds. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 8 * 2 ** 20;
const API = 'api/2.0/mlflow/';

const failure = z.object({ error_code: z.string().catch(''), message: z.string().catch('') });

/** Speaks MLflow's REST API. It knows nothing of bundles. */
export class MlflowClient {
  readonly #base: URL;
  readonly #headers: Record<string, string>;
  readonly #timeoutMs: number;

  /** @throws ServiceError `config_invalid` for an address that is none of HTTP. */
  constructor({ uri, token, timeoutMs = TIMEOUT_MS }: MlflowServer) {
    const base = URL.canParse(uri) ? new URL(uri) : undefined;
    if (base?.protocol !== 'http:' && base?.protocol !== 'https:') {
      throw new ServiceError('config_invalid', 'the address of MLflow starts with http:// or https://');
    }
    const basic = `${decodeURIComponent(base.username)}:${decodeURIComponent(base.password)}`;
    const credentials = token ? `Bearer ${token}` : base.username && `Basic ${Buffer.from(basic).toString('base64')}`;
    this.#headers = credentials ? { authorization: credentials } : {};
    [base.username, base.password] = ['', ''];
    if (!base.pathname.endsWith('/')) base.pathname += '/';
    this.#base = base;
    this.#timeoutMs = timeoutMs;
  }

  async get<T>(path: string, query: Record<string, string>, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    return await this.#json(this.#url(API + path, query), { method: 'GET' }, schema, signal);
  }

  async post(path: string, body: object, signal?: AbortSignal): Promise<void> {
    const init = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    await this.#json(this.#url(API + path, {}), init, z.object({}), signal);
  }

  /**
   * Writes an artifact to a new file. @param path of the server, such as `get-artifact`.
   * @throws ServiceError `model_untrusted` when there is no such artifact, or it has more than `maxBytes`.
   */
  async download(
    path: string,
    query: Record<string, string>,
    target: string,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<void> {
    const stall = new AbortController();
    const timer = setTimeout(() => stall.abort(new Error('no bytes for too long')), this.#timeoutMs);
    const either = AbortSignal.any([stall.signal, ...(signal ? [signal] : [])]);
    let received = 0;
    const meter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        timer.refresh();
        received += chunk.length;
        done(received > maxBytes ? untrusted(`an artifact has more than ${maxBytes} bytes`) : null, chunk);
      },
    });
    try {
      const response = await fetch(this.#url(path, query), { headers: this.#headers, signal: either });
      if (response.status === 404) throw untrusted('an artifact that its manifest lists is missing');
      if (!response.ok || !response.body) throw await this.#refusal(response);
      await pipeline(Readable.fromWeb(response.body), meter, createWriteStream(target, { flags: 'wx' }), {
        signal: either,
      });
    } catch (error) {
      throw this.#asFailure(error, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  async #json<T>(url: URL, init: RequestInit, schema: z.ZodType<T>, signal?: AbortSignal): Promise<T> {
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    try {
      const response = await fetch(url, {
        ...init,
        headers: { ...this.#headers, ...init.headers },
        signal: AbortSignal.any([timeout, ...(signal ? [signal] : [])]),
      });
      if (!response.ok) throw await this.#refusal(response);
      const { data, error } = schema.safeParse(parseJson(await textOf(response)));
      if (data === undefined) throw this.#invalid('answered something that is not of its protocol', error);
      return data;
    } catch (error) {
      throw this.#asFailure(error, signal);
    }
  }

  #url(path: string, query: Record<string, string>): URL {
    const url = new URL(path, this.#base);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url;
  }

  /** What an answer that is no success means. */
  async #refusal(response: Response): Promise<ServiceError> {
    const { data } = failure.safeParse(parseJson(await textOf(response)));
    if (data?.error_code === 'RESOURCE_DOES_NOT_EXIST') return notFound('such model or version in MLflow', 'model');
    const said = `MLflow at ${this.#base.host} answered ${response.status}`;
    const isTemporary = response.status >= 500 || [401, 403, 408, 429].includes(response.status);
    return isTemporary
      ? this.#unavailable(said)
      : this.#invalid(`answered ${response.status} ${data?.error_code ?? ''}`);
  }

  #asFailure(error: unknown, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted) return signal.reason;
    if (error instanceof ServiceError) return error;
    // Of the file that is written: failures of the network come wrapped.
    if (error instanceof Error && 'syscall' in error) return error;
    return this.#unavailable(`MLflow at ${this.#base.host} does not answer`, error);
  }

  #unavailable(detail: string, cause?: unknown): ServiceError {
    return new ServiceError('registry_unavailable', detail, { cause });
  }

  #invalid(detail: string, cause?: unknown): ServiceError {
    return new ServiceError('registry_invalid', `MLflow at ${this.#base.host} ${detail}`.trim(), { cause });
  }
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new ServiceError('registry_invalid', 'MLflow answered more than 8 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The value of JSON; undefined for anything else, which no schema accepts. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
