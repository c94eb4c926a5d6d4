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
});
