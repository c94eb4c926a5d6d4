import type { Automaton, AutomatonState } from './automaton.ts';
import { ANY_CODE_POINT, type CodePoints, codePoints, difference, intersection, union } from './code-points.ts';
import { GRAMMAR_LIMITS } from './limits.ts';
import { PatternError } from './regular-expression.ts';

/** Texts that both accept. @throws PatternError where that needs too many states. */
export function intersect(a: Automaton, b: Automaton): Automaton {
  const pairs: [number, number][] = [];
  const numbers = new Map<string, number>();
  const stateOf = (x: number, y: number): number => {
    const key = `${x},${y}`;
    let state = numbers.get(key);
    if (state === undefined) {
      state = pairs.push([x, y]) - 1;
      if (state >= GRAMMAR_LIMITS.patternStates) throw new PatternError('it needs too many states');
      numbers.set(key, state);
    }
    return state;
  };
  stateOf(0, 0);
  const states: AutomatonState[] = [];
  for (let i = 0; i < pairs.length; i += 1) {
    const [x, y] = [a.states[pairs[i]![0]]!, b.states[pairs[i]![1]]!];
    const moves = x.moves.flatMap((left) =>
      y.moves.flatMap((right) => {
        const shared = intersection(left.codePoints, right.codePoints);
        return shared.length > 0 ? [{ codePoints: shared, to: stateOf(left.to, right.to) }] : [];
      }),
    );
    states.push({ isFinal: x.isFinal && y.isFinal, moves });
  }
  return { states };
}

/** Texts of `min` to `max` code points. */
export function ofLength(min: number, max: number | undefined): Automaton {
  const last = max ?? min;
  if (last >= GRAMMAR_LIMITS.patternStates) throw new PatternError('its length is too large beside a pattern');
  const states = Array.from({ length: last + 1 }, (_, i): AutomatonState => {
    const to = i < last ? i + 1 : max === undefined ? i : undefined;
    return { isFinal: i >= min, moves: to === undefined ? [] : [{ codePoints: ANY_CODE_POINT, to }] };
  });
  return { states };
}

/** Every text that is none of `texts`. */
export function noneOf(texts: readonly string[]): Automaton {
  const ends: boolean[] = [false];
  const branches: Map<string, number>[] = [new Map()];
  for (const text of texts) {
    let at = 0;
    for (const character of text) {
      let next = branches[at]!.get(character);
      if (next === undefined) {
        next = branches.push(new Map()) - 1;
        ends.push(false);
        branches[at]!.set(character, next);
      }
      at = next;
    }
    ends[at] = true;
  }
  const free = branches.length;
  const states = branches.map((branch, i): AutomatonState => {
    const named: [CodePoints, number][] = [...branch].map(([character, to]) => [codePoints(character), to]);
    const others = difference(ANY_CODE_POINT, union(...named.map(([set]) => set)));
    return {
      isFinal: !ends[i],
      moves: [...named, [others, free] as const].map(([set, to]) => ({ codePoints: set, to })),
    };
  });
  states.push({ isFinal: true, moves: [{ codePoints: ANY_CODE_POINT, to: free }] });
  return { states };
}

export function accepts({ states }: Automaton, text: string): boolean {
  let state = states[0]!;
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    const move = state.moves.find(({ codePoints: set }) =>
      set.some(([first, last]) => first <= codePoint && codePoint <= last),
    );
    if (!move) return false;
    state = states[move.to]!;
  }
  return state.isFinal;
}
