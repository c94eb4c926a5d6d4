import { SqliteFile } from '../sqlite-file.ts';
import { MIGRATIONS } from './schema.ts';
import { WriteLock } from './write-lock.ts';

/** The SQLite file of what is indexed. Several processes may read it; who changes it holds the lock. */
export class CatalogueDatabase extends SqliteFile {
  readonly lock: WriteLock;

  constructor(file: string) {
    super(file, MIGRATIONS);
    this.lock = new WriteLock(file);
  }

  /** Another one after each change, of this process or of another. */
  get version(): string {
    const { own, others } = this.row<{ own: number; others: number }>(
      'SELECT total_changes() own, data_version others FROM pragma_data_version',
    )!;
    return `${own} ${others}`;
  }

  override close(): void {
    this.lock.close();
    super.close();
  }
}
