import { describe, expect, it } from 'vitest';
import { hasModels } from './environment.ts';
import { scriptedService } from './scripted-service.ts';
import { QUESTION, ROUTES, TIMEOUT } from './texts.ts';

describe.skipIf(!hasModels)('an answer with little time (needs model files)', { timeout: 30_000 }, () => {
  const scripted = scriptedService({ ASK_TIMEOUT_MS: '4000' });

  it('is what was written before its deadline, and no error', async () => {
    scripted.model.replies = [`${ROUTES} ${TIMEOUT}`];
    scripted.model.holdAt = 'milliseconds';
    const caller = await scripted.service.visitor();
    const { status, body } = await caller.call('POST', '/v1/ask', { question: QUESTION });
    expect(status).toBe(200);
    expect(body).toMatchObject({ finish_reason: 'time', abstained: false, citations: [{ anchor: 'routes' }] });
    expect(body.answer).toMatch(/^Call `kettle\.route\(options\)`.* \[\d\]\.$/);
    expect(body.steps.map(({ kind }: { kind: string }) => kind)).toContain('tool');
  });
});
