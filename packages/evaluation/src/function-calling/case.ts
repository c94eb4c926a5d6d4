/** A parameter as the Berkeley Function Calling Leaderboard (BFCL) describes it: JSON Schema with Python's type names. */
export interface BfclSchema {
  /** `string integer float boolean array tuple dict any`. */
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly properties?: Readonly<Record<string, BfclSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: BfclSchema | undefined;
  readonly [keyword: string]: unknown;
}

export interface BfclFunction {
  /** May hold dots: `game_scores.get`. */
  readonly name: string;
  readonly description?: string | undefined;
  readonly parameters: BfclSchema;
}

/** What is accepted for each parameter of one call; `""` among the values means that it may be left out. */
export type AcceptedArguments = Readonly<Record<string, readonly unknown[]>>;

/** One call that a right answer makes: one function's name with its accepted arguments. */
export type AcceptedCall = Readonly<Record<string, AcceptedArguments>>;

export interface FunctionCallingCase {
  readonly functions: readonly BfclFunction[];
  /** The calls of a right answer in any order; none when no function fits the question. */
  readonly groundTruth: readonly AcceptedCall[];
}

export interface FunctionCall {
  readonly name: string;
  /** Parsed from JSON. */
  readonly arguments: unknown;
}

export type FunctionCallFault =
  | 'unexpected_call'
  | 'no_call'
  | 'wrong_count'
  | 'no_matching_call'
  | 'wrong_function'
  | 'arguments_not_object'
  | 'missing_required'
  | 'missing_expected'
  | 'unexpected_parameter'
  | 'wrong_type'
  | 'wrong_nested_type'
  | 'wrong_string'
  | 'wrong_list'
  | 'wrong_dict_key'
  | 'wrong_dict_value'
  | 'wrong_dict_count'
  | 'wrong_value';

export type FunctionCallVerdict =
  | { readonly correct: true }
  | { readonly correct: false; readonly reason: FunctionCallFault; readonly detail: string };
