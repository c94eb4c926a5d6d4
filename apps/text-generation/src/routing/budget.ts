import { ServiceError, type TokenUsage } from '@pareto/contracts';
import { z } from 'zod';
import type { DailyLedger } from '../ledger/daily-ledger.ts';

/** What a hosted model may cost on one day (UTC): money, for which the prices are needed, or tokens. */
export const budgetConfig = z.union([
  z.strictObject({
    dailyCost: z.number().min(0),
    /** Price of a million tokens, in the currency of `dailyCost`. */
    promptPrice: z.number().min(0),
    completionPrice: z.number().min(0),
  }),
  z.strictObject({ dailyTokens: z.int().min(0) }),
]);
export type BudgetConfig = z.output<typeof budgetConfig>;

const MILLION = 1_000_000;

/** Tokens that a request may need at most. */
export interface Estimate {
  readonly promptTokens: number;
  readonly completionTokens: number;
}

export interface Reservation {
  /** Pays what was used; undefined when nobody knows, and then all that was reserved counts as used. */
  settle(usage: TokenUsage | undefined): void;
}

/**
 * A hard limit: the most that a request may cost is booked before the call, and what it did not cost is given back after
 * it. A process that dies in between has booked too much, never too little.
 */
export class Budget {
  readonly #config: BudgetConfig;
  readonly #ledger: DailyLedger;
  readonly #account: string;

  constructor(model: string, config: BudgetConfig, ledger: DailyLedger) {
    this.#config = config;
    this.#ledger = ledger;
    this.#account = `budget:${model}`;
  }

  /** @throws ServiceError `budget_exceeded` when the request may cost more than is left of this day's budget. */
  reserve(estimate: Estimate): Reservation {
    const day = this.#ledger.today();
    const most = this.#cost(estimate);
    const limit = 'dailyTokens' in this.#config ? this.#config.dailyTokens : this.#config.dailyCost;
    if (this.#ledger.used(this.#account, day) + most > limit) {
      const detail = 'what the request may cost is more than is left of the daily budget of this model';
      throw new ServiceError('budget_exceeded', detail, { retryAfterSeconds: this.#ledger.secondsUntilTomorrow() });
    }
    this.#ledger.add(this.#account, most, day);
    let isOpen = true;
    return {
      settle: (usage) => {
        if (!isOpen) return;
        isOpen = false;
        if (usage) this.#ledger.add(this.#account, this.#cost(usage) - most, day);
      },
    };
  }

  #cost({ promptTokens, completionTokens }: Estimate): number {
    if ('dailyTokens' in this.#config) return promptTokens + completionTokens;
    const { promptPrice, completionPrice } = this.#config;
    return (promptTokens * promptPrice + completionTokens * completionPrice) / MILLION;
  }
}
