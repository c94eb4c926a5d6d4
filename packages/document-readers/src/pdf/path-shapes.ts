import type { Box } from '@pareto/contracts';
import type { Matrix } from './matrix.ts';
import { PATH_COORDINATES } from './operators.ts';

/** Paths with more numbers are drawings. */
const MAX_NUMBERS = 20_000;
const MOVE_TO = 0;

/** The bounding boxes of a path's subpaths on the page. Rules and shades of tables are rectangles and lines. */
export function pathShapes(path: ArrayLike<number>, [a, b, c, d, e, f]: Matrix): Box[] {
  const boxes: Box[] = [];
  if (path.length > MAX_NUMBERS) return boxes;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  const close = () => {
    if (right >= left) boxes.push({ x: left, y: top, width: right - left, height: bottom - top });
    [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  };
  for (let i = 0; i < path.length; ) {
    const kind = path[i]!;
    if (kind === MOVE_TO) close();
    const end = i + 1 + (PATH_COORDINATES[kind] ?? 0);
    for (i += 1; i < end; i += 2) {
      const x = a * path[i]! + c * path[i + 1]! + e;
      const y = b * path[i]! + d * path[i + 1]! + f;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  close();
  return boxes;
}
