import { figureRows } from '../typesetting/figure-rows.ts';
import { millions } from '../typesetting/figures.ts';

/** Rows of Brennick's tables, in millions of US dollars. */
export const { row, money, total, partRows, over } = figureRows(millions, '$ ');
