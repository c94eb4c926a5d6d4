import { validate } from '@langchain/langgraph-checkpoint-validation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SessionCheckpoints } from '../../src/agent/store/checkpoints.ts';
import { AgentDatabase } from '../../src/agent/store/database.ts';

// What LangGraph asks of a checkpointer, over the database of the conversations and its version of better-sqlite3. The
// suite takes its functions from the global scope.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });

let database: AgentDatabase;
validate<SessionCheckpoints>({
  // By this name the suite leaves one test out: the package, whose class ours extends, stores whole states and not what
  // changed in them (langgraphjs#594). Here states of finished runs are pruned instead.
  checkpointerName: '@langchain/langgraph-checkpoint-sqlite',
  createCheckpointer() {
    database = new AgentDatabase(':memory:');
    return new SessionCheckpoints(database);
  },
  destroyCheckpointer() {
    database.close();
  },
});

it('keeps the last checkpoint of a thread', async () => {
  const agentDatabase = new AgentDatabase(':memory:');
  const checkpoints = new SessionCheckpoints(agentDatabase);
  const checkpoint = { v: 4, ts: '', channel_values: {}, channel_versions: {}, versions_seen: {} };
  for (const [thread, id] of [
    ['a', '1'],
    ['a', '2'],
    ['b', '1'],
  ]) {
    const config = { configurable: { thread_id: thread, checkpoint_ns: '' } };
    await checkpoints.put(config, { ...checkpoint, id: id! }, { source: 'loop', step: 1, parents: {} });
  }
  checkpoints.prune('a');
  const left = await Array.fromAsync(checkpoints.list({}));
  expect(left.map(({ config }) => [config.configurable?.thread_id, config.configurable?.checkpoint_id]).sort()).toEqual(
    [
      ['a', '2'],
      ['b', '1'],
    ],
  );
  agentDatabase.close();
});
