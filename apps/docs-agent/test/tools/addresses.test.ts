import { describe, expect, it } from 'vitest';
import { addressKind } from '../../src/tools/network/addresses.ts';
import { AllowedHosts } from '../../src/tools/network/allowed-hosts.ts';

/** Every way to write an address that leads inside, as the host of a URL. */
const INSIDE = [
  '127.0.0.1',
  '127.1',
  '127.255.255.254',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '0x7f000001',
  '2130706433',
  '017700000001',
  '127.0.0.1.',
  '１２７.0.0.1',
  '0.0.0.0',
  '0',
  '10.0.0.1',
  '012.0.0.1',
  '0x0a000001',
  '100.64.0.1',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '0300.0250.1.1',
  '192.0.2.1',
  '198.18.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[2001:db8::1]',
  '[fc00::1]',
  '[fd12:3456::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
];

describe('an address that leads inside', () => {
  it.each(INSIDE)('%s is refused, even where its host is allowed', async (host) => {
    const url = new URL(`http://${host}/`);
    const allowed = new AllowedHosts({ hosts: [url.host], privateHosts: [] });
    await expect(allowed.addressesOf(url)).rejects.toMatchObject({ code: 'address_forbidden' });
  });

  it.each(INSIDE)('%s is refused when a name resolves to it', async (host) => {
    const address = new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '');
    const family = address.includes(':') ? 6 : 4;
    const resolve = async () => [
      { address: '93.184.216.34', family: 4 },
      { address, family },
    ];
    const allowed = new AllowedHosts({ hosts: ['api.example.org'], privateHosts: [] }, resolve);
    await expect(allowed.addressesOf(new URL('http://api.example.org/'))).rejects.toMatchObject({
      code: 'address_forbidden',
    });
  });

  it.each(['169.254.169.254', '0.0.0.0', '224.0.0.1', '[fe80::1]', '[::]', '[::ffff:169.254.169.254]'])(
    '%s stays forbidden where private addresses are allowed',
    async (host) => {
      const url = new URL(`http://${host}/`);
      const allowed = new AllowedHosts({ hosts: [], privateHosts: [url.host] });
      await expect(allowed.addressesOf(url)).rejects.toMatchObject({ code: 'address_forbidden' });
    },
  );
});

describe('addresses outside', () => {
  it.each([
    '93.184.216.34',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '11.0.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is public', (address) => expect(addressKind(address)).toBe('public'));

  it.each(['fe80::1%eth0', 'localhost', '', '1.2.3', '0177.0.0.1'])('%j is no address in normal form', (address) =>
    expect(addressKind(address)).toBe('forbidden'),
  );
});

describe('the list of hosts', () => {
  const allowed = new AllowedHosts(
    { hosts: ['API.example.org', 'other.example.org:8443'], privateHosts: ['127.0.0.1:8081', 'localhost:8082'] },
    async (name) => [{ address: name === 'localhost' ? '127.0.0.1' : '93.184.216.34', family: 4 }],
  );

  it.each([
    'https://api.example.org/x',
    'http://api.example.org',
    'https://other.example.org:8443/',
    'http://127.0.0.1:8081',
    'http://localhost:8082',
  ])('%s is on it', async (url) => expect(await allowed.addressesOf(new URL(url))).toHaveLength(1));

  it.each([
    'https://api.example.org:8443/',
    'https://api.example.org.evil.example/',
    'https://evil.example/api.example.org',
    'https://api.example.org@evil.example/',
    'https://user:word@api.example.org/',
    'https://other.example.org/',
    'http://127.0.0.1:8082',
    'http://127.0.0.1/',
    'ftp://api.example.org/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:8081/',
  ])('%s is not', async (url) =>
    expect(allowed.addressesOf(new URL(url))).rejects.toMatchObject({ code: 'address_forbidden' }),
  );
});
