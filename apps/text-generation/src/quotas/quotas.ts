import { ServiceError } from '@pareto/contracts';
import { type Caller, networkOf } from '@pareto/service-kit';
import type { DailyLedger } from '../ledger/daily-ledger.ts';
import type { CallerLimits } from './limits.ts';

export interface QuotaConfig {
  readonly keys: ReadonlyMap<string, CallerLimits>;
  /** For keys that say nothing themselves. */
  readonly keyDefaults: CallerLimits;
  readonly anonymous: {
    /** Requests at once of one address (IPv6: of one /64). */
    readonly concurrency: number;
    /** Tokens of all anonymous callers together, per day (UTC). */
    readonly tokensPerDay: number;
  };
}

/** A request that is allowed; to be closed when it is over. */
export interface Lease {
  /** Replaces the estimate by what was used. */
  settle(tokens: number): void;
  close(): void;
}

const MINUTE_MS = 60_000;

interface Account {
  readonly name: string;
  /** What counts the tokens: all anonymous callers share one. */
  readonly ledgerName: string;
  readonly limits: CallerLimits;
}

/** Holds each caller to its requests a minute, requests at once and tokens a day. */
export class Quotas {
  readonly #config: QuotaConfig;
  readonly #ledger: DailyLedger;
  readonly #now: () => number;
  readonly #active = new Map<string, number>();
  readonly #reserved = new Map<string, number>();
  /** Requests of the current minute; started anew with each minute, so it never grows. */
  #minute = { start: 0, requests: new Map<string, number>() };

  constructor(config: QuotaConfig, ledger: DailyLedger, now: () => number = Date.now) {
    this.#config = config;
    this.#ledger = ledger;
    this.#now = now;
  }

  /**
   * @param estimate tokens that the request may need; they count until it settles, so that many requests at once cannot
   *   pass the limit together.
   * @throws ServiceError `concurrency_exceeded`, `rate_limited` or `quota_exceeded`.
   */
  enter(caller: Caller, estimate: number): Lease {
    const account = this.#accountOf(caller);
    const { name, ledgerName, limits } = account;
    const active = this.#active.get(name) ?? 0;
    if (active >= (limits.concurrency ?? Number.POSITIVE_INFINITY)) {
      const detail = `${limits.concurrency} requests at once are the limit of this caller`;
      throw new ServiceError('concurrency_exceeded', detail, { retryAfterSeconds: 1 });
    }
    this.#requireTokens(account);
    this.#countRequest(account);
    const day = this.#ledger.today();
    this.#active.set(name, active + 1);
    add(this.#reserved, ledgerName, estimate);
    let isOpen = true;
    let isSettled = false;
    return {
      settle: (tokens) => {
        if (isSettled) return;
        isSettled = true;
        add(this.#reserved, ledgerName, -estimate);
        if (tokens > 0) this.#ledger.add(ledgerName, tokens, day);
      },
      close: () => {
        if (!isOpen) return;
        isOpen = false;
        add(this.#active, name, -1);
        if (!isSettled) add(this.#reserved, ledgerName, -estimate);
        isSettled = true;
      },
    };
  }

  #accountOf(caller: Caller): Account {
    if (caller.kind === 'key') {
      const limits = { ...this.#config.keyDefaults, ...this.#config.keys.get(caller.name) };
      return { name: `key:${caller.name}`, ledgerName: `key:${caller.name}`, limits };
    }
    const { concurrency, tokensPerDay } = this.#config.anonymous;
    return {
      name: `address:${networkOf(caller.address)}`,
      ledgerName: 'anonymous',
      limits: { concurrency, tokensPerDay },
    };
  }

  #requireTokens({ ledgerName, limits: { tokensPerDay } }: Account): void {
    if (tokensPerDay === undefined) return;
    const used = this.#ledger.used(ledgerName) + (this.#reserved.get(ledgerName) ?? 0);
    if (used < tokensPerDay) return;
    const who = ledgerName === 'anonymous' ? 'all callers without a key together' : 'this key';
    throw new ServiceError('quota_exceeded', `${tokensPerDay} tokens a day are the limit of ${who}`, {
      retryAfterSeconds: this.#ledger.secondsUntilTomorrow(),
    });
  }

  #countRequest({ name, limits: { requestsPerMinute } }: Account): void {
    if (requestsPerMinute === undefined) return;
    const now = this.#now();
    if (now - this.#minute.start >= MINUTE_MS) {
      this.#minute = { start: now - (now % MINUTE_MS), requests: new Map() };
    }
    const requests = this.#minute.requests.get(name) ?? 0;
    if (requests >= requestsPerMinute) {
      const seconds = Math.max(1, Math.ceil((this.#minute.start + MINUTE_MS - now) / 1_000));
      const detail = `${requestsPerMinute} requests a minute are the limit of this key`;
      throw new ServiceError('rate_limited', detail, { retryAfterSeconds: seconds });
    }
    this.#minute.requests.set(name, requests + 1);
  }
}

function add(counts: Map<string, number>, name: string, amount: number): void {
  const sum = (counts.get(name) ?? 0) + amount;
  if (sum === 0) counts.delete(name);
  else counts.set(name, sum);
}
