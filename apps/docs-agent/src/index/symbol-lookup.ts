import type { DocSymbol } from '../docs-index.ts';
import type { CatalogueDatabase } from './database.ts';

interface SymbolRow {
  readonly source: string;
  readonly version: string;
  readonly name: string;
  readonly kind: DocSymbol['kind'];
  readonly signature: string;
  readonly comment: string | null;
  readonly path: string;
  readonly line: number;
  readonly parent: string | null;
}

/** Exported names of some sources: exact matches first, then other case, then prefixes; top-level names before members. */
export function findSymbols(
  database: CatalogueDatabase,
  name: string,
  { sources, limit }: { sources: readonly number[]; limit: number },
): DocSymbol[] {
  const { parent, member } = /^(?<parent>[\w$]+)\.(?<member>[\w$]+)$/.exec(name)?.groups ?? {};
  const wanted = member ?? name;
  const lower = wanted.toLowerCase();
  return database
    .rows<SymbolRow>(
      `SELECT s.name source, s.version, y.name, y.kind, y.signature, y.comment, d.path, y.line, y.parent
      FROM symbols y JOIN documents d ON d.id = y.document JOIN sources s ON s.id = d.source
      WHERE y.lower_name >= ? AND y.lower_name < ? AND (? IS NULL OR y.parent = ?)
        AND d.source IN (SELECT value FROM json_each(?))
      ORDER BY (y.name = ?) DESC, (y.lower_name = ?) DESC, (y.parent IS NULL) DESC,
        (y.comment IS NOT NULL) DESC, length(y.name), y.id
      LIMIT ?`,
      ...[lower, `${lower}\u{10FFFF}`, parent ?? null, parent ?? null, JSON.stringify(sources)],
      ...[wanted, lower, limit],
    )
    .map(({ version, comment, parent: around, ...symbol }) => ({
      ...symbol,
      version: version || undefined,
      comment: comment ?? undefined,
      parent: around ?? undefined,
    }));
}
