/** Inclusive intervals of Unicode scalar values, ascending and without overlap. */
export type CodePoints = readonly (readonly [first: number, last: number])[];

/** Every scalar value: surrogates are no characters, and UTF-8 cannot hold them. */
export const ANY_CODE_POINT: CodePoints = [
  [0, 0xd7ff],
  [0xe000, 0x10ffff],
];

export function codePoints(...intervals: (readonly [number, number] | number | string)[]): CodePoints {
  const pairs = intervals.flatMap((interval): (readonly [number, number])[] => {
    if (typeof interval === 'number') return [[interval, interval]];
    if (typeof interval !== 'string') return [interval];
    return [...interval].map((character) => [character.codePointAt(0)!, character.codePointAt(0)!] as const);
  });
  return union(pairs);
}

export function union(...sets: readonly CodePoints[]): CodePoints {
  const merged: [number, number][] = [];
  for (const [first, last] of sets.flat().sort((a, b) => a[0] - b[0])) {
    const previous = merged.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

export function intersection(a: CodePoints, b: CodePoints): CodePoints {
  const shared: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const first = Math.max(a[i]![0], b[j]![0]);
    const last = Math.min(a[i]![1], b[j]![1]);
    if (first <= last) shared.push([first, last]);
    if (a[i]![1] < b[j]![1]) i += 1;
    else j += 1;
  }
  return shared;
}

export function difference(a: CodePoints, b: CodePoints): CodePoints {
  const gaps: [number, number][] = [];
  let start = 0;
  for (const [first, last] of b) {
    if (first > start) gaps.push([start, first - 1]);
    start = last + 1;
  }
  gaps.push([start, 0x10ffff]);
  return intersection(a, gaps);
}
