/** A heading of a page, and where the text below it ends: at the next heading of its level or above. */
export interface PagePart {
  readonly anchor: string;
  readonly headings: readonly string[];
  /** Offsets in the page, UTF-16 code units. */
  readonly start: number;
  readonly end: number;
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$/;
const FENCE = /^ {0,3}(```+|~~~+)/;

/** The parts of a Markdown page. Anchors are GitHub's: a title that comes twice gets `-1`. */
export function partsOf(text: string): PagePart[] {
  const found: { level: number; title: string; start: number }[] = [];
  let fence: string | undefined;
  let offset = 0;
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[1];
    if (mark && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined;
    const heading = fence === undefined ? HEADING.exec(line) : null;
    if (heading) found.push({ level: heading[1]!.length, title: plainTitle(heading[2]!), start: offset });
    offset += line.length + 1;
  }
  const counts = new Map<string, number>();
  return found.map(({ level, title, start }, i) => {
    const slug = slugOf(title);
    const before = counts.get(slug) ?? 0;
    counts.set(slug, before + 1);
    const next = found.slice(i + 1).find((other) => other.level <= level);
    return {
      anchor: before === 0 ? slug : `${slug}-${before}`,
      headings: headingsAbove(found.slice(0, i + 1)),
      start,
      end: next?.start ?? text.length,
    };
  });
}

function headingsAbove(found: readonly { level: number; title: string }[]): string[] {
  const path: { level: number; title: string }[] = [];
  for (const heading of found) {
    while (path.length > 0 && path.at(-1)!.level >= heading.level) path.pop();
    path.push(heading);
  }
  return path.map(({ title }) => title);
}

/** A title without the marks of Markdown and HTML. */
function plainTitle(title: string): string {
  return title
    .replace(/<[^>]{0,200}>/g, '')
    .replace(/!?\[([^\]]{0,200})\]\([^)]{0,500}\)/g, '$1')
    .replace(/[`*]/g, '')
    .trim();
}

/**
 * Typings from a line on, `L12`, with the comment before it; undefined for another anchor, or a line that is not there.
 * Where the declaration ends is for the reader to see.
 */
export function declarationAt(text: string, anchor: string): { anchor: string; text: string } | undefined {
  const number = Number(/^L(\d{1,7})$/i.exec(anchor)?.[1] ?? 0);
  const lines = text.split('\n');
  if (number < 1 || number > lines.length) return undefined;
  let first = number - 1;
  if (lines[first - 1]?.trimEnd().endsWith('*/')) {
    while (first > 0 && !lines[first]!.includes('/*')) first -= 1;
  }
  return { anchor: `L${number}`, text: lines.slice(first).join('\n') };
}

/** As GitHub makes anchors: lower case, without punctuation, hyphens for spaces. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
