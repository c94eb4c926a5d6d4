import { z } from 'zod';
import { type AgentTool, defineTool } from './tool.ts';

const zone = z
  .string()
  .trim()
  .max(64)
  .refine((name) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
    } catch {
      return false;
    }
  }, 'must be a time zone, e.g. Europe/Madrid');

/** The clock, as the app gives it. */
export function currentTime(now: () => Date = () => new Date()): AgentTool {
  return defineTool({
    name: 'current_time',
    description: 'Tell the current date and time.',
    schema: z.object({ zone: zone.optional().describe('time zone; UTC when absent') }),
    example: { zone: 'Europe/Madrid' },
    cost: 1,
    deadlineMs: 1_000,
    effect: 'read',
    async run({ zone: timeZone = 'UTC' }) {
      const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long', timeZone });
      return { text: `${format.format(now())} (${now().toISOString()})` };
    },
  });
}
