import { describe, expect, it } from 'vitest';
import { AllowedHosts, type ResolvedAddress } from '../../src/tools/network/allowed-hosts.ts';
import { guardedRequest } from '../../src/tools/network/guarded-request.ts';
import { serve } from './local-server.ts';

const signal = AbortSignal.timeout(60_000);
const get = (allowed: AllowedHosts, url: string, headers?: Record<string, string>) =>
  guardedRequest(allowed, { method: 'GET', url: new URL(url), headers, signal });

describe('a guarded request', () => {
  it('goes to the address that was checked, whatever the name says next', async () => {
    const inside = await serve((_, response) => response.end('inside'));
    const answers: ResolvedAddress[][] = [
      [{ address: '127.0.0.1', family: 4 }],
      [{ address: '169.254.169.254', family: 4 }],
    ];
    let asked = 0;
    const resolve = async () => answers[Math.min(asked++, 1)]!;
    const name = `rebind.example.org:${inside.port}`;
    const allowed = new AllowedHosts({ hosts: [], privateHosts: [name] }, resolve);
    expect((await get(allowed, `http://${name}/first`)).text).toBe('inside');
    expect(asked).toBe(1);
    await expect(get(allowed, `http://${name}/second`)).rejects.toMatchObject({ code: 'address_forbidden' });
    expect(inside.asked).toEqual([`GET ${name}/first -`]);
  });

  it('does not reach a private address through a public name that changes its answer', async () => {
    const inside = await serve((_, response) => response.end('inside'));
    const name = `rebind.example.org:${inside.port}`;
    const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
    const allowed = new AllowedHosts({ hosts: [name], privateHosts: [] }, resolve);
    await expect(get(allowed, `http://${name}/`)).rejects.toMatchObject({ code: 'address_forbidden' });
    expect(inside.asked).toEqual([]);
  });

  it('holds a private host to public addresses once it had them', async () => {
    const answers = ['192.168.1.5', '8.8.8.8', '127.0.0.1', '8.8.4.4'];
    const resolve = async () => [{ address: answers.shift()!, family: 4 }];
    const allowed = new AllowedHosts({ hosts: [], privateHosts: ['moves.example.org'] }, resolve);
    const url = new URL('http://moves.example.org/');
    expect(await allowed.addressesOf(url)).toEqual([{ address: '192.168.1.5', family: 4 }]);
    expect(await allowed.addressesOf(url)).toEqual([{ address: '8.8.8.8', family: 4 }]);
    await expect(allowed.addressesOf(url)).rejects.toMatchObject({ code: 'address_forbidden' });
    expect(await allowed.addressesOf(url)).toEqual([{ address: '8.8.4.4', family: 4 }]);
  });

  it('takes a machine at home with a private address and a public one for private', async () => {
    const home = [
      { address: '192.168.1.5', family: 4 },
      { address: '2003:0:1::5', family: 6 },
    ];
    const allowed = new AllowedHosts({ hosts: [], privateHosts: ['nas.home'] }, async () => home);
    const url = new URL('http://nas.home/');
    expect(await allowed.addressesOf(url)).toEqual(home);
    expect(await allowed.addressesOf(url)).toEqual(home);
  });

  it.each([
    ['another port of this machine', (inside: string) => `http://${inside}/`],
    ['its name', (inside: string) => `http://localhost:${inside.split(':')[1]}/`],
    ['IPv6-mapped', (inside: string) => `http://[::ffff:127.0.0.1]:${inside.split(':')[1]}/`],
    ['decimal', (inside: string) => `http://2130706433:${inside.split(':')[1]}/`],
    ['octal', (inside: string) => `http://0177.0.0.1:${inside.split(':')[1]}/`],
    ['the metadata of a cloud', () => 'http://169.254.169.254/latest/meta-data/'],
    ['a file', () => 'file:///etc/passwd'],
    ['without a scheme', (inside: string) => `//${inside}/`],
  ])('follows no redirect to a private address: %s', async (_, target) => {
    const inside = await serve((_, response) => response.end('inside'));
    const outside = await serve((_, response) => response.writeHead(302, { location: target(inside.host) }).end());
    const allowed = new AllowedHosts({ hosts: [], privateHosts: [outside.host] });
    await expect(get(allowed, `http://${outside.host}/`)).rejects.toMatchObject({ code: 'address_forbidden' });
    expect(inside.asked).toEqual([]);
  });

  it('follows redirects among allowed hosts, and leaves the key behind', async () => {
    const second = await serve((_, response) => response.end('there'));
    const first = await serve((request, response) =>
      response.writeHead(307, { location: request.url === '/' ? '/again' : `http://${second.host}/last` }).end(),
    );
    const allowed = new AllowedHosts({ hosts: [], privateHosts: [first.host, second.host] });
    expect((await get(allowed, `http://${first.host}/`, { authorization: 'Bearer key' })).text).toBe('there');
    expect(first.asked.map((line) => line.split(' ').slice(2).join(' '))).toEqual(['Bearer key', 'Bearer key']);
    expect(second.asked).toEqual([`GET ${second.host}/last -`]);
  });

  it('gives up on a circle', async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: '/' }).end());
    const allowed = new AllowedHosts({ hosts: [], privateHosts: [server.host] });
    await expect(get(allowed, `http://${server.host}/`)).rejects.toMatchObject({ code: 'tool_answer_invalid' });
    expect(server.asked).toHaveLength(4);
  });

  it('sends nothing twice that may change something', async () => {
    const server = await serve((_, response) => response.writeHead(307, { location: '/elsewhere' }).end());
    const allowed = new AllowedHosts({ hosts: [], privateHosts: [server.host] });
    const url = new URL(`http://${server.host}/`);
    await expect(guardedRequest(allowed, { method: 'POST', url, body: '{}', signal })).rejects.toMatchObject({
      code: 'tool_answer_invalid',
    });
    expect(server.asked).toHaveLength(1);
  });

  it('reads no more than it may', async () => {
    const server = await serve((_, response) => {
      response.write('x'.repeat(300 * 1_024));
      const more = setInterval(() => response.write('x'.repeat(65_536)), 5);
      response.once('close', () => clearInterval(more));
    });
    const allowed = new AllowedHosts({ hosts: [], privateHosts: [server.host] });
    const answer = await get(allowed, `http://${server.host}/`);
    expect(answer).toMatchObject({ isCut: true });
    expect(answer.text).toHaveLength(256 * 1_024);
  });

  it('takes nothing that is packed', async () => {
    const server = await serve((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('bomb'));
    const allowed = new AllowedHosts({ hosts: [], privateHosts: [server.host] });
    await expect(get(allowed, `http://${server.host}/`)).rejects.toMatchObject({ code: 'tool_answer_invalid' });
  });

  it('says so when nobody answers, and leaves with its caller', async () => {
    const server = await serve(() => {});
    const allowed = new AllowedHosts({ hosts: [], privateHosts: [server.host, '127.0.0.1:1'] });
    await expect(get(allowed, 'http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'tool_failed' });
    const leaving = new AbortController();
    const url = new URL(`http://${server.host}/`);
    const request = guardedRequest(allowed, { method: 'GET', url, signal: leaving.signal });
    await expect.poll(() => server.asked).toHaveLength(1);
    leaving.abort(new Error('left'));
    await expect(request).rejects.toThrow('left');
  });
});
