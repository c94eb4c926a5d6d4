import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import type { AgentDatabase } from './database.ts';

/** LangGraph's checkpoints in the file of the conversations; a session is a thread. */
export class SessionCheckpoints extends SqliteSaver {
  readonly #agentDatabase: AgentDatabase;

  constructor(database: AgentDatabase) {
    super(database.connection as unknown as ConstructorParameters<typeof SqliteSaver>[0]);
    this.#agentDatabase = database;
    this.setup();
  }

  /** Forgets all but the last checkpoint of a thread: each holds the whole state, and nobody goes back. */
  prune(threadId: string): void {
    this.#agentDatabase.transaction(() => {
      for (const table of ['checkpoints', 'writes']) {
        this.#agentDatabase.run(
          `DELETE FROM ${table} WHERE thread_id = ? AND checkpoint_id < (
            SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ? AND checkpoint_ns = '')`,
          threadId,
          threadId,
        );
      }
    });
  }
}
