import { ServiceError } from '@pareto/contracts';

/** What one grammar may cost at most. Everything here is checked before the work that it bounds. */
export const GRAMMAR_LIMITS = {
  /** Subschemas visited, those that references and `allOf` bring included. */
  subschemas: 10_000,
  depth: 64,
  /** Of one object. */
  properties: 1_000,
  /** Values of one `enum`. */
  enumValues: 1_000,
  /** Bytes of the values of one `enum`, as JSON. */
  enumBytes: 100_000,
  /** Alternatives that `anyOf` and `allOf` of one subschema multiply to. */
  alternatives: 256,
  /** A `minLength`, `maxLength`, `minItems` or `maxItems`. */
  repetitions: 1_000_000,
  patternLength: 1_000,
  patternDepth: 50,
  /** Positions of a pattern once its repetitions are written out. */
  patternPositions: 2_000,
  /** States of the automaton of a pattern. */
  patternStates: 1_000,
  /** Characters of the grammar's text. */
  text: 500_000,
  /** Rules that llama.cpp makes of it, repetitions included. */
  rules: 30_000,
  /** Places in the grammar where a text may stand at once: each costs a pass over the vocabulary. */
  parses: 128,
  /** Ways along which llama.cpp looks for left recursion. */
  paths: 2_000_000,
} as const;

/**
 * The refusal of a schema.
 * @param path where the schema stands, in the words of the caller's request.
 */
export function unsupported(path: string, keyword: string, why: string): ServiceError {
  const at = keyword === '' ? path : `${path}.${keyword}`;
  return new ServiceError('schema_unsupported', `${at}: ${why}`, { param: at });
}
