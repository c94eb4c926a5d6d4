import { decodeHTML } from 'entities';

/** Opens an element whose text is not for readers, or a comment. */
const HIDDEN_START = /<(script|style|head|title)\b[^<>]*>|<!--/gi;
const BREAKS = /<\/?(?:p|div|br|li|ul|ol|tr|table|h[1-6]|blockquote|pre|hr|section|article)(?![\p{L}\p{N}_])[^<>]*>/giu;
const CELLS = /<\/t[dh]\s*>/gi;
const TAGS = /<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/giu;
/** What masking writes: a text that was cleaned before stays as it is. */
const MASKS = /<(email|phone|account)>/gi;

// Lengths are bounded where a mark that nobody closes would otherwise be looked for to the end again and again.
const FENCES = /^[ \t]*(?:```|~~~).*$/gm;
const IMAGES_AND_LINKS = /!?\[([^\]\n]{0,500})\]\(([^()\s]{1,2000})(?:\s{1,10}"[^"\n]{0,500}")?\)/g;
const HEADINGS = /^[ \t]{0,3}#{1,6}[ \t]+/gm;
const RULES = /^[ \t]*(?:\*{3,}|_{3,}|={3,})[ \t]*$/gm;
const EMPHASIS = /(\*\*|__|~~)(?=\S)(.{1,500}?)(?<=\S)\1/g;
const BULLETS = /^[ \t]*[*+•][ \t]+/gm;
const CODE = /`([^`\n]{1,500})`/g;

/** HTML elements and the marks of Markdown to plain lines; entities to characters. */
export function withoutMarkup(text: string): string {
  const plain = withoutHidden(text)
    .replace(BREAKS, '\n')
    .replace(CELLS, ' ')
    .replace(MASKS, '\0$1\x01')
    .replace(TAGS, '')
    .replaceAll('\0', '<')
    .replaceAll('\x01', '>');
  return decodeHTML(plain)
    .replaceAll('\u00a0', ' ')
    .replace(FENCES, '')
    .replace(IMAGES_AND_LINKS, (_, words: string, url: string) => `${words} ${url}`.trim())
    .replace(HEADINGS, '')
    .replace(RULES, '')
    .replace(EMPHASIS, '$2')
    .replace(BULLETS, '- ')
    .replace(CODE, '$1');
}

/** Without scripts, styles and comments; one that is never closed stays. In one pass, however many are opened. */
function withoutHidden(text: string): string {
  const kept: string[] = [];
  const neverClosed = new Set<string>();
  let from = 0;
  for (const { index, 0: mark, 1: element } of text.matchAll(HIDDEN_START)) {
    const kind = element?.toLowerCase() ?? '--';
    if (index < from || neverClosed.has(kind)) continue;
    const end = element ? new RegExp(`</${kind}\\s*>`, 'gi') : /-->/g;
    end.lastIndex = index + mark.length;
    if (!end.test(text)) {
      neverClosed.add(kind);
      continue;
    }
    kept.push(text.slice(from, index), ' ');
    from = end.lastIndex;
  }
  return kept.join('') + text.slice(from);
}
