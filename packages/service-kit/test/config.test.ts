import { inspect } from 'node:util';
import { ERROR_KINDS } from '@pareto/contracts';
import { describe, expect, it } from 'vitest';
import { baseConfig, env, loadConfig, Secret, STATUS_OF_KIND } from '../src/index.ts';

describe('loadConfig', () => {
  it('reports every problem at once, by name and without values', () => {
    const load = () =>
      loadConfig(baseConfig, { PORT: 'eighty', LIMITS: 'maybe', API_KEYS: 'short:123', LOG_LEVEL: 'loud' });
    expect(load).toThrow(/4 problem/);
    expect(load).toThrow(/PORT: expected a whole number/);
    expect(load).toThrow(/API_KEYS: entry 1/);
    expect(load).not.toThrow(/short:123/);
  });

  it('takes an empty variable for an absent one', () => {
    expect(loadConfig(baseConfig, { PORT: '' }).PORT).toBe(8080);
  });

  it('reads lists, flags and keys', () => {
    const config = loadConfig(baseConfig, {
      CORS_ORIGINS: 'https://a.example, https://b.example',
      LIMITS: 'off',
      API_KEYS: 'ana:0123456789,ben:abcdefghij',
    });
    expect(config.CORS_ORIGINS).toEqual(['https://a.example', 'https://b.example']);
    expect(config.LIMITS).toBe(false);
    expect(config.API_KEYS.map(({ name, key }) => [name, key.reveal()])).toEqual([
      ['ana', '0123456789'],
      ['ben', 'abcdefghij'],
    ]);
  });

  it('says of a key file only that it cannot be read', () => {
    expect(() => loadConfig(baseConfig, { API_KEYS_FILE: '/nowhere/keys' })).toThrow(/API_KEYS_FILE: cannot be read/);
  });
});

describe('Secret', () => {
  it('prints redacted however it is printed', () => {
    const secret = new Secret('hunter2');
    for (const text of [
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }),
      `${env.secret().parse('hunter2')}`,
    ]) {
      expect(text).not.toContain('hunter2');
      expect(text).toContain('[redacted]');
    }
    expect(secret.reveal()).toBe('hunter2');
  });
});

it('maps every kind of error to a status', () => {
  expect(Object.keys(STATUS_OF_KIND).sort()).toEqual([...ERROR_KINDS].sort());
});
