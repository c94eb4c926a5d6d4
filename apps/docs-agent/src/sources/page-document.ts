import { createHash } from 'node:crypto';
import { type CutOptions, sectionsOf, titleOf, unescaped } from './markdown-page.ts';
import type { SourceDocument } from './source-document.ts';
import { versionIn } from './versions.ts';

const CHANGELOG = /(?:^|\/)(?:CHANGELOG|CHANGES|HISTORY|RELEASES?)(?:[.-][\w.-]*)?$/i;

/** Changes when files are read in another way, so that what was indexed before is read again. */
const FORMAT = 4;

/** Of a file: it changes with the file, and with how files are read. */
export function contentHash(...parts: readonly string[]): string {
  return hashOf(`${FORMAT}`, ...parts);
}

export function hashOf(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('base64url');
}

const HEADING = /^ {0,3}#{1,6}[ \t]/gm;
const MAX_HEADINGS = 5_000;
const MAX_COMMENTS = 2_000;

/**
 * The page without what no reader needs and what makes reading slow: the part from its 5,000th heading on, and comments
 * where there are thousands. Finding the end of a section or comment takes time in proportion to their number.
 */
function bounded(markdown: string): string {
  const beyond = [...markdown.matchAll(HEADING)][MAX_HEADINGS];
  const text = beyond ? `${markdown.slice(0, beyond.index)}[The page is longer than what was read of it.]` : markdown;
  return text.split('<!--', MAX_COMMENTS + 2).length > MAX_COMMENTS + 1 ? text.replaceAll('<!--', '') : text;
}

/** A Markdown file of a source. Sections of a changelog know the version that they tell of. */
export function pageDocument(path: string, markdown: string, options: CutOptions): SourceDocument {
  return {
    path,
    hash: contentHash('page', path, markdown),
    read() {
      const text = unescaped(bounded(markdown));
      const isChangelog = CHANGELOG.test(path);
      const sections = sectionsOf(text, options).map((section) => ({
        ...section,
        release: isChangelog ? releaseOf(section.headings) : undefined,
        isEmbedded: true,
      }));
      return { title: titleOf(text, path), text, sections, symbols: [] };
    },
  };
}

/** The version that the innermost heading names, of those that name one. */
function releaseOf(headings: readonly string[]): string | undefined {
  return headings.map(versionIn).findLast((version) => version !== undefined);
}
