import { execFile } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Client } from './client.ts';
import { hasModels } from './environment.ts';
import { scriptedService } from './scripted-service.ts';
import { TestFolder } from './test-folder.ts';
import { QUESTION, ROUTES, TIMEOUT, UNANSWERED } from './texts.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const KEY = 'key-of-ana';

describe.skipIf(!hasModels)('npm run ask (needs model files)', { timeout: 30_000 }, () => {
  const scripted = scriptedService({ API_KEYS: `ana:${KEY}` });
  const folder = new TestFolder('ask');
  const conversation = folder.at('conversation.json');
  afterAll(() => folder.remove());

  const ask = (...args: string[]) =>
    run(args, { DOCS_AGENT_URL: scripted.service.url, DOCS_AGENT_CONVERSATION: conversation });

  it('shows the steps, the answer and the pages that it cites', async () => {
    const { code, output, errors } = await ask(QUESTION);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(output).toContain('plan: lookup, about kettle');
    expect(output).toMatch(/search_docs \{"query":.*"source":"kettle@3"\}/);
    expect(output).toMatch(/ok, \d+ ms: /);
    expect(output).toContain(ROUTES.replace(/\.$/, ' [1].'));
    expect(output).toContain('[1] kettle 3.0.0  README.md#routes');
    expect(output).toMatch(/answered .*s\)/);
    // The token in it lets its bearer read the conversations.
    expect(statSync(conversation).mode & 0o077).toBe(0);
  });

  it('takes words without quotes, and an address with a slash at its end', async () => {
    const words = [...QUESTION.split(' '), '--url', `${scripted.service.url}/`];
    expect((await ask(...words)).output).toContain('[1] kettle 3.0.0  README.md#routes');
  });

  it('ends with 2 where the documentation does not answer', async () => {
    scripted.model.replies = [`Not stated in the documentation.`];
    const { code, output } = await ask(UNANSWERED);
    expect(code).toBe(2);
    expect(output).toContain('The indexed documentation does not answer this');
    expect(output).toContain('not in the documentation');
  });

  it('says what was struck', async () => {
    scripted.model.replies = [`${ROUTES} Then call \`kettle.teleport()\` to send it.`];
    const { output } = await ask(QUESTION);
    expect(output).toMatch(/struck, for no page has it: .*teleport/);
  });

  it('gives JSON and nothing else', async () => {
    const { code, output } = await ask('--json', QUESTION);
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ abstained: false, citations: [{ source: 'kettle', version: '3.0.0' }] });
    scripted.model.replies = ['Not stated in the documentation.'];
    const abstained = await ask('--json', UNANSWERED);
    expect(abstained.code).toBe(2);
    expect(JSON.parse(abstained.output)).toMatchObject({ abstained: true });
  });

  it('goes on with the last conversation, within a source', async () => {
    const first = JSON.parse((await ask('--json', QUESTION)).output);
    scripted.model.replies = [TIMEOUT];
    const args = ['--continue', '--json', '--source', 'kettle', '--version', '3.0.0'];
    const next = JSON.parse((await ask(...args, 'And what is its timeout by default?')).output);
    expect(next).toMatchObject({ session_id: first.session_id, citations: [{ anchor: 'timeouts' }] });
    const anew = JSON.parse((await ask('--json', QUESTION)).output);
    expect(anew.session_id).not.toBe(first.session_id);
  });

  it('asks as the owner of a key', async () => {
    const { code } = await run(['Remember that we use kettle 3.'], {
      DOCS_AGENT_URL: scripted.service.url,
      DOCS_AGENT_CONVERSATION: folder.at('other.json'),
      DOCS_AGENT_KEY: KEY,
    });
    expect(code).toBe(0);
    const ana = new Client(scripted.service.url, { authorization: `Bearer ${KEY}` });
    expect((await ana.call('GET', '/v1/facts')).body.facts).toMatchObject([{ text: 'we use kettle 3' }]);
  });

  it('says in one line what is wrong', async () => {
    const wrong: [args: string[], message: RegExp][] = [
      [['--url', 'http://127.0.0.1:9', 'hello'], /nothing answers at http:\/\/127\.0\.0\.1:9: npm start/],
      [['--url', 'nowhere', 'hello'], /nothing answers at nowhere/],
      [['--colour', 'hello'], /--colour.*--help/s],
      [['--source', 'teapot', 'hello'], /There is no source "teapot".*source_not_found/],
      [['x'.repeat(4_001)], /question_too_long/],
    ];
    const results = await Promise.all(wrong.map(([args]) => ask(...args)));
    for (const [i, { code, output, errors }] of results.entries()) {
      expect({ code, output }).toEqual({ code: 1, output: '' });
      expect(errors).toMatch(wrong[i]![1]);
      expect(errors).not.toMatch(/^\s+at /m);
    }
  });

  it('says that the model is down', async () => {
    await scripted.model.stop();
    const { code, errors } = await ask(QUESTION);
    await scripted.model.start();
    expect(code).toBe(1);
    expect(errors).toContain('chat_model_failed');
  });

  it('explains itself', async () => {
    const { code, output } = await ask('--help');
    expect(code).toBe(0);
    expect(output).toContain('--continue');
    expect((await ask()).code).toBe(1);
  });
});

function run(args: readonly string[], environment: Record<string, string>) {
  const command = [join(ROOT, 'infra/dev/cli.mjs'), 'ask', ...args];
  const { promise, resolve } = Promise.withResolvers<{ code: number; output: string; errors: string }>();
  execFile(process.execPath, command, { env: { ...process.env, ...environment } }, (error, output, errors) => {
    resolve({ code: error ? Number(error.code) : 0, output, errors });
  });
  return promise;
}
