import type { Automaton } from './automaton.ts';
import { ANY_CODE_POINT, type CodePoints } from './code-points.ts';
import { choice, type Expression, literal, NEVER, reference, sequence } from './expression.ts';
import { type JsonText, jsonCharacter } from './json-text.ts';
import type { RuleSet } from './rule-set.ts';

/** The rest of a JSON string, its closing quotation mark included, whose text the automaton accepts. */
export function stringRest(rules: RuleSet, json: JsonText, { states }: Automaton, hint: string): Expression {
  const arrivals = states.map(() => 0);
  for (const { moves } of states) for (const { to } of moves) arrivals[to]! += 1;
  const isFree = states.map(
    ({ isFinal, moves }, i) => isFinal && moves.length === 1 && moves[0]!.to === i && isAny(moves[0]!.codePoints),
  );
  // A state in the middle of a chain needs no rule of its own.
  const isInline = states.map(
    ({ isFinal, moves }, i) => i > 0 && !isFinal && moves.length === 1 && arrivals[i] === 1 && moves[0]!.to !== i,
  );
  const names = states.map((_, i) => (isFree[i] || isInline[i] ? '' : rules.reserve(hint)));

  const characterOf = (set: CodePoints): Expression => {
    const expression = jsonCharacter(set);
    return expression.kind === 'choice' ? rules.define('char', expression) : expression;
  };
  const from = (i: number): Expression => {
    if (isFree[i]) return json.stringRest;
    return names[i] ? reference(names[i]) : body(i);
  };
  const body = (i: number): Expression => {
    const { isFinal, moves } = states[i]!;
    const steps = moves.map(({ codePoints, to }) => sequence(characterOf(codePoints), from(to)));
    return choice(...steps, isFinal ? literal('"') : NEVER);
  };
  for (const [i, name] of names.entries()) if (name) rules.set(name, body(i));
  return from(0);
}

function isAny(set: CodePoints): boolean {
  return JSON.stringify(set) === JSON.stringify(ANY_CODE_POINT);
}
