import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manuscript } from './typesetting/blocks.ts';
import { parseMarkup } from './typesetting/markup.ts';

const FOLDER = join(import.meta.dirname, 'documents');

/** Reads a document of `documents/`: lines `key: value` between two `---`, then the markup of `typesetting/markup.ts`. */
export function readManuscript(file: string): Manuscript {
  const source = readFileSync(join(FOLDER, file), 'utf8');
  const [, head, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(source) ?? [];
  if (head === undefined || body === undefined) throw new Error(`${file} does not begin with its description`);
  const entries = head.split('\n').map((line) => {
    const colon = line.indexOf(':');
    return [
      line.slice(0, colon),
      line
        .slice(colon + 1)
        .trim()
        .replace(/^"|"$/g, ''),
    ] as const;
  });
  const fields = new Map<string, string>(entries);
  const field = (name: string): string => {
    const value = fields.get(name);
    if (value === undefined) throw new Error(`${file} says nothing of its ${name}`);
    return value;
  };
  const language = field('language') === 'es' ? 'es' : 'en';
  const title = field('title');
  const cover = fields.get('cover');
  return {
    title,
    author: field('author'),
    date: field('date'),
    language,
    style: {
      family: field('family') === 'Times' ? 'Times' : 'Helvetica',
      size: Number(field('size')),
      accent: field('accent'),
      margin: Number(field('margin')),
      header: field('header'),
      footer: field('footer'),
      pageNumber: language === 'es' ? (page, pages) => `Página ${page} de ${pages}` : (page) => `Page ${page}`,
      unnumberedPages: 0,
    },
    blocks: [
      ...(cover === undefined
        ? []
        : [{ kind: 'cover' as const, title, lines: cover.split(' / ') }, { kind: 'page-break' as const }]),
      ...parseMarkup(body),
    ],
  };
}
