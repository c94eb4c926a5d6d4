import { createHash } from 'node:crypto';
import { type CutOptions, sectionsOf, titleOf } from './markdown-page.ts';
import type { SourceDocument } from './source-document.ts';
import { versionIn } from './versions.ts';

const CHANGELOG = /(?:^|\/)(?:CHANGELOG|CHANGES|HISTORY|RELEASES?)(?:[.-][\w.-]*)?$/i;

/** Changes when files are read in another way, so that what was indexed before is read again. */
const FORMAT = 1;

export function contentHash(...parts: readonly string[]): string {
  const hash = createHash('sha256').update(`${FORMAT}`);
  for (const part of parts) hash.update('\0').update(part);
  return hash.digest('base64url');
}

/** A Markdown file of a source. Sections of a changelog know the version that they tell of. */
export function pageDocument(path: string, markdown: string, options: CutOptions): SourceDocument {
  return {
    path,
    hash: contentHash('page', path, markdown),
    read() {
      const isChangelog = CHANGELOG.test(path);
      const sections = sectionsOf(markdown, options).map((section) => ({
        ...section,
        release: isChangelog ? releaseOf(section.headings) : undefined,
        isEmbedded: true,
      }));
      return { title: titleOf(markdown, path), text: markdown, sections, symbols: [] };
    },
  };
}

/** The version that the innermost heading names, of those that name one. */
function releaseOf(headings: readonly string[]): string | undefined {
  return headings.map(versionIn).findLast((version) => version !== undefined);
}
