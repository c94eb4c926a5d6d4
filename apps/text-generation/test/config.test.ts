import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const folder = mkdtempSync(join(tmpdir(), 'pareto-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function withFile(content: unknown, environment: Record<string, string> = {}) {
  const path = join(folder, 'models.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return readConfig({ ...environment, CHAT_MODELS_FILE: path });
}

const problemsOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    return (error as Error).message;
  }
  return '';
};

describe('the configuration', () => {
  it('serves the default model without any variable', () => {
    expect(readConfig({}).models).toMatchObject([
      {
        id: 'qwen2.5-coder-1.5b-instruct-q4_k_m',
        kind: 'llama-cpp',
        model: 'qwen2.5-coder-1.5b-instruct-q4_k_m',
        slots: 4,
        contextLength: 4_096,
      },
    ]);
  });

  it('names a file by its name, and takes adapters', () => {
    const { models } = readConfig({ MODEL: '/models/own.gguf', ADAPTERS: 'polite=/a=b.gguf,terse=/c.gguf' });
    expect(models).toMatchObject([
      { id: 'own', model: '/models/own.gguf', adapters: { polite: '/a=b.gguf', terse: '/c.gguf' } },
    ]);
  });

  it('takes any number of models, with routes and budgets, from a file', () => {
    const { models, routes } = withFile({
      models: [
        { id: 'a', kind: 'scripted', budget: { dailyTokens: 5 }, firstTokenTimeoutMs: 100 },
        { id: 'b', kind: 'llama-cpp', model: 'smollm2-135m-instruct-q4_1', slots: 2 },
      ],
      routes: { best: { primary: 'a', fallback: ['b'] } },
    });
    expect(models).toMatchObject([
      { id: 'a', budget: { dailyTokens: 5 } },
      { id: 'b', slots: 2 },
    ]);
    expect(routes).toEqual({ best: { primary: 'a', fallback: ['b'] } });
  });

  it('puts a hosted model before the local one, with a budget', () => {
    const config = readConfig({ OPENAI_MODEL: 'gpt-x', OPENAI_API_KEY: 'sk-12345', HF_MODEL: 'a/b', HF_TOKEN: 'hf_1' });
    expect(config.models).toMatchObject([
      { kind: 'llama-cpp' },
      { id: 'gpt-x', kind: 'openai-compatible', budget: { dailyTokens: 200_000 } },
      { id: 'a/b', kind: 'hugging-face', budget: { dailyTokens: 200_000 } },
    ]);
    expect(config.routes['gpt-x']).toEqual({ primary: 'gpt-x', fallback: ['qwen2.5-coder-1.5b-instruct-q4_k_m'] });
    expect(JSON.stringify(config.models)).not.toMatch(/sk-12345|hf_1/);
    expect(readConfig({ MODEL: 'none', HF_MODEL: 'a/b', HF_TOKEN: 'hf_1' }).routes).toEqual({});
  });

  it('takes keys from the environment, and wants to be told that a hosted model has no budget', () => {
    const hosted = { id: 'h', kind: 'openai-compatible', baseUrl: 'http://localhost:1/v1', model: 'm' };
    const models = [{ ...hosted, apiKey: { env: 'H_KEY' }, budget: 'unlimited' }];
    const [model] = withFile({ models }, { H_KEY: 'sk-12345' }).models;
    expect(model?.kind === 'openai-compatible' && model.apiKey?.reveal()).toBe('sk-12345');
    expect(problemsOf(() => withFile({ models }))).toContain('CHAT_MODELS_FILE.models.0.apiKey');
    expect(problemsOf(() => withFile({ models: [hosted] }))).toContain('CHAT_MODELS_FILE.models.0.budget');
  });

  it('reports every problem at once', () => {
    const problems = problemsOf(() => readConfig({ SLOTS: '0', CONTEXT_LENGTH: 'many', ADAPTERS: 'x', PORT: '-1' }));
    for (const name of ['SLOTS', 'CONTEXT_LENGTH', 'ADAPTERS', 'PORT']) expect(problems).toContain(name);
    const inFile = problemsOf(() =>
      withFile({
        models: [
          { id: 'a', kind: 'scripted', slots: 0 },
          { id: 'a', kind: 'magic' },
        ],
      }),
    );
    expect(inFile).toContain('CHAT_MODELS_FILE.models.0.slots');
    expect(inFile).toContain('CHAT_MODELS_FILE.models.1.kind');
    expect(problemsOf(() => withFile('{'))).toContain('cannot be read');
  });

  it('refuses routes to models that are not there, and two models of one id', () => {
    const a = { id: 'a', kind: 'scripted' };
    expect(problemsOf(() => withFile({ models: [a, a] }))).toContain('two models');
    expect(problemsOf(() => withFile({ models: [a], routes: { r: { primary: 'b' } } }))).toContain('no model "b"');
  });
});
