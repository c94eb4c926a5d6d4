import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';

/** How the server misbehaves; each is something that a real one, or what stands before it, was seen to do. */
export type Misbehaviour = 'silent' | 'html' | 'error-500' | 'forbidden' | 'stalls' | 'more-bytes' | 'no-artifacts';

const CREATED = 1_795_688_692_778;

/**
 * MLflow's REST API for one model whose bundles lie in `<folder>/<version>`, over real HTTP, to show on demand what a
 * real server rarely does. Its sound answers are those of MLflow 3.17.2.
 */
export async function startMlflow(name: string, folder: string, aliases: Record<string, string>) {
  const state = {
    misbehaves: undefined as Misbehaviour | undefined,
    created: CREATED,
    manifestHash: undefined as string | undefined,
  };
  const seen: { path: string; authorization: string | undefined }[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://mlflow');
    seen.push({ path: url.pathname, authorization: request.headers.authorization });
    if (misbehave(state.misbehaves, response)) return;
    const version = url.searchParams.get('version');
    const known = url.searchParams.get('name') === name;
    const model = () => ({
      name,
      creation_timestamp: state.created,
      aliases: Object.entries(aliases).map(([alias, number]) => ({ alias, version: number })),
    });
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /api/2.0/mlflow/registered-models/search':
        return url.searchParams.has('page_token')
          ? answer(response, 200, { registered_models: [model()] })
          : answer(response, 200, { registered_models: [{ ...model(), name: 'Other Model' }], next_page_token: 'x' });
      case 'GET /api/2.0/mlflow/registered-models/get':
        return known ? answer(response, 200, { registered_model: model() }) : missing(response);
      case 'GET /api/2.0/mlflow/model-versions/get':
        if (!known || !existsSync(join(folder, version!))) return missing(response);
        return answer(response, 200, {
          model_version: {
            name,
            version,
            creation_timestamp: 1,
            source: `mlflow-artifacts:/1/${version}`,
            ...(state.manifestHash && { tags: [{ key: 'manifest_sha256', value: state.manifestHash }] }),
          },
        });
      case 'POST /api/2.0/mlflow/registered-models/alias': {
        const body = (await json(request)) as { alias: string; version: string };
        aliases[body.alias] = body.version;
        return answer(response, 200, {});
      }
      case 'GET /model-versions/get-artifact': {
        const path = join(folder, version!, url.searchParams.get('path')!);
        if (!existsSync(path) || state.misbehaves === 'no-artifacts') return missing(response);
        const bytes = readFileSync(path);
        if (state.misbehaves === 'stalls') return void response.writeHead(200).write(bytes.subarray(0, 10));
        return void response.end(state.misbehaves === 'more-bytes' ? Buffer.concat([bytes, bytes]) : bytes);
      }
      default:
        return missing(response);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    uri: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    seen,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function misbehave(how: Misbehaviour | undefined, response: ServerResponse): boolean {
  if (how === 'silent') return true;
  if (how === 'html') response.end('<html>Please log in</html>');
  else if (how === 'error-500') answer(response, 500, { error_code: 'INTERNAL_ERROR', message: 'database is locked' });
  else if (how === 'forbidden') answer(response, 403, { error_code: 'PERMISSION_DENIED' });
  else return false;
  return true;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function missing(response: ServerResponse): void {
  answer(response, 404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'not found' });
}
