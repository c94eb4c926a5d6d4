import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { chunkMarkdown } from '@pareto/chunking';
import type { TokenCounter } from '@pareto/contracts';
import type { Document } from '../catalogue/catalogue.ts';

const SECTION_TOKENS = 240;
/** Sections about people and terms: true of every package, and in the way of what it does. */
const SKIPPED_SECTIONS =
  /^(contributors|sponsors|backers|team|licen[cs]e|acknowledge?ments|credits|past collaborators|emeritus)/i;
/** Files about the project rather than about its use. */
const SKIPPED_FILES =
  /^(changelog|contributing|code_of_conduct|security|governance|license|history|sponsors|expense_policy)\b/i;

export interface DocumentationPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/** Those of the named npm packages that are installed here, with the version that this project runs. */
export function installedPackages(names: readonly string[]): DocumentationPackage[] {
  const searchPaths = createRequire(import.meta.url).resolve.paths('fastify') ?? [];
  return names.flatMap((name) => {
    const folder = searchPaths.map((path) => join(path, name)).find((path) => existsSync(join(path, 'package.json')));
    if (!folder) return [];
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return [{ name, version, folder }];
  });
}

/** The sections of a package's Markdown files, each a document that says where it stands. */
export function* documentationOf(pkg: DocumentationPackage, countTokens: TokenCounter): Generator<Document> {
  for (const file of markdownFiles(pkg.folder)) {
    const path = relative(pkg.folder, file).split(sep).join('/');
    const seen = new Map<string, number>();
    for (const chunk of chunkMarkdown(readFileSync(file, 'utf8'), { maxTokens: SECTION_TOKENS, countTokens })) {
      if (chunk.headings.some((heading) => SKIPPED_SECTIONS.test(plain(heading)))) continue;
      const anchor = slug(chunk.headings.at(-1) ?? '');
      const repeat = seen.get(anchor) ?? 0;
      seen.set(anchor, repeat + 1);
      yield {
        id: `${pkg.name}/${path}#${anchor}${repeat > 0 ? `~${repeat + 1}` : ''}`,
        title: titleOf(pkg.name, chunk.headings.map(plain)),
        text: chunk.text,
        metadata: { package: pkg.name, version: pkg.version, path, anchor },
      };
    }
  }
}

/** The package and the path of headings, each said once. */
function titleOf(name: string, headings: readonly string[]): string {
  const path = [name, ...headings].filter((part) => part !== '');
  return path.filter((part, i) => i === 0 || part.toLowerCase() !== path[i - 1]!.toLowerCase()).join(' › ');
}

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !SKIPPED_FILES.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(folder, dirname(file))
          .split(sep)
          .some((part) => part === 'node_modules' || part.startsWith('.')),
    )
    .sort();
}

/** The anchor that GitHub gives a heading. */
function slug(heading: string): string {
  return plain(heading)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

function plain(heading: string): string {
  return heading
    .replace(/<[^>]*>/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim();
}
