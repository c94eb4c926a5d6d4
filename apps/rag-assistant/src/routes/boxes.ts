import type { Box } from '@pareto/contracts';
import type { PageContent } from '../passages.ts';

/** Boxes of the lines of a page that a stretch of its text touches. */
export function boxesOf(page: PageContent | undefined, start: number, end: number): Box[] {
  const touched = (page?.lines ?? []).filter((line) => line.start < end && line.end > start);
  return touched.flatMap(({ box }) => box ?? []);
}
