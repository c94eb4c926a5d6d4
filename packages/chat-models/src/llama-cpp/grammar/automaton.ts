import { type CodePoints, union } from './code-points.ts';
import { GRAMMAR_LIMITS } from './limits.ts';
import { type Pattern, PatternError } from './regular-expression.ts';

/** A deterministic automaton over code points; it starts in state 0. */
export interface Automaton {
  readonly states: readonly AutomatonState[];
}

export interface AutomatonState {
  readonly isFinal: boolean;
  /** Their code points do not overlap. */
  readonly moves: readonly { readonly codePoints: CodePoints; readonly to: number }[];
}

interface Position {
  /** Absent: the position is passed without a character. */
  readonly codePoints?: CodePoints;
  readonly next: number[];
}

/** Builds the automaton of a pattern that matches whole texts. @throws PatternError where it is too large. */
export function automatonOf(pattern: Pattern): Automaton {
  const positions: Position[] = [];
  const work = new Work();
  const add = (position: Position): number => {
    if (positions.length >= GRAMMAR_LIMITS.patternPositions) throw new PatternError('its repetitions are too many');
    return positions.push(position) - 1;
  };
  const end = add({ next: [] });
  /** Puts `part` before `after`. @returns where it begins. */
  const before = (part: Pattern, after: number): number => {
    work.spend(1);
    switch (part.kind) {
      case 'class':
        return add({ codePoints: part.codePoints, next: [after] });
      case 'sequence':
        return part.items.reduceRight((next, item) => before(item, next), after);
      case 'choice':
        return add({ next: part.options.map((option) => before(option, after)) });
      case 'repeat': {
        let start = after;
        if (part.max === undefined) {
          start = add({ next: [after] });
          positions[start]!.next.push(before(part.item, start));
        } else {
          for (let i = part.min; i < part.max; i += 1) start = add({ next: [after, before(part.item, start)] });
        }
        for (let i = 0; i < part.min; i += 1) start = before(part.item, start);
        return start;
      }
    }
  };
  return determinized(positions, before(pattern, end), end, work);
}

/** Steps of building one automaton: what nested repetitions would multiply without end. */
class Work {
  #left = 1_000_000;

  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new PatternError('it is too complex');
  }
}

function determinized(positions: readonly Position[], start: number, end: number, work: Work): Automaton {
  const sets: number[][] = [];
  const numbers = new Map<string, number>();
  const stateOf = (seeds: Iterable<number>): number => {
    const set = closure(positions, seeds, work);
    const key = set.join();
    let state = numbers.get(key);
    if (state === undefined) {
      state = sets.push(set) - 1;
      if (state >= GRAMMAR_LIMITS.patternStates) throw new PatternError('it needs too many states');
      numbers.set(key, state);
    }
    return state;
  };
  stateOf([start]);
  const states: AutomatonState[] = [];
  // `sets` grows while the loop runs.
  for (let i = 0; i < sets.length; i += 1) {
    const set = sets[i]!;
    states.push({ isFinal: set.includes(end), moves: moves(positions, set, stateOf, work) });
  }
  return { states };
}

/** The positions that wait for a character, and the end. */
function closure(positions: readonly Position[], seeds: Iterable<number>, work: Work): number[] {
  const seen = new Set<number>();
  const open = [...seeds];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    work.spend(1);
    if (!positions[at]!.codePoints) open.push(...positions[at]!.next);
  }
  return [...seen].filter((at) => positions[at]!.codePoints || positions[at]!.next.length === 0).sort((a, b) => a - b);
}

function moves(
  positions: readonly Position[],
  set: readonly number[],
  stateOf: (seeds: Iterable<number>) => number,
  work: Work,
): AutomatonState['moves'] {
  const waiting = set.map((at) => positions[at]!).filter(({ codePoints }) => codePoints);
  const edges = waiting.flatMap(({ codePoints, next }) =>
    codePoints!.flatMap(([first, last]) => [
      { at: first, next: next[0]!, isStart: true },
      { at: last + 1, next: next[0]!, isStart: false },
    ]),
  );
  work.spend(edges.length);
  edges.sort((a, b) => a.at - b.at);
  const targets = new Map<number, [number, number][]>();
  const active = new Map<number, number>();
  for (const [i, edge] of edges.entries()) {
    const count = (active.get(edge.next) ?? 0) + (edge.isStart ? 1 : -1);
    if (count === 0) active.delete(edge.next);
    else active.set(edge.next, count);
    const until = edges[i + 1]?.at ?? edge.at;
    if (until === edge.at || active.size === 0) continue;
    const to = stateOf(active.keys());
    targets.set(to, [...(targets.get(to) ?? []), [edge.at, until - 1]]);
  }
  return [...targets].map(([to, intervals]) => ({ to, codePoints: union(intervals) }));
}
