import { ConfinedFolder, type FolderLimits } from './confined-folder.ts';
import type { InstalledPackage } from './installed-packages.ts';
import { manifestOf } from './installed-packages.ts';
import type { CutOptions } from './markdown-page.ts';
import { pageDocument } from './page-document.ts';
import type { SourceContent, SourceDocument } from './source-document.ts';
import { typingsEntries } from './typings/entries.ts';
import { ExportGraph } from './typings/exported-declarations.ts';
import { typingsDocument } from './typings-document.ts';

const PAGE_AT_TOP = /^(?:README|CHANGELOG|CHANGES|HISTORY|RELEASES?|MIGRAT\w*|UPGRADING)(?:[.-][\w.-]*)?$/i;
const MARKDOWN = /(?:\.mdx?|\.markdown|\.txt|^[A-Z]+)$/;
const DOCS_FOLDERS = ['docs', 'doc', 'documentation'];
const DOCS_PAGE = /\.(?:mdx?|markdown)$/i;

/**
 * What documents an installed package: readme, changelog, `docs/`, and the typings that can be imported from it.
 * @throws Error of the file system where the folder is gone.
 */
export function packageContent(
  { folder }: Pick<InstalledPackage, 'folder'>,
  cut: CutOptions,
  limits?: FolderLimits,
): SourceContent {
  const files = new ConfinedFolder(folder, limits);
  const top = files.files('.', (path) => PAGE_AT_TOP.test(path) && MARKDOWN.test(path), { depth: 0 });
  const docs = DOCS_FOLDERS.flatMap((below) => files.files(below, (path) => DOCS_PAGE.test(path)));
  const pages = [...top, ...docs].flatMap((path) => {
    const text = files.text(path);
    return text?.trim() ? [pageDocument(path, text, cut)] : [];
  });
  return { documents: [...pages, ...typings(files)], notes: files.notes };
}

function typings(files: ConfinedFolder): SourceDocument[] {
  const manifest = manifestOf(files);
  if (!manifest) return [];
  const names = new ExportGraph(files).names(typingsEntries(files, manifest));
  return [...Map.groupBy(names, ({ module }) => module)].map(([module, own]) => typingsDocument(module, own));
}
