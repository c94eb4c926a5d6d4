/** One checkable instruction of a prompt, as the IFEval data names it. */
export interface Instruction {
  /** `group:kind`, such as `length_constraints:number_words`. */
  readonly id: string;
  readonly arguments: InstructionArguments;
}

export type InstructionArguments = Readonly<Record<string, unknown>>;

/** Whether a response follows the instruction. @throws RangeError when an argument is missing. */
export type Checker = (response: string, given: InstructionArguments) => boolean;

export function textArgument(given: InstructionArguments, name: string): string {
  const value = given[name];
  if (typeof value !== 'string') throw new RangeError(`instruction without text argument "${name}"`);
  return value;
}

export function textsArgument(given: InstructionArguments, name: string): readonly string[] {
  const value = given[name];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new RangeError(`instruction without list of texts "${name}"`);
  }
  return value;
}

export function countArgument(given: InstructionArguments, name: string): number {
  const value = given[name];
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new RangeError(`instruction without whole number "${name}"`);
  }
  return value;
}

/** Compares a count with a threshold by the relation that the argument names: `less than` or `at least`. */
export function meets(
  count: number,
  given: InstructionArguments,
  names: { readonly relation: string; readonly threshold: string },
): boolean {
  const relation = textArgument(given, names.relation);
  const threshold = countArgument(given, names.threshold);
  if (relation === 'less than') return count < threshold;
  if (relation === 'at least') return count >= threshold;
  throw new RangeError(`unknown relation "${relation}"`);
}
