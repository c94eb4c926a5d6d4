import { SqliteFile } from '../sqlite-file.ts';
import { MIGRATIONS } from './schema.ts';

/** The SQLite file of what is indexed. */
export class CatalogueDatabase extends SqliteFile {
  constructor(file: string) {
    super(file, MIGRATIONS);
  }
}
