import { fiscalYear } from '../company/model.ts';
import { over } from './amounts.ts';

export const [NOW, LAST, BEFORE] = [fiscalYear(2025), fiscalYear(2024), fiscalYear(2023)];
/** The years that statements show, and the two ends of years that balance sheets show. */
export const THREE = [NOW, LAST, BEFORE] as const;
export const ENDS = [NOW.closing, LAST.closing] as const;

export const THREE_COLUMNS = { columns: ['2025', '2024', '2023'] };
export const YEARS_ENDED = { over: 'Years ended December 31,', ...THREE_COLUMNS };
export const TWO_COLUMNS = { over: 'December 31,', columns: ['2025', '2024'], label: 34 };

/** Rows with a figure of each. */
export const years = over(THREE);
export const ends = over(ENDS);
