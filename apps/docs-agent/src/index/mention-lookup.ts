import { exactWords, stands } from './code-words.ts';
import type { CatalogueDatabase } from './database.ts';

const MAX_TERM_CHARACTERS = 500;

/** Whether a term stands in a document of some sources, letter for letter and not as a part of a longer word. */
export function isMentioned(database: CatalogueDatabase, term: string, sources: readonly number[]): boolean {
  const words = [...exactWords(term)];
  if (words.length === 0 || term.length > MAX_TERM_CHARACTERS) return false;
  // Documents with every word of the term; where the term is more than one word, their texts decide.
  const documents = database.each<{ path: string; text: string }>(
    `SELECT d.path, d.text FROM documents d
    WHERE d.source IN (SELECT value FROM json_each(?)) AND d.id IN (
      SELECT m.document FROM mentions m JOIN words w ON w.id = m.word
      WHERE w.word IN (SELECT value FROM json_each(?)) GROUP BY m.document HAVING count(*) = ?
    )`,
    ...[JSON.stringify(sources), JSON.stringify(words), words.length],
  );
  for (const { path, text } of documents) {
    if (term === words[0] || stands(term, text) || stands(term, path)) return true;
  }
  return false;
}
