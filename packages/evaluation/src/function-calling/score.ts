import { checkType } from './argument-type.ts';
import { findValueFault, isAmong, isDict } from './argument-value.ts';
import type {
  AcceptedCall,
  BfclFunction,
  BfclSchema,
  FunctionCall,
  FunctionCallFault,
  FunctionCallingCase,
  FunctionCallVerdict,
} from './case.ts';

const CORRECT: FunctionCallVerdict = { correct: true };

/**
 * Scores the calls of an answer as BFCL's `ast_checker` does for Python (Patil et al. 2025, "The Berkeley Function
 * Calling Leaderboard"): simple, multiple and parallel by their ground truth, irrelevance by its absence.
 * Names are compared with `_` for `.`, since OpenAI's protocol allows no dots.
 */
export function scoreFunctionCalls(
  { functions, groundTruth }: FunctionCallingCase,
  calls: readonly FunctionCall[],
): FunctionCallVerdict {
  if (groundTruth.length === 0) {
    return calls.length === 0 ? CORRECT : wrong('unexpected_call', `called ${calls[0]!.name}, and no function fits`);
  }
  if (calls.length === 0) return wrong('no_call', `expected ${groundTruth.map(nameOf).join(', ')}`);
  if (calls.length !== groundTruth.length) {
    return wrong('wrong_count', `${calls.length} calls, expected ${groundTruth.length}`);
  }
  if (groundTruth.length === 1) return checkCall(functions, groundTruth[0]!, calls[0]!);
  return matchInAnyOrder(functions, groundTruth, calls);
}

/** Gives every accepted call the first call left that fits it, as BFCL does. */
function matchInAnyOrder(
  functions: readonly BfclFunction[],
  groundTruth: readonly AcceptedCall[],
  calls: readonly FunctionCall[],
): FunctionCallVerdict {
  const left = [...calls];
  for (const [i, accepted] of groundTruth.entries()) {
    const verdicts = left.map((call) => checkCall(functions, accepted, call));
    const match = verdicts.findIndex(({ correct }) => correct);
    if (match === -1) return wrong('no_matching_call', `expected call ${i + 1}: ${verdicts.map(toText).join('; ')}`);
    left.splice(match, 1);
  }
  return CORRECT;
}

/** BFCL's `simple_function_checker`. */
function checkCall(
  functions: readonly BfclFunction[],
  acceptedCall: AcceptedCall,
  call: FunctionCall,
): FunctionCallVerdict {
  const expected = nameOf(acceptedCall);
  const described = functions.find(({ name }) => name === expected);
  if (!described) throw new RangeError(`the ground truth calls ${expected}, which is not described`);
  if (toToolName(call.name) !== toToolName(expected))
    return wrong('wrong_function', `${call.name}, expected ${expected}`);
  if (!isDict(call.arguments)) return wrong('arguments_not_object', JSON.stringify(call.arguments) ?? 'undefined');

  const { required = [], properties = {} } = described.parameters;
  const accepted = acceptedCall[expected]!;
  const given = call.arguments;
  const missing = required.find((parameter) => !Object.hasOwn(given, parameter));
  if (missing !== undefined) return wrong('missing_required', missing);
  for (const [parameter, value] of Object.entries(given)) {
    if (!Object.hasOwn(properties, parameter) || !Object.hasOwn(accepted, parameter)) {
      return wrong('unexpected_parameter', parameter);
    }
    const fault = findArgumentFault(value, accepted[parameter]!, properties[parameter]!);
    if (fault) {
      const values = JSON.stringify(accepted[parameter]);
      return wrong(fault, `${parameter}: ${JSON.stringify(value)} is none of ${values}`);
    }
  }
  const absent = Object.keys(accepted).find((key) => !Object.hasOwn(given, key) && !accepted[key]!.includes(''));
  return absent === undefined ? CORRECT : wrong('missing_expected', absent);
}

function findArgumentFault(
  value: unknown,
  accepted: readonly unknown[],
  schema: BfclSchema,
): FunctionCallFault | undefined {
  const { fault, isVariable } = checkType(value, accepted, schema);
  if (fault) return fault;
  if (isVariable) return isAmong(value, accepted) ? undefined : 'wrong_value';
  return findValueFault(value, accepted, schema);
}

function nameOf(call: AcceptedCall): string {
  return Object.keys(call)[0]!;
}

/** A function's name as OpenAI's protocol allows it. */
export function toToolName(name: string): string {
  return name.replaceAll('.', '_');
}

function toText(verdict: FunctionCallVerdict): string {
  return verdict.correct ? 'correct' : `${verdict.reason} (${verdict.detail})`;
}

function wrong(reason: FunctionCallFault, detail: string): FunctionCallVerdict {
  return { correct: false, reason, detail };
}
