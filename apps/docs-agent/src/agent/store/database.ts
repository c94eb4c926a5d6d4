import { SqliteFile } from '../../sqlite-file.ts';
import { MIGRATIONS } from './schema.ts';

/** The SQLite file of conversations: runs, their events and traces, facts, gaps, and tables of LangGraph's checkpointer. */
export class AgentDatabase extends SqliteFile {
  constructor(file: string) {
    // What is deleted is overwritten, not only unlinked: questions are people's.
    super(file, MIGRATIONS, ['secure_delete = ON']);
  }

  /** Empties the write-ahead log, which else keeps what was deleted. */
  truncateLog(): void {
    this.connection.pragma('wal_checkpoint(TRUNCATE)');
  }
}
