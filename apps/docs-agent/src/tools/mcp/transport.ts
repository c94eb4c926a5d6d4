import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { AllowedHosts, type Resolve } from '../network/allowed-hosts.ts';
import { guardedFetch } from '../network/guarded-fetch.ts';
import type { McpServerConfig } from './config.ts';

/** Of one answer, by either way. */
const MESSAGE_BYTES = 2 ** 20;

/**
 * How a server is reached: through its process, or over HTTP at the host that was configured and no other. That host may
 * be in a private network, since the operator named it.
 */
export function transportTo(config: McpServerConfig, resolve?: Resolve): Transport {
  if ('command' in config) {
    const { command, args, cwd } = config;
    const env = { ...getDefaultEnvironment(), ...config.env };
    return new StdioClientTransport({
      command,
      args,
      env,
      stderr: 'ignore',
      maxBufferSize: MESSAGE_BYTES,
      ...(cwd ? { cwd } : {}),
    });
  }
  const url = new URL(config.url);
  const allowed = new AllowedHosts({ hosts: [], privateHosts: [url.host] }, resolve);
  return new StreamableHTTPClientTransport(url, {
    requestInit: { headers: config.headers },
    // Messages, streams that are opened again and redirects all come through here. Of redirects the transport follows
    // those within the origin (`/mcp` to `/mcp/`), and answers others with an error.
    fetch: guardedFetch(allowed, { maxBytes: MESSAGE_BYTES }),
    redirectPolicy: 'same-origin',
  });
}
