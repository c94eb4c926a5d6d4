export type { Instruction, InstructionArguments } from './instruction-following/instruction.ts';
export { INSTRUCTION_KINDS, type InstructionVerdict, scoreInstructions } from './instruction-following/score.ts';
