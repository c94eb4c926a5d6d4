import { describe, expect, it } from 'vitest';
import { AllowedHosts } from '../../src/tools/network/allowed-hosts.ts';
import { guardedFetch } from '../../src/tools/network/guarded-fetch.ts';
import { pinnedRequest } from '../../src/tools/network/pinned-request.ts';
import { watchConnections } from './connections.ts';
import { serve } from './local-server.ts';

const to = (...privateHosts: string[]) => guardedFetch(new AllowedHosts({ hosts: [], privateHosts }));

describe('a guarded fetch', () => {
  it('sends and answers as fetch does', async () => {
    const server = await serve(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      response.writeHead(201, 'Made', { 'x-type': request.headers['content-type'], 'set-cookie': ['a=1', 'b=2'] });
      response.end(`${body}!`);
    });
    const headers = { Authorization: 'Bearer key', 'content-type': 'text/plain' };
    const answer = await to(server.host)(`http://${server.host}/x`, { method: 'POST', headers, body: 'tea ☕' });
    expect([answer.status, answer.statusText, answer.ok]).toEqual([201, 'Made', true]);
    expect(answer.headers.get('x-type')).toBe('text/plain');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await answer.text()).toBe('tea ☕!');
    expect(server.asked).toEqual([`POST ${server.host}/x Bearer key`]);
  });

  it('connects to the address that was checked, whatever the name says next', async () => {
    const server = await serve((_, response) => response.end('inside'));
    const connections = watchConnections();
    // This machine's own resolver says 127.0.0.1 for this name; the one that checks says something else.
    const name = `localhost:${server.port}`;
    const allowed = new AllowedHosts({ hosts: [name], privateHosts: [] }, async () => [
      { address: '8.8.8.8', family: 4 },
    ]);
    await expect(guardedFetch(allowed)(`http://${name}/`)).rejects.toMatchObject({ code: 'tool_failed' });
    expect(connections).toEqual(['8.8.8.8']);
    expect(server.asked).toEqual([]);
  });

  it.each(['manual', 'follow', 'error'] as const)('leaves redirects to its caller: %s', async (redirect) => {
    const inside = await serve((_, response) => response.end('inside'));
    const outside = await serve((_, response) =>
      response.writeHead(302, { location: `http://${inside.host}/` }).end('moved'),
    );
    const get = to(outside.host);
    const answer = await get(`http://${outside.host}/`, { redirect });
    expect([answer.status, await answer.text()]).toEqual([302, 'moved']);
    await expect(get(answer.headers.get('location')!)).rejects.toMatchObject({ code: 'address_forbidden' });
    expect(inside.asked).toEqual([]);
  });

  it('goes to no address that clouds keep their credentials at', async () => {
    const get = to('169.254.169.254');
    await expect(get('http://169.254.169.254/latest/')).rejects.toMatchObject({ code: 'address_forbidden' });
  });

  describe('an answer without end', () => {
    const limited = (host: string) =>
      guardedFetch(new AllowedHosts({ hosts: [], privateHosts: [host] }), { maxBytes: 500 });

    it('breaks off at the limit', async () => {
      let hasLeft = false;
      const server = await serve((_, response) => {
        const flood = setInterval(() => response.write('x'.repeat(100)), 1);
        response.once('close', () => {
          clearInterval(flood);
          hasLeft = true;
        });
      });
      const answer = await limited(server.host)(`http://${server.host}/`);
      await expect(answer.text()).rejects.toMatchObject({ code: 'tool_answer_invalid' });
      await expect.poll(() => hasLeft).toBe(true);
    });

    it.each(['\n', '\r\n', '\r'])('of events is limited event by event: %j', async (end) => {
      const event = `data: ${'x'.repeat(300)}${end}${end}`;
      const server = await serve(async ({ url }, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
        const text = url === '/long' ? event.repeat(2) + event.replaceAll(end, '').repeat(2) : event.repeat(20);
        // In pieces that end anywhere.
        for (let at = 0; at < text.length; at += 7) response.write(text.slice(at, at + 7));
        response.end();
      });
      const get = limited(server.host);
      expect(await (await get(`http://${server.host}/`)).text()).toBe(event.repeat(20));
      const long = await get(`http://${server.host}/long`);
      await expect(long.text()).rejects.toMatchObject({ code: 'tool_answer_invalid' });
    });
  });

  it('streams, and hangs up when nobody reads on', async () => {
    let hasLeft = false;
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
      response.once('close', () => {
        hasLeft = true;
      });
    });
    const answer = await to(server.host)(`http://${server.host}/`);
    const reader = answer.body!.getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe('data: 1\n\n');
    await reader.cancel();
    await expect.poll(() => hasLeft).toBe(true);
  });

  it('leaves with its caller, before the answer and within it', async () => {
    const silent = await serve(() => {});
    const talking = await serve((_, response) => response.write('a'));
    const get = to(silent.host, talking.host);
    const leaving = new AbortController();
    const waiting = get(`http://${silent.host}/`, { signal: leaving.signal });
    const reading = (await get(`http://${talking.host}/`, { signal: leaving.signal })).text();
    await expect.poll(() => silent.asked).toHaveLength(1);
    leaving.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await expect(reading).rejects.toThrow('aborted');
  });

  it('has no body where there is none, and takes nothing that is packed or no HTTP', async () => {
    const server = await serve(({ url }, response) => {
      if (url === '/none') response.writeHead(204).end();
      if (url === '/packed') response.writeHead(200, { 'content-encoding': 'gzip' }).end('bomb');
      if (url === '/strange') response.writeHead(999).end('what?');
    });
    const get = (path: string) => to(server.host)(`http://${server.host}${path}`);
    expect(await get('/none')).toMatchObject({ status: 204, body: null });
    await expect(get('/packed')).rejects.toMatchObject({ code: 'tool_answer_invalid' });
    await expect(get('/strange')).rejects.toMatchObject({ code: 'tool_answer_invalid' });
    const form = { method: 'POST', body: new FormData() };
    await expect(to(server.host)(`http://${server.host}/`, form)).rejects.toThrow('the body is not text');
  });
});

describe('a pinned request', () => {
  it('gives up a connection that is silent, before the answer and within it', async () => {
    const silent = await serve(() => {});
    const talking = await serve((_, response) => response.write('a'));
    const allowed = new AllowedHosts({ hosts: [], privateHosts: [silent.host, talking.host] });
    const ask = (host: string) =>
      pinnedRequest(allowed, { method: 'GET', url: new URL(`http://${host}/`), idleMs: 100 });
    await expect(ask(silent.host)).rejects.toMatchObject({ code: 'tool_failed' });
    await expect((await ask(talking.host)).toArray()).rejects.toThrow('aborted');
  });
});
