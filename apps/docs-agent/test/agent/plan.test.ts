import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/agent/plan.ts';
import { identifiersOf } from '../../src/agent/planning/identifiers.ts';
import { revised, withStatus } from '../../src/agent/planning/revision.ts';
import type { DocSource } from '../../src/docs-index.ts';

const source = (name: string, version?: string): DocSource => ({
  name,
  version,
  kind: version === undefined ? 'folder' : 'package',
  status: 'ready',
  documents: 1,
  chunks: 1,
});
const SOURCES = [
  source('fastify', '5.12.8'),
  source('fastify', '4.29.0'),
  source('zod', '4.6.7'),
  source('@langchain/core', '1.4.0'),
  source('@fastify/helmet', '13.2.0'),
  source('better-sqlite3', '13.2.0'),
  source('events', '3.3.0'),
  source('handbook'),
];
const plan = (question: string) => makePlan(question, SOURCES);
const calls = (question: string) => plan(question).steps.map(({ tool, arguments: args }) => [tool, args]);

describe('the kind of a question', () => {
  it.each([
    ['How do I validate the body of a request in fastify?', 'lookup'],
    ['¿Cómo valido el cuerpo de una petición en fastify?', 'lookup'],
    ['What parameters does `createServer` take?', 'symbol'],
    ['¿Qué devuelve `safeParse` en zod?', 'symbol'],
    ['What changed in fastify between 4 and 5?', 'difference'],
    ['¿Qué cambió en fastify de la 4 a la 5?', 'difference'],
    ['How do I upgrade fastify to 5?', 'difference'],
    ['How do I change the level of the log in fastify 5?', 'lookup'],
    ['¿Cómo cambio el nivel del log con fastify?', 'lookup'],
    ['Show me an example of a fastify route with a schema', 'code'],
    ['Escribe un ejemplo de ruta con fastify', 'code'],
    ['Does this compile?\n```ts\nimport fastify from "fastify";\n```', 'code'],
    ['What is 1024 * 1.5?', 'calculation'],
    ['¿Cuánto es (3 + 4) * 2?', 'calculation'],
    ['hello', 'general'],
    ['Which packages are indexed?', 'general'],
    ['¿Qué hora es?', 'general'],
  ])('%s', (question, kind) => {
    expect(plan(question).kind).toBe(kind);
  });
});

describe('what a question names', () => {
  it.each([
    ['How does `app.register()` differ from fastify.decorate?', ['app.register()', 'fastify.decorate']],
    [
      'Is FastifyInstance exported, and what of createServer and MAX_BODY_SIZE?',
      ['FastifyInstance', 'createServer', 'MAX_BODY_SIZE'],
    ],
    ['Does @fastify/cors take --watch or call listen()?', ['@fastify/cors', '--watch', 'listen']],
    ['What does TypeScript say of Node.js and GitHub?', []],
    ['Which iOS and e.g. i.e. things', []],
  ])('%s', (question, identifiers) => {
    expect(identifiersOf(question)).toEqual(identifiers);
  });

  it('finds sources with their versions, whatever their case', () => {
    expect(plan('Does Fastify 5 work with @langchain/core and better sqlite3?').sources).toEqual([
      { source: 'fastify', version: '5' },
      { source: '@langchain/core', version: undefined },
      { source: 'better-sqlite3', version: undefined },
    ]);
  });

  it('takes a common word for a package only where the question says so', () => {
    expect(plan('How do I listen to events of a server?').sources).toEqual([]);
    expect(plan('How do I listen with the package events?').sources).toMatchObject([{ source: 'events' }]);
    expect(plan('How do I listen with `events`?').sources).toMatchObject([{ source: 'events' }]);
  });

  it('reads nothing into text that looks like regular expressions or goes on for ever', () => {
    const long = `${'a.'.repeat(20_000)} ${'`'.repeat(5_000)} ${'from 1 '.repeat(5_000)}`;
    expect(plan(long).steps.length).toBeLessThanOrEqual(6);
    expect(plan('[(*+?').kind).toBe('lookup');
  });
});

describe('the steps', () => {
  it('looks a symbol up in its source and searches for the rest', () => {
    const question = 'What options does `safeParse` of zod take?';
    const search = ['search_docs', { query: question, source: 'zod' }];
    const everywhere = ['search_docs', { query: question }];
    const symbol = ['find_symbol', { name: 'safeParse', source: 'zod' }];
    expect(calls(question)).toEqual([search, everywhere, symbol]);
    expect(calls('What does `safeParse` of zod return?')[0]).toEqual(symbol);
  });

  it('reads the changelog between the versions that are meant', () => {
    const changed = 'What changed in fastify between 4 and 5?';
    expect(calls(changed)[0]).toEqual([
      'changelog_between',
      { source: 'fastify', from: '4.29.0', to: '5.12.8', about: changed },
    ]);
    const removed = 'What was removed in zod 4?';
    expect(calls(removed)[0]).toEqual([
      'changelog_between',
      { source: 'zod', from: '3.9999.0', to: '4.6.7', about: removed },
    ]);
  });

  it('searches once for each fact, in the source that it names', () => {
    const { subQuestions, steps } = plan('How do I add a hook in fastify and how do I parse a date with zod?');
    expect(subQuestions).toEqual(['How do I add a hook in fastify', 'how do I parse a date with zod?']);
    expect(steps.map(({ arguments: args, part }) => [args.source, part])).toEqual([
      ['fastify', 0],
      ['zod', 1],
      [undefined, 0],
    ]);
  });

  it('knows scoped packages by what people call them', () => {
    expect(plan('How do I register the helmet plugin in Fastify?').sources.map((one) => one.source)).toEqual([
      '@fastify/helmet',
      'fastify',
    ]);
    expect(plan('What is a helmet?').sources).toEqual([]);
  });

  it('takes the name of a scope for its package where that is the only one', () => {
    const scoped = (name: string) => [
      source('fastify', '5.12.8'),
      source('@scalar/fastify-api-reference'),
      source(name),
    ];
    const named = (name: string) =>
      makePlan('Which theme has the Scalar plugin?', scoped(name)).sources.map((one) => one.source);
    expect(named('zod')).toEqual(['@scalar/fastify-api-reference']);
    expect(named('@scalar/themes')).toEqual([]);
    expect(named('scalar')).toEqual(['scalar']);
  });

  it('searches in what is here where a version is not', () => {
    expect(calls('How do hooks work in fastify 4.29?')).toContainEqual([
      'search_docs',
      { query: 'How do hooks work in fastify 4.29?', source: 'fastify@4.29' },
    ]);
    expect(calls('How do hooks work in fastify 3?').at(-1)?.[1]).toMatchObject({ source: 'fastify' });
  });

  it('keeps together what says nothing apart', () => {
    const question = 'Which option of fastify limits the body, and what is its default?';
    expect(plan(question).subQuestions).toEqual([question]);
  });

  it('reads versions without a mark, and all releases of "5.x"', () => {
    expect(calls('What broke in zod 4.6.7 compared with 3.x?')[0]?.[1]).toMatchObject({
      from: '3.9999.0',
      to: '4.6.7',
    });
  });

  it('searches for a Spanish question in English words', () => {
    expect(calls('¿Cómo cambio el nivel del registro con fastify?')).toEqual([
      ['search_docs', { query: 'change level log fastify', source: 'fastify' }],
      ['search_docs', { query: 'change level log fastify' }],
    ]);
    expect(calls('¿Cómo cambio el nivel del registro?').map(([, args]) => args)).toEqual([
      { query: 'change level log' },
      { query: '¿Cómo cambio el nivel del registro?' },
    ]);
    expect(plan('¿Qué devuelve `safeParse` de zod?').english).toBe('return safeParse zod');
    expect(plan('What does `safeParse` return?').english).toBeUndefined();
  });

  it('checks a snippet that the question holds', () => {
    expect(calls('Does this compile?\n```ts\nconst a: string = 1;\n```')[0]).toEqual([
      'check_typescript',
      { code: 'const a: string = 1;' },
    ]);
  });

  it('looks for no symbols where there are only pages', () => {
    const { steps } = makePlan('What are the task types of GroundTruth?', [source('handbook')]);
    expect(steps.map(({ tool }) => tool)).toEqual(['search_docs']);
  });

  it('plans only with tools that are there', () => {
    const { steps } = makePlan('What is 2 * 3?', SOURCES, { tools: new Set(['search_docs']) });
    expect(steps).toEqual([]);
  });

  it('says when only a model could cut a question apart', () => {
    expect(plan('Explain both the hooks of fastify and the refinements of zod').isUndivided).toBe(true);
    expect(plan('How do I add a hook in fastify?').isUndivided).toBe(false);
  });
});

describe('a revision', () => {
  it('tries without the version, then other words, and then gives up', () => {
    const first = plan('How do I pour tea in fastify 5?');
    const second = revised(withStatus(first, 'step_1', 'empty'), first.steps[0]!)!;
    expect(second.revision).toBe(1);
    expect(second.steps.map(({ status }) => status)).toEqual(['empty', 'planned']);
    expect(second.steps[1]!.arguments).toEqual({ query: 'How do I pour tea in fastify 5?', source: 'fastify' });
    const third = revised(second, second.steps[1]!)!;
    expect(third.steps[2]!.arguments).toEqual({ query: 'pour tea fastify 5', source: 'fastify' });
    expect(revised(third, third.steps[2]!)).toBeUndefined();
  });

  it('looks for a symbol elsewhere', () => {
    const first = plan('What does `pourTea` of zod return?');
    expect(revised(first, first.steps[0]!)!.steps.at(-1)!.arguments).toEqual({ name: 'pourTea' });
  });
});
