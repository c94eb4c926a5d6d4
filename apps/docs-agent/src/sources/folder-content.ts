import { realpathSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type DocumentReader, ServiceError } from '@pareto/contracts';
import { ConfinedFolder, type FolderLimits } from './confined-folder.ts';
import { htmlToMarkdown } from './html-page.ts';
import type { CutOptions } from './markdown-page.ts';
import { contentHash, pageDocument } from './page-document.ts';
import type { SourceContent, SourceDocument } from './source-document.ts';

const PAGE = /\.(?:mdx?|markdown|html?)$/i;
const HTML = /\.html?$/i;

/**
 * The real place of a folder that a caller names.
 * @param allowed folders inside of which, or which themselves, may be indexed.
 * @throws ServiceError `source_not_found` for one that lies elsewhere or is not there: both look the same from outside.
 */
export function allowedFolder(folder: string, allowed: readonly string[]): string {
  const real = realOf(folder);
  // One of them that is not there closes none of the others.
  const roots = allowed.flatMap((path) => realOf(path) ?? []);
  if (real !== undefined && roots.some((root) => real === root || real.startsWith(root + sep))) return real;
  throw new ServiceError('source_not_found', 'The folder is not among those that may be indexed.', { param: 'folder' });
}

function realOf(folder: string): string | undefined {
  try {
    return realpathSync(folder);
  } catch {
    return undefined;
  }
}

/** The Markdown and HTML pages of a folder. */
export function folderContent(
  folder: string,
  { reader, cut, limits }: { reader: DocumentReader; cut: CutOptions; limits?: FolderLimits | undefined },
): SourceContent {
  const files = new ConfinedFolder(folder, limits);
  const documents = files
    .files('.', (path) => PAGE.test(path))
    .flatMap((path) => {
      const text = files.text(path);
      if (!text?.trim()) return [];
      return HTML.test(path)
        ? [htmlDocument(path, { text, file: join(files.root, path) }, { reader, cut })]
        : [pageDocument(path, text, cut)];
    });
  return { documents, notes: files.notes };
}

function htmlDocument(
  path: string,
  { text, file }: { text: string; file: string },
  { reader, cut }: { reader: DocumentReader; cut: CutOptions },
): SourceDocument {
  return {
    path,
    hash: contentHash('html', path, text),
    read: async () => pageDocument(path, await htmlToMarkdown(reader, file), cut).read(),
  };
}
