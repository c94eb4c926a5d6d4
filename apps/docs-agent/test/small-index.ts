import { ServiceError } from '@pareto/contracts';
import type {
  DocPage,
  DocSection,
  DocSource,
  DocSymbol,
  DocsIndex,
  SectionHit,
  SourceFilter,
} from '../src/docs-index.ts';
import { partsOf } from '../src/tools/page-part.ts';

export interface SmallPage {
  readonly source: string;
  readonly version?: string | undefined;
  readonly path: string;
  readonly text: string;
}

/** An index over little documents, in memory: sections by shared words, everything else by exact text. */
export class SmallIndex implements DocsIndex {
  /** Every page that was read, in order: what a test of a scope looks at. */
  readonly touched: string[] = [];
  readonly #pages: readonly SmallPage[];
  readonly #symbols: readonly DocSymbol[];

  constructor(pages: readonly SmallPage[], symbols: readonly DocSymbol[] = []) {
    this.#pages = pages;
    this.#symbols = symbols;
  }

  sources(): readonly DocSource[] {
    const all = [...this.#pages, ...this.#symbols];
    const names = new Map(all.map(({ source, version }) => [`${source}@${version}`, { source, version }]));
    return [...names.values()].map(({ source, version }) => ({
      name: source,
      version,
      kind: version === undefined ? 'folder' : 'package',
      status: 'ready',
      documents: all.filter((page) => page.source === source && page.version === version).length,
      chunks: 1,
    }));
  }

  async search(question: string, { k, ...filter }: SourceFilter & { readonly k: number }): Promise<SectionHit[]> {
    const wanted = wordsOf(question);
    return this.#sections(filter)
      .map((section) => {
        const words = wordsOf(`${section.headings.join(' ')} ${section.text}`);
        return { ...section, score: [...wanted].filter((word) => words.has(word)).length };
      })
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, k);
  }

  page(source: string, path: string, version?: string): DocPage {
    const within = this.#within({ source, version });
    if (within.length === 0) throw new ServiceError('source_not_found', `There is no source "${source}".`);
    const page = within.find((candidate) => candidate.path === path);
    if (!page) throw new ServiceError('page_not_found', `${source} has no page "${path}".`);
    this.touched.push(`${source}@${page.version}/${path}`);
    const title = /^# (.+)$/m.exec(page.text)?.[1] ?? path;
    return { source, version: page.version, path, anchor: undefined, title, text: page.text };
  }

  symbols(name: string, { limit = 20, ...filter }: SourceFilter & { readonly limit?: number } = {}): DocSymbol[] {
    return this.#symbols
      .filter((symbol) => matches(symbol, filter) && symbol.name.toLowerCase().startsWith(name.toLowerCase()))
      .sort((a, b) => Number(b.name === name) - Number(a.name === name))
      .slice(0, limit);
  }

  mentions(term: string, filter: SourceFilter = {}): boolean {
    return (
      this.#within(filter).some(({ text, path }) => text.includes(term) || path === term) ||
      this.#symbols.some((symbol) => matches(symbol, filter) && `${symbol.name} ${symbol.signature}`.includes(term))
    );
  }

  changelog(source: string, from: string, to: string): DocSection[] {
    return this.#sections({ source }).filter(({ path, headings }) => {
      const version = /\d+\.\d+\.\d+/.exec(headings.at(-1) ?? '')?.[0];
      return path === 'CHANGELOG.md' && version !== undefined && isLess(from, version) && !isLess(to, version);
    });
  }

  #within(filter: SourceFilter): SmallPage[] {
    return this.#pages.filter((page) => matches(page, filter));
  }

  #sections(filter: SourceFilter): DocSection[] {
    return this.#within(filter).flatMap(({ source, version, path, text }) => {
      const parts = partsOf(text);
      return parts.map(({ anchor, headings, start }, i) => ({
        id: `${source}@${version}/${path}#${anchor}`,
        source,
        version,
        path,
        anchor,
        headings,
        text: text
          .slice(start, parts[i + 1]?.start)
          .replace(/^#.*\n?/, '')
          .trim(),
      }));
    });
  }
}

function matches(place: { source: string; version?: string | undefined }, filter: SourceFilter): boolean {
  return (
    (filter.source === undefined || filter.source === place.source) &&
    (filter.version === undefined || filter.version === place.version)
  );
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu));
}

function isLess(a: string, b: string): boolean {
  return a.localeCompare(b, 'en', { numeric: true }) < 0;
}
