import { ServiceError } from '@pareto/contracts';
import { z } from 'zod';
import { ArithmeticError, evaluate } from './arithmetic.ts';
import { defineTool } from './tool.ts';

/** 15 digits are what a double holds of any decimal number: 0.1 + 0.2 is 0.3. */
const DIGITS = 15;

/** Arithmetic, by a parser of its own: no text becomes code. */
export const calculate = defineTool({
  name: 'calculate',
  description: 'Calculate an arithmetic expression.',
  schema: z.object({
    expression: z.string().trim().min(1).max(500).describe('e.g. (3 + 4) * 2 ^ 10'),
  }),
  example: { expression: '1024 * 1.5' },
  cost: 1,
  deadlineMs: 1_000,
  effect: 'read',
  async run({ expression }) {
    try {
      return { text: `${expression} = ${Number(evaluate(expression).toPrecision(DIGITS))}` };
    } catch (error) {
      if (!(error instanceof ArithmeticError)) throw error;
      throw new ServiceError('request_invalid', `${error.message}.`, { param: 'expression' });
    }
  },
});
