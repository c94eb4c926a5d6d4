import { ServiceError, type TextEmbedder } from '@pareto/contracts';
import type { DocPage, DocSection, DocSource, DocSymbol, DocsIndex, SectionHit, SourceFilter } from '../docs-index.ts';
import { compareVersions } from '../sources/versions.ts';
import type { Catalogue } from './catalogue.ts';
import { isMentioned } from './mention-lookup.ts';
import { SectionIndex } from './section-index.ts';
import { findSymbols } from './symbol-lookup.ts';

const DEFAULT_SYMBOLS = 20;

interface StoredSection {
  readonly id: number;
  readonly source: string;
  readonly version: string;
  readonly path: string;
  readonly anchor: string | null;
  readonly headings: string;
  readonly text: string;
  readonly release: string | null;
}

const SECTION = `SELECT c.id, s.name source, s.version, d.path, c.anchor, c.headings, c.text, c.release
  FROM sections c JOIN documents d ON d.id = c.document JOIN sources s ON s.id = d.source`;

/** The port of the tools on the catalogue: places and texts in SQLite, rankings in memory. */
export class SqliteDocsIndex implements DocsIndex {
  readonly #catalogue: Catalogue;
  readonly #embedder: TextEmbedder;
  readonly #sections: SectionIndex;
  /** What is in memory, and as of which change of the catalogue. */
  #keys: ReadonlyMap<number, string>;
  #version: string;

  /** Reads what is stored into memory. */
  constructor(catalogue: Catalogue, embedder: TextEmbedder) {
    this.#catalogue = catalogue;
    this.#embedder = embedder;
    this.#sections = new SectionIndex(embedder.dimensions);
    this.#version = catalogue.database.version;
    this.#keys = catalogue.pageKeys();
    for (const page of catalogue.pages()) this.#sections.add(page);
  }

  /** Takes over what was written to the catalogue, by this process or another. */
  refresh(): void {
    const { version } = this.#catalogue.database;
    if (version === this.#version) return;
    const keys = this.#catalogue.pageKeys();
    for (const [id, key] of this.#keys) if (keys.get(id) !== key) this.#sections.remove(id);
    for (const [id, key] of keys) {
      if (this.#keys.get(id) === key) continue;
      for (const page of this.#catalogue.pages(id)) this.#sections.add(page);
    }
    this.#keys = keys;
    this.#version = version;
  }

  sources(): readonly DocSource[] {
    return this.#catalogue.sources().map(({ id: _, ...source }) => source);
  }

  async search(
    question: string,
    { k, signal, ...filter }: SourceFilter & { readonly k: number; readonly signal?: AbortSignal | undefined },
  ): Promise<readonly SectionHit[]> {
    const [vector] = await this.#embedder.embed([question], { purpose: 'query', ...(signal && { signal }) });
    this.refresh();
    const sources = new Set(this.#ids(filter));
    return this.#sections
      .search(question, vector!, { sources })
      .slice(0, k)
      .flatMap(({ id, score, similarity }) => {
        const section = this.#catalogue.database.row<StoredSection>(`${SECTION} WHERE c.id = ?`, Number(id));
        return section ? [{ ...sectionOf(section), score, similarity }] : [];
      });
  }

  page(source: string, path: string, version?: string): DocPage {
    const ids = this.#ids({ source, version });
    if (ids.length === 0) {
      throw new ServiceError('source_not_found', `There is no source "${source.slice(0, 100)}".`, { param: 'source' });
    }
    const pages = this.#catalogue.database.rows<{ title: string; text: string; version: string }>(
      `SELECT d.title, d.text, s.version FROM documents d JOIN sources s ON s.id = d.source
      WHERE d.path = ? AND d.source IN (SELECT value FROM json_each(?))`,
      ...[path, JSON.stringify(ids)],
    );
    // Without a version: the newest that has it.
    const [page] = pages.sort((a, b) => compareVersions(b.version, a.version));
    if (!page) {
      throw new ServiceError('page_not_found', `${source} has no page "${path.slice(0, 200)}".`, { param: 'path' });
    }
    return { source, version: page.version || undefined, path, anchor: undefined, title: page.title, text: page.text };
  }

  symbols(
    name: string,
    { limit = DEFAULT_SYMBOLS, ...filter }: SourceFilter & { readonly limit?: number } = {},
  ): readonly DocSymbol[] {
    return findSymbols(this.#catalogue.database, name, { sources: this.#ids(filter), limit });
  }

  mentions(term: string, filter: SourceFilter = {}): boolean {
    const within = this.#within(filter);
    if (within.some(({ name }) => name === term)) return true;
    return isMentioned(
      this.#catalogue.database,
      term,
      within.map(({ id }) => id),
    );
  }

  changelog(source: string, from: string, to: string): readonly DocSection[] {
    const sources = this.#within({ source });
    // The newest version tells of all before it.
    const newest = sources.toSorted((a, b) => compareVersions(b.version ?? '', a.version ?? ''));
    for (const { id } of newest) {
      const sections = this.#catalogue.database
        .rows<StoredSection>(`${SECTION} WHERE d.source = ? AND c.release IS NOT NULL ORDER BY c.id`, id)
        .filter(({ release }) => compareVersions(release!, from) > 0 && compareVersions(release!, to) <= 0);
      if (sections.length > 0) {
        return sections.toSorted((a, b) => compareVersions(b.release!, a.release!) || a.id - b.id).map(sectionOf);
      }
    }
    return [];
  }

  #within({ source, version }: SourceFilter) {
    return this.#catalogue
      .sources()
      .filter(({ name }) => source === undefined || name === source)
      .filter((candidate) => version === undefined || candidate.version === version);
  }

  #ids(filter: SourceFilter): number[] {
    return this.#within(filter).map(({ id }) => id);
  }
}

function sectionOf({ id, version, anchor, headings, release: _, ...place }: StoredSection): DocSection {
  return {
    ...place,
    id: String(id),
    version: version || undefined,
    anchor: anchor ?? undefined,
    headings: JSON.parse(headings) as string[],
  };
}
