import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { budgetsOf, projectOf, readConfig } from '../src/config.ts';
import { TestFolder } from './http/test-folder.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MCP = [{ name: 'files', command: 'files-server' }];

describe('the configuration', () => {
  it('has a default for everything', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ PORT: 8083, TOOLS_MCP: [], TOOLS_OPENAPI: [], DOCS_ALLOWED_FOLDERS: [] });
    expect(resolve(projectOf(config)!)).toBe(ROOT);
    expect(config).toMatchObject({ LLM_BASE_URL: 'http://127.0.0.1:8085/v1' });
    // An empty variable counts as absent: compose files set those that nobody chose.
    expect(readConfig({ DOCS_PROJECT: '', TOOLS_OPENAPI: '', LLM_SERVER: '' })).toEqual(config);
  });

  it('reads lists, folders and "none"', () => {
    const config = readConfig({
      DOCS_PROJECT: 'none',
      DOCS_PACKAGES: 'fastify, zod,',
      DOCS_ALLOWED_FOLDERS: 'docs,/srv/handbooks/',
      TOOLS_WRITES: 'send_mail',
    });
    expect(projectOf(config)).toBeUndefined();
    expect(config.DOCS_PACKAGES).toEqual(['fastify', 'zod']);
    expect(config.DOCS_ALLOWED_FOLDERS).toEqual([resolve('docs'), '/srv/handbooks']);
    expect(config.TOOLS_WRITES).toEqual(['send_mail']);
  });

  it('has a budget of an answer, whose time ends before its deadline', () => {
    expect(budgetsOf(readConfig({}))).toEqual({
      modelCalls: 5,
      tokens: 12_000,
      wallClockMs: 60_000,
      identicalCalls: 3,
    });
    const some = { ASK_MAX_STEPS: '8', ASK_MAX_TOKENS: '20000', ASK_MAX_MS: '90000', ASK_MAX_REPETITIONS: '2' };
    const chosen = { modelCalls: 8, tokens: 20_000, identicalCalls: 2 };
    expect(budgetsOf(readConfig(some))).toEqual({ ...chosen, wallClockMs: 90_000 });
    expect(budgetsOf(readConfig({ ...some, ASK_TIMEOUT_MS: '10000' }))).toEqual({ ...chosen, wallClockMs: 8_000 });
  });

  it('tells of all problems at once, and of no value', () => {
    const problems = problemsOf({
      PORT: '80830',
      DOCS_PROJECT: '/nowhere/at-all',
      LLM_BASE_URL: 'no-url-at-all',
      LLM_SERVER: 'gpt',
      EMBEDDER_THREADS: 'many',
      SESSION_LIFE_MS: '0',
      ASK_TIMEOUT_MS: '-1',
      ASK_MAX_STEPS: '0',
      ASK_MAX_TOKENS: '1',
      ASK_MAX_MS: 'soon',
      ASK_MAX_REPETITIONS: '1',
      LINGER_MS: '1.5',
      KEEP_ALIVE_MS: '1',
      API_KEYS: 'ana:hush',
      TOOLS_OPENAPI: 'search',
      TOOLS_MCP: '[{"name":"files"}]',
    });
    expect(problems.names).toEqual([
      'API_KEYS',
      'ASK_MAX_MS',
      'ASK_MAX_REPETITIONS',
      'ASK_MAX_STEPS',
      'ASK_MAX_TOKENS',
      'ASK_TIMEOUT_MS',
      'DOCS_PROJECT',
      'EMBEDDER_THREADS',
      'KEEP_ALIVE_MS',
      'LINGER_MS',
      'LLM_BASE_URL',
      'LLM_SERVER',
      'PORT',
      'SESSION_LIFE_MS',
      'TOOLS_MCP',
      'TOOLS_OPENAPI',
    ]);
    expect(problems.text).not.toMatch(/hush|at-all/);
  });

  it('keeps secrets out of what is printed, also where they stand in what cannot be read', () => {
    for (const name of ['TOOLS_MCP', 'TOOLS_OPENAPI']) {
      for (const text of ['[{"name":"x","env":{"KEY":very-secret}}]', '{"KEY":"very-secret"}', 'very-secret']) {
        expect(problemsOf({ [name]: text }).text, `${name} ${text}`).not.toContain('very-secret');
      }
    }
    const config = readConfig({ LLM_API_KEY: 'sk-very-secret', HF_TOKEN: 'hf-very-secret' });
    expect(JSON.stringify(config)).not.toContain('very-secret');
    expect([config.LLM_API_KEY?.reveal(), config.HF_TOKEN?.reveal()]).toEqual(['sk-very-secret', 'hf-very-secret']);
  });
});

describe('TOOLS_MCP', () => {
  it('is a JSON list, or the path of a file with one', () => {
    const folder = new TestFolder('config');
    onTestFinished(() => folder.remove());
    folder.write('mcp.json', MCP);
    const expected = [{ ...MCP[0], args: [], env: {}, writes: [] }];
    expect(readConfig({ TOOLS_MCP: JSON.stringify(MCP) }).TOOLS_MCP).toEqual(expected);
    expect(readConfig({ TOOLS_MCP: ` ${JSON.stringify(MCP)}\n` }).TOOLS_MCP).toEqual(expected);
    expect(readConfig({ TOOLS_MCP: folder.at('mcp.json') }).TOOLS_MCP).toEqual(expected);
  });

  it.each([
    ['no JSON', '[{'],
    ['a file that is not there', '/nowhere/mcp.json'],
    ['an object', '{"name":"files","command":"x"}'],
    ['a server without a command or address', '[{"name":"files"}]'],
    ['a name that no tool could have', '[{"name":"My files","command":"x"}]'],
    ['two of one name', JSON.stringify([...MCP, ...MCP])],
    ['an address that is no web address', '[{"name":"files","url":"file:///etc/passwd"}]'],
    ['what nobody knows', '[{"name":"files","command":"x","colour":"red"}]'],
  ])('may not be %s', (_what, text) => {
    expect(problemsOf({ TOOLS_MCP: text }).names).toEqual(['TOOLS_MCP']);
  });
});

describe('TOOLS_OPENAPI', () => {
  it('is name=URL, a JSON list, or the path of a file with one', () => {
    const [short] = readConfig({ TOOLS_OPENAPI: 'search=http://127.0.0.1:8081/openapi.json' }).TOOLS_OPENAPI;
    expect(short).toMatchObject({ name: 'search', privateHosts: ['127.0.0.1:8081'] });
    const text = '[{"name":"search","document":"openapi.json"}]';
    expect(readConfig({ TOOLS_OPENAPI: text }).TOOLS_OPENAPI).toMatchObject([{ name: 'search', reads: [] }]);
    const siblings = join(ROOT, 'apps/docs-agent/examples/sibling-services.json');
    expect(readConfig({ TOOLS_OPENAPI: siblings }).TOOLS_OPENAPI.length).toBeGreaterThan(0);
  });

  it.each([
    ['a word', 'search'],
    ['no URL', 'search=somewhere'],
    ['no JSON', '[{'],
    ['a file that is not there', '/nowhere/apis.json'],
    ['an API without a document', '[{"name":"search"}]'],
    ['two of one name', 'a=http://x.example/1,a=http://x.example/2'],
  ])('may not be %s', (_what, text) => {
    expect(problemsOf({ TOOLS_OPENAPI: text }).names).toEqual(['TOOLS_OPENAPI']);
  });
});

/** Which variables are wrong, each once, and the whole text. */
function problemsOf(environment: Record<string, string>): { names: string[]; text: string } {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toMatchObject({ code: 'config_invalid' });
    const text = (error as Error).message;
    const names = new Set([...text.matchAll(/^ {2}([A-Z_]+)/gm)].map(([, name]) => name!));
    return { names: [...names].toSorted(), text };
  }
  throw new Error('the configuration was taken');
}
