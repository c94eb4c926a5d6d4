import { ServiceError } from '@pareto/contracts';
import type { DocPlace, DocSource, DocsIndex, SourceFilter } from '../docs-index.ts';

const SUGGESTIONS = 5;

/** `fastify@5.12.8 docs/Routes.md#options` */
export function placeName({ source, version, path, anchor }: DocPlace): string {
  return `${sourceName({ name: source, version })} ${path}${anchor === undefined ? '' : `#${anchor}`}`;
}

/** `fastify@5.12.8`; the name alone where there is no version. */
export function sourceName({ name, version }: Pick<DocSource, 'name' | 'version'>): string {
  return version === undefined ? name : `${name}@${version}`;
}

/**
 * The source that is meant by `fastify`, `fastify@5.12.8`, `fastify@5` or `Fastify v5`; "5" is the newest 5 that is there.
 * @throws ServiceError `source_not_found` with names that come near.
 */
export function resolveSource(index: Pick<DocsIndex, 'sources'>, reference: string): SourceFilter {
  const sources = index.sources();
  const { name, version } = split(reference.trim());
  const named =
    pick(sources, (source) => source.name === name) ??
    pick(sources, (source) => source.name.toLowerCase() === name.toLowerCase());
  if (!named) {
    const near = [...new Set(sources.filter((source) => isNear(source.name, name)).map((source) => source.name))];
    const hint = near.length > 0 ? ` Did you mean ${near.slice(0, SUGGESTIONS).join(', ')}?` : '';
    throw new ServiceError('source_not_found', `There is no source "${reference.slice(0, 100)}".${hint}`, {
      param: 'source',
    });
  }
  const source = named[0]!.name;
  if (version === undefined) return { source };
  const versions = named.flatMap((candidate) => candidate.version ?? []);
  const chosen =
    versions.find((candidate) => candidate === version) ??
    versions.toSorted(newestFirst).find((candidate) => candidate.startsWith(`${version}.`));
  if (chosen !== undefined) return { source, version: chosen };
  const there = versions.length > 0 ? `there is ${versions.slice(0, SUGGESTIONS).join(', ')}` : 'it has no versions';
  throw new ServiceError('source_not_found', `${source} ${version.slice(0, 40)} is not here: ${there}.`, {
    param: 'source',
  });
}

function split(reference: string): { name: string; version: string | undefined } {
  const [, name = reference, version] = /^(@?[^@\s]+)(?:@|\s+v?)[\^~v]?(\d\S*)$/.exec(reference) ?? [];
  return { name, version };
}

function pick(sources: readonly DocSource[], isMeant: (source: DocSource) => boolean): DocSource[] | undefined {
  const found = sources.filter(isMeant);
  return found.length > 0 ? found : undefined;
}

function isNear(name: string, wanted: string): boolean {
  const [a, b] = [name.toLowerCase(), wanted.toLowerCase()];
  return b.length > 2 && (a.includes(b) || b.includes(a.slice(a.indexOf('/') + 1)));
}

function newestFirst(a: string, b: string): number {
  return b.localeCompare(a, 'en', { numeric: true });
}
