import { INLINE_CODE } from './code-terms.ts';
import type { TermCheck } from './term-check.ts';

export interface StrippedProse {
  readonly text: string;
  /** Images, markup, and addresses that the sources do not name. */
  readonly stripped: readonly string[];
}

const COMMENTS = /<!--[\s\S]*?(?:-->|$)/g;
const IMAGE = /!\[([^\]]*)\](?:\([^()\s]*(?:\([^()]*\)[^()]*)*[^)]*\)|\[[^\]]*\])/g;
const LINK = /\[([^[\]]*)\]\(\s*<?([^\s<>()]*(?:\([^\s()]*\)[^\s<>()]*)*)>?(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)))?\s*\)/g;
const DEFINITION = /^ {0,3}\[([^\]]+)\]:\s*<?(\S+?)>?(?:[ \t]+.*)?$/gm;
const AUTOLINK = /<([a-z][a-z0-9+.-]*:[^\s<>]*)>/gi;
const TAG = /<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/gi;
/** Any scheme, and addresses that take the page's: what a viewer would make a link of. */
const BARE = /(?:\b[a-z][a-z0-9+.-]*:\/\/|(?<![\w:/])\/\/(?=[\w-]+\.)|\bwww\.)[^\s<>"'`)\]]+[^\s<>"'`)\].,;:!?*_]/gi;
const MAIL = /[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w.-]*\w)/gi;

/** What a link may lead to within the service: no scheme, no host, and none by entities or backslashes. */
const FOREIGN = /^(?:[a-z][a-z0-9+.-]*:|\/\/|www\.)|[&\\]/i;

/**
 * Prose without images and markup, and without links but those to pages of the sources: whoever wrote a page may have
 * written its links to carry off what was read, or who reads it. Of a link its text stays; an address that the sources
 * name stays as code, of which no viewer makes a link. Code between backticks stays as it is.
 */
export function stripLinks(prose: string, check: Pick<TermCheck, 'isKnown'>): StrippedProse {
  const stripped: string[] = [];
  const drop = (what: string, instead = '') => {
    stripped.push(what.slice(0, 200));
    return instead;
  };
  const text = outsideOfCode(prose, (part) => {
    let result = part.replace(COMMENTS, (all) => drop(all));
    // Twice: an image may be the text of a link.
    result = result.replace(IMAGE, (all) => drop(all)).replace(IMAGE, (all) => drop(all));
    result = result.replace(LINK, (all, label: string, target: string) => {
      if (!isNamed(target, check)) return drop(all, label);
      return FOREIGN.test(target) ? label : all;
    });
    result = result.replace(DEFINITION, (all, _, target: string) => {
      if (!isNamed(target, check)) return drop(all);
      return FOREIGN.test(target) ? '' : all;
    });
    result = result.replace(AUTOLINK, (all, target: string) => (isNamed(target, check) ? target : drop(all)));
    result = result.replace(TAG, (all) => drop(all));
    result = result.replace(MAIL, (all) => (check.isKnown(all) ? all : drop(all)));
    return result.replace(BARE, (all) => (isNamed(all, check) ? `\`${all}\`` : drop(all)));
  });
  return { text: text.replace(/[ \t]{2,}(?=\S)/g, (gap, at: number) => (isIndent(text, at) ? gap : ' ')), stripped };
}

/** What a page says, to be quoted: nothing in it leads elsewhere. */
export function withoutLinks(page: string): string {
  return stripLinks(page, { isKnown: () => true }).text;
}

/** A heading of the same page, a file of the sources, or an address that stands there in these very letters. */
function isNamed(target: string, check: Pick<TermCheck, 'isKnown'>): boolean {
  if (/^#[\p{L}\p{N}_-]+$/u.test(target)) return true;
  if (/^https?:\/\//i.test(target)) return check.isKnown(target);
  if (FOREIGN.test(target)) return false;
  const [path = ''] = target.split('#');
  return path !== '' && check.isKnown(path);
}

function outsideOfCode(prose: string, change: (part: string) => string): string {
  const codes = [...prose.matchAll(INLINE_CODE)].map(([code]) => code);
  // A mark in the place of each piece, so that a link around it is still seen as one.
  const marked = prose.replaceAll('\uE000', '').replace(INLINE_CODE, '\uE000');
  let next = 0;
  const changed = change(marked.replaceAll('\uE000', () => `\uE000${next++}\uE000`));
  return changed.replace(/\uE000(\d+)\uE000/g, (_, index: string) => codes[Number(index)]!);
}

function isIndent(text: string, at: number): boolean {
  return at === 0 || text[at - 1] === '\n';
}
