import { raised } from '../../text/superscripts.ts';
import { FIGURE_END, isSuperscript, type Phrase, type Row } from '../rows.ts';

/** What stands in one place of a row: a label, a figure with its signs, a header. */
export interface Cell {
  readonly text: string;
  readonly x: number;
  readonly end: number;
  readonly isFigure: boolean;
}

const CURRENCY = /^(?:[A-Z]{1,3})?[$€£¥]\s*\(?$|^\($/;
const OPENS_FIGURE = /^[-–—−(+]*[$€£]?[\d.,–—-]/;
const SIGNS_AFTER = /^(?:\)|%|\)\s*%|%\s*\)|pts?|bps|pp|¢)$/;
/** Signed, in brackets, with a currency before or a unit after; with a mark of a footnote; or a dash for none. */
const FIGURE =
  /^[-–—−(+]*(?:[A-Z]{1,3})?[$€£¥]?[-–—−(+]*(?:\d(?:[\d.,]*\d)?|\.\d+)\)?(?:\s?(?:%|pp|bps|pts?|x|¢|€))?\)?%?(?:[*†‡]|\s?\([a-z0-9]\)|[⁰¹²³⁴-⁹][,;]?)*$/;
const NONE = /^[$€£]?\(?[-–—−]+\)?%?$|^(?:N\/?[AM]|n\/?[am]|n\.[am]\.|NMF?|nil|\*{1,3})(?:\s?%)?$/;
const YEAR = /^(?:FY\s?|FY')?(?:19|20)\d\d(?:[EA]|\s?\([a-z0-9]\)|[⁰¹²³⁴-⁹]+)?$/;

/** In widths of an em: how far signs may stand from the figure that they belong to. */
const SIGN_DISTANCE = { before: 20, after: 2.5 };
/** The mark of a footnote is smaller than what it stands beside. */
const MARK = /^\([a-z0-9]{1,2}\)$/i;
const MARK_SIZE = 0.86;
const MARK_DISTANCE = 1;

export function isFigure(text: string): boolean {
  return (FIGURE.test(text) || NONE.test(text)) && !YEAR.test(text);
}

export function isYear(text: string): boolean {
  return YEAR.test(text);
}

/** The cells of a row: currencies, brackets and percent signs that stand apart join their figures. */
export function cellsOf({ phrases, size, y }: Row): Cell[] {
  const cells: Cell[] = [];
  let pending: Phrase | undefined;
  for (const phrase of phrases) {
    const last = cells.at(-1);
    if (pending) {
      const isSigned = OPENS_FIGURE.test(phrase.text) && phrase.x - pending.end < SIGN_DISTANCE.before * size;
      cells.push(
        isSigned ? cell(pending.text + phrase.text, pending.x, phrase.end) : cell(pending.text, pending.x, pending.end),
      );
      pending = undefined;
      if (isSigned) continue;
    }
    if (CURRENCY.test(phrase.text)) pending = phrase;
    else if (last && MARK.test(phrase.text) && phrase.runs[0]!.size < MARK_SIZE * size)
      cells[cells.length - 1] = cell(`${last.text} ${phrase.text}`, last.x, phrase.end);
    else if (last && isRaisedBehind(last, phrase, size, y))
      cells[cells.length - 1] = cell(last.text + raised(phrase.text, last.text), last.x, phrase.end);
    else if (last && SIGNS_AFTER.test(phrase.text) && belongs(last, phrase, size))
      cells[cells.length - 1] = cell(last.text + phrase.text, last.x, phrase.end);
    else cells.push(cell(phrase.text, phrase.x, phrase.end));
  }
  if (pending) cells.push(cell(pending.text, pending.x, pending.end));
  return cells;
}

/** A mark that hangs a little behind its figure. */
function isRaisedBehind(last: Cell, { text, x, runs }: Phrase, size: number, y: number): boolean {
  return (
    runs.every((run) => isSuperscript(run, { size, y })) &&
    x - last.end < MARK_DISTANCE * size &&
    raised(text, last.text) !== text
  );
}

function belongs(last: Cell, sign: Phrase, size: number): boolean {
  return FIGURE_END.test(last.text) && sign.x - last.end < SIGN_DISTANCE.after * size;
}

function cell(text: string, x: number, end: number): Cell {
  const closed = glued(text);
  return { text: closed, x, end, isFigure: isFigure(closed) };
}

/** `$ 1,234 )` is `$1,234)`. */
function glued(text: string): string {
  if (!text.includes(' ') || text.length > 40) return text;
  return text.replace(/([$€£¥(])\s+(?=[\d(.–—-])/g, '$1').replace(/([\d)])\s+(?=\)|%)/g, '$1');
}
