import { z } from 'zod';

/** What one caller may use; absent is unlimited. */
export const callerLimits = z.strictObject({
  requestsPerMinute: z.int().min(1).optional(),
  /** Tokens of prompts and answers together, per day (UTC). */
  tokensPerDay: z.int().min(0).optional(),
  /** Requests at once, waiting ones included. */
  concurrency: z.int().min(1).optional(),
});
export type CallerLimits = z.output<typeof callerLimits>;
