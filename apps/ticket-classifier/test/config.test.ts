import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

describe('readConfig', () => {
  it('needs nothing', () => {
    const { PORT, DEFAULT_MODEL, LLM_BASE_URL, MLFLOW_TRACKING_URI } = readConfig({});
    expect([PORT, DEFAULT_MODEL, LLM_BASE_URL, MLFLOW_TRACKING_URI]).toEqual([
      8082,
      'support-desk',
      undefined,
      undefined,
    ]);
  });

  it('tells all that is wrong at once, and prints no secret', () => {
    const environment = { PORT: 'x', MLFLOW_TRACKING_URI: 'sqlite:///runs.db', INCIDENT_TICKETS: '1' };
    expect(() => readConfig(environment)).toThrow(/PORT.*MLFLOW_TRACKING_URI: expected http.*INCIDENT_TICKETS/s);
    expect(JSON.stringify(readConfig({ LLM_API_KEY: 'secret', MLFLOW_TRACKING_TOKEN: 'secret' }))).not.toContain(
      '"secret"',
    );
  });

  it('gets every setting of the chat model from the compose file, which sets what nobody chose to nothing', () => {
    const compose = readFileSync(join(import.meta.dirname, '../../../docker-compose.yml'), 'utf8');
    const [service = ''] = /^ {2}ticket-classifier:\n(?: {4}.*\n)+/m.exec(compose) ?? [];
    const passed = [...service.matchAll(/^ {6}(LLM_\w+):/gm)].map(([, name]) => name);
    expect(passed).toEqual(expect.arrayContaining(['LLM_BASE_URL', 'LLM_MODEL', 'LLM_SERVER', 'LLM_API_KEY']));
    expect(readConfig({ LLM_SERVER: '' }).LLM_SERVER).toBe('openai');
  });
});
