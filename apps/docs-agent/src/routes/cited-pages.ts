import type { Citation } from '../agent/ports.ts';

/** The pages of an answer as text, for clients that show nothing else: `[1] fastify 5.12.8, docs/Reference/Errors.md#codes`. */
export function citedPages(citations: readonly Citation[]): string {
  const lines = new Set(
    citations.map(
      ({ number, source, version, path, anchor }) =>
        `[${number}] ${source}${version === undefined ? '' : ` ${version}`}, ${path}${anchor === undefined ? '' : `#${anchor}`}`,
    ),
  );
  return lines.size > 0 ? `\n\n${[...lines].join('\n')}` : '';
}
