import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { ServiceError } from '@pareto/contracts';
import { addressKind } from './addresses.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

export interface HostRules {
  /** `api.example.org`, with a port where it is not the default one. They must have public addresses. */
  readonly hosts: readonly string[];
  /**
   * Hosts that may be this machine or one of a private network: `127.0.0.1:8081`. One whose addresses were all public is
   * held to that: whoever owns its name must not turn it inwards later.
   */
  readonly privateHosts: readonly string[];
}

const resolveByDns: Resolve = (hostname) => lookup(hostname, { all: true });

/** Which hosts requests may go to, and which of their addresses. */
export class AllowedHosts {
  readonly #hosts: ReadonlySet<string>;
  readonly #privateHosts: ReadonlySet<string>;
  /** Those of the private hosts that turned out to be public. */
  readonly #turnedPublic = new Set<string>();
  readonly #resolve: Resolve;

  constructor({ hosts, privateHosts }: HostRules, resolve: Resolve = resolveByDns) {
    this.#hosts = new Set(hosts.map(normal));
    this.#privateHosts = new Set(privateHosts.map(normal));
    this.#resolve = resolve;
  }

  /**
   * The addresses of a URL's host, every one of them checked: a connection may go to these and to no others, or a name
   * could answer something else when it is asked again.
   * @throws ServiceError `address_forbidden`; `tool_failed` when the name does not resolve.
   */
  async addressesOf(url: URL): Promise<readonly ResolvedAddress[]> {
    const host = url.host.toLowerCase();
    const isPrivateHost = this.#privateHosts.has(host);
    if (!/^https?:$/.test(url.protocol)) throw forbidden(`"${url.protocol}" is not http or https`);
    if (url.username !== '' || url.password !== '') throw forbidden('an address with a user name or password');
    if (!isPrivateHost && !this.#hosts.has(host)) throw forbidden(`${host} is not among the allowed hosts`);
    const addresses = await this.#addresses(url.hostname.replace(/^\[|\]$/g, ''));
    const mayBePrivate = isPrivateHost && !this.#turnedPublic.has(host);
    const kinds = addresses.map(({ address }) => addressKind(address));
    for (const kind of kinds) {
      if (kind === 'public' || (kind === 'private' && mayBePrivate)) continue;
      throw forbidden(`${host} leads to an address that is ${kind}`);
    }
    // All of them: a machine at home has a private IPv4 address beside a public IPv6 one.
    if (isPrivateHost && kinds.every((kind) => kind === 'public')) this.#turnedPublic.add(host);
    return addresses;
  }

  async #addresses(hostname: string): Promise<readonly ResolvedAddress[]> {
    const family = isIP(hostname);
    if (family !== 0) return [{ address: hostname, family }];
    try {
      const addresses = await this.#resolve(hostname);
      if (addresses.length > 0) return addresses;
    } catch (cause) {
      throw new ServiceError('tool_failed', `${hostname} has no address`, { cause });
    }
    throw new ServiceError('tool_failed', `${hostname} has no address`);
  }
}

/** As the URL parser writes it, so that both sides of the comparison are the same. */
function normal(host: string): string {
  const url = URL.parse(/^[a-z]+:\/\//i.test(host) ? host : `http://${host}`);
  if (!url || url.host === '') throw new ServiceError('config_invalid', `"${host}" is not a host`);
  return url.host.toLowerCase();
}

function forbidden(detail: string): ServiceError {
  return new ServiceError('address_forbidden', `Refused: ${detail}`);
}
