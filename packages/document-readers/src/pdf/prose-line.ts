import type { Box } from '@pareto/contracts';
import type { Row } from './rows.ts';

/** A line of running text. */
export interface ProseLine {
  readonly text: string;
  readonly x: number;
  readonly end: number;
  readonly y: number;
  readonly size: number;
  readonly box: Box;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  /** Where its text begins after the mark of a list item. */
  readonly itemX: number | undefined;
}

const BULLET = /^[•●▪◦‣■□○▸►➢✓∙·o–—*-]$/;
const BULLET_BEFORE = /^[•●▪◦‣■□○▸►➢✓∙]\s*/;
const NUMBER = /^\(?(?:\d{1,2}|[a-z]|[A-Z]|[ivx]{2,5})[.)]$/;
const NUMBER_BEFORE = /^(?:\((?:\d{1,2}|[a-z]|[ivx]{1,5})\)|(?:\d{1,2}|[a-z])[.)])\s+(?=\S)/;

export function proseLine(row: Row): ProseLine {
  const { phrases } = row;
  const [first, second] = phrases;
  const runs = phrases.flatMap((phrase) => phrase.runs).filter((run) => /[\p{L}\p{N}]/u.test(run.text));
  const [x, end] = [first!.x, phrases.at(-1)!.end];
  const text = phrases.map((phrase) => phrase.text).join(' ');
  const isMarked = second !== undefined && (BULLET.test(first!.text) || NUMBER.test(first!.text));
  const mark = isMarked ? undefined : (BULLET_BEFORE.exec(text) ?? NUMBER_BEFORE.exec(text));
  return {
    text,
    x,
    end,
    y: row.y,
    size: row.size,
    box: { x, y: row.top, width: end - x, height: row.bottom - row.top },
    isBold: runs.length > 0 && runs.every(({ font }) => font.isBold),
    isItalic: runs.length > 0 && runs.every(({ font }) => font.isItalic),
    itemX: isMarked ? second.x : mark ? x + 0.5 * row.size * mark[0].length : undefined,
  };
}
