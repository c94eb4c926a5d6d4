import { ScriptedModelServer } from '@pareto/contract-tests';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { startServiceWith, type TestService } from './service.ts';
import { ROUTES } from './texts.ts';

/** One service for the tests of a suite, with a model that says the same at the beginning of each. */
export function scriptedService(environment: Record<string, string> = {}): {
  readonly model: ScriptedModelServer;
  /** From the first test on. */
  readonly service: TestService;
} {
  const model = new ScriptedModelServer();
  let service: TestService | undefined;
  beforeAll(async () => {
    await model.start();
    service = await startServiceWith(model, environment);
  }, 60_000);
  beforeEach(() => {
    model.prompts.length = 0;
    model.holdAt = undefined;
    model.replies = [ROUTES];
  });
  afterAll(async () => {
    await service?.close();
    await model.stop();
  });
  return {
    model,
    get service() {
      return service!;
    },
  };
}
