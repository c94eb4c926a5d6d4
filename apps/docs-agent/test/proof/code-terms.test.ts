import { describe, expect, it } from 'vitest';
import { blocksOf, fenced } from '../../src/proof/blocks.ts';
import { termsOfCode, termsOfProse } from '../../src/proof/code-terms.ts';
import { termsOfSnippet } from '../../src/proof/snippet-terms.ts';

const texts = (terms: readonly { text: string }[]) => terms.map(({ text }) => text).sort();

describe('terms of prose', () => {
  it.each([
    ['Call `app.register(plugin)` first.', ['app.register', 'plugin']],
    ['Set maxTemperature, or call listen() on it.', ['listen', 'maxTemperature']],
    ['Pass `--inspect-brk` or --watch.', ['--inspect-brk', '--watch']],
    ['See docs/Routes.md and `src/index.ts`.', ['docs/Routes.md', 'src/index.ts']],
    ['See https://kettle.example.org/options, please.', ['https://kettle.example.org/options']],
    ['`@fastify/cors` sets `content-type`.', ['@fastify/cors', 'content-type']],
    ['``a `b` c`` is code.', ['a', 'b', 'c']],
    ['Plain words, e.g. of TypeScript on Node.js; no code at all.', []],
    ['`await new Promise<Kettle>(null)` and `42`', ['Kettle']],
    ['`{ prefix: "/v1/own", schema }`', ['prefix', 'schema']],
  ])('%s', (prose, expected) => expect(texts(termsOfProse(prose))).toEqual(expected));

  it('know where they stand', () => {
    const prose = 'Use `boil` and boilTimeout.';
    for (const { text, start, end } of termsOfProse(prose)) expect(prose.slice(start, end)).toBe(text);
    expect(termsOfCode('a.b')).toEqual([{ kind: 'identifier', text: 'a.b', start: 0, end: 3 }]);
  });
});

describe('terms of a block of code', () => {
  it('are what it takes from libraries, not what it declares', () => {
    const code = `import Fastify, { type FastifyInstance } from "fastify";
      class Server { start() {} }
      const app: FastifyInstance = Fastify({ logger: { level: 'info' } });
      function handle(request) { return request.params.id }
      app.get('/own/:path', handle);
      new Server().start();`;
    expect(termsOfSnippet(code, 'ts').sort()).toEqual(
      ['FastifyInstance', 'fastify', 'id', 'level', 'logger', 'params'].sort(),
    );
  });

  it('are words that look made where it is no TypeScript', () => {
    expect(termsOfSnippet('npm install kettle --save-dev', 'bash')).toEqual(['--save-dev']);
    expect(termsOfSnippet('kettle.boil_water(now)', 'python')).toEqual(['kettle.boil_water']);
    expect(termsOfSnippet('{ "maxTemperature": "someValue" }', 'json')).toEqual([]);
    expect(termsOfSnippet('maxTemperature: someValue', 'yaml')).toEqual(['maxTemperature']);
  });
});

describe('blocks of an answer', () => {
  it('are prose and code, also when the last one is cut', () => {
    expect(blocksOf('One.\n```ts\na\n```\nTwo.\n~~~\nb `c`')).toEqual([
      { kind: 'prose', text: 'One.' },
      { kind: 'code', text: 'a', language: 'ts' },
      { kind: 'prose', text: 'Two.' },
      { kind: 'code', text: 'b `c`', language: '' },
    ]);
  });

  it('keep fences inside of longer ones', () => {
    const block = { kind: 'code', text: '```\nx\n```', language: 'md' } as const;
    expect(blocksOf(fenced(block))).toEqual([block]);
  });
});
