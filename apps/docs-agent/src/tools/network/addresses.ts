import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * Where an address leads: `private` are the machine itself and private networks, which an operator may allow by name;
 * `forbidden` is whatever no service of anybody's answers at, link-local addresses (clouds keep credentials there) first.
 */
export type AddressKind = 'public' | 'private' | 'forbidden';

/** IANA, IPv4 Special-Purpose Address Registry: not globally reachable, or of no use as the end of a connection. */
const PRIVATE_IPV4 = blockList('ipv4', [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
]);
const FORBIDDEN_IPV4 = blockList('ipv4', [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);

/** Only 2000::/3 is global unicast; of that the special-purpose blocks, tunnels included, lead elsewhere. */
const GLOBAL_IPV6 = blockList('ipv6', ['2000::/3']);
const FORBIDDEN_IPV6 = blockList('ipv6', ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']);
const PRIVATE_IPV6 = blockList('ipv6', ['::1/128', 'fc00::/7']);
/** RFC 6052: the address that counts stands in the last 32 bits, as it does where IPv4 is mapped (RFC 4291). */
const NAT64 = blockList('ipv6', ['64:ff9b::/96']);

/** @param address an IP address, as a resolver or a URL in normal form gives it; anything else is forbidden. */
export function addressKind(address: string): AddressKind {
  if (isIPv4(address)) return kindOfIPv4(address);
  // With a zone ("fe80::1%eth0") it is of one link.
  if (!isIPv6(address) || address.includes('%')) return 'forbidden';
  const groups = groupsOf(address);
  if (groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff) return kindOfIPv4(lastIPv4(groups));
  if (NAT64.check(address, 'ipv6')) return kindOfIPv4(lastIPv4(groups)) === 'public' ? 'public' : 'forbidden';
  if (PRIVATE_IPV6.check(address, 'ipv6')) return 'private';
  return GLOBAL_IPV6.check(address, 'ipv6') && !FORBIDDEN_IPV6.check(address, 'ipv6') ? 'public' : 'forbidden';
}

function kindOfIPv4(address: string): AddressKind {
  if (PRIVATE_IPV4.check(address)) return 'private';
  return FORBIDDEN_IPV4.check(address) ? 'forbidden' : 'public';
}

/** The eight groups; the URL parser knows every way to write them. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const [first, last] = [read(head), read(tail ?? '')];
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

function lastIPv4(groups: readonly number[]): string {
  const [high, low] = [groups[6]!, groups[7]!];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function blockList(family: 'ipv4' | 'ipv6', networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address, prefix] = network.split('/');
    list.addSubnet(address!, Number(prefix), family);
  }
  return list;
}
