import { FORM } from './form.ts';
import { type Checker, type Instruction, textArgument } from './instruction.ts';
import { isToldByScript } from './language.ts';
import { LAYOUT } from './layout.ts';
import { WORDING } from './wording.ts';

const CHECKERS: Readonly<Record<string, Checker>> = { ...WORDING, ...LAYOUT, ...FORM };

/** The kinds of instruction that can be checked. */
export const INSTRUCTION_KINDS: readonly string[] = Object.keys(CHECKERS).sort();

export interface InstructionVerdict {
  readonly id: string;
  /** False when there is no honest way to check it: an unknown kind, or a language that its script does not tell. */
  readonly isChecked: boolean;
  /** The response follows the instruction as it stands. */
  readonly strict: boolean;
  /** It does so when its first line, its last line or its asterisks may be taken off. */
  readonly loose: boolean;
}

/**
 * Which instructions a response follows, by the strict and the loose measure of IFEval (Zhou et al. 2023,
 * "Instruction-Following Evaluation for Large Language Models", §2.3). An empty response follows none.
 * @throws RangeError when an instruction lacks an argument.
 */
export function scoreInstructions(response: string, instructions: readonly Instruction[]): InstructionVerdict[] {
  const variants = looseVariants(response);
  return instructions.map((instruction) => {
    const check = checkerOf(instruction);
    if (!check) return { id: instruction.id, isChecked: false, strict: false, loose: false };
    const follows = (text: string) => text.trim() !== '' && check(text, instruction.arguments);
    return { id: instruction.id, isChecked: true, strict: follows(response), loose: variants.some(follows) };
  });
}

function checkerOf({ id, arguments: given }: Instruction): Checker | undefined {
  if (id === 'language:response_language' && !isToldByScript(textArgument(given, 'language'))) return undefined;
  return Object.hasOwn(CHECKERS, id) ? CHECKERS[id] : undefined;
}

function looseVariants(response: string): string[] {
  const lines = response.split('\n');
  const cut = [response, lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map((part) =>
    typeof part === 'string' ? part : part.join('\n').trim(),
  );
  return [...cut, ...cut.map((text) => text.replaceAll('*', ''))];
}
