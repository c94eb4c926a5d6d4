import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Caller } from '@pareto/service-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DailyLedger } from '../src/ledger/daily-ledger.ts';
import { keysFile } from '../src/quotas/keys-file.ts';
import { Quotas } from '../src/quotas/quotas.ts';
import { Budget } from '../src/routing/budget.ts';

const NOON = Date.UTC(2026, 10, 2, 12);
const anna: Caller = { kind: 'key', name: 'anna' };
const at = (address: string): Caller => ({ kind: 'anonymous', address });
let now: number;
let folder: string;
let ledger: DailyLedger;

beforeEach(() => {
  now = NOON;
  folder = mkdtempSync(join(tmpdir(), 'pareto-quotas-'));
  ledger = new DailyLedger(join(folder, 'ledger.sqlite'), () => now);
});
afterEach(() => {
  ledger.close();
  rmSync(folder, { recursive: true, force: true });
});

const reopen = () => {
  ledger.close();
  ledger = new DailyLedger(join(folder, 'ledger.sqlite'), () => now);
};

function quotas(limits: object) {
  const config = {
    keys: new Map([['anna', limits]]),
    keyDefaults: {},
    anonymous: { concurrency: 1, tokensPerDay: 100 },
  };
  return new Quotas(config, ledger, () => now);
}

describe('Quotas', () => {
  it('holds a key to its tokens of a day, over a restart and until the day ends', () => {
    const lease = quotas({ tokensPerDay: 100 }).enter(anna, 10);
    lease.settle(100);
    lease.close();
    reopen();
    const again = quotas({ tokensPerDay: 100 });
    expect(() => again.enter(anna, 10)).toThrow(
      expect.objectContaining({ code: 'quota_exceeded', retryAfterSeconds: 12 * 3_600 }),
    );
    now += 12 * 3_600_000;
    again.enter(anna, 10).close();
  });

  it('counts what requests in flight may need', () => {
    const limited = quotas({ tokensPerDay: 100 });
    const lease = limited.enter(anna, 100);
    expect(() => limited.enter(anna, 1)).toThrow(expect.objectContaining({ code: 'quota_exceeded' }));
    lease.settle(5);
    lease.close();
    limited.enter(anna, 1).close();
  });

  it('holds a key to its requests at once and a minute', () => {
    const limited = quotas({ requestsPerMinute: 2, concurrency: 1 });
    const lease = limited.enter(anna, 1);
    expect(() => limited.enter(anna, 1)).toThrow(expect.objectContaining({ code: 'concurrency_exceeded' }));
    lease.close();
    lease.close();
    limited.enter(anna, 1).close();
    expect(() => limited.enter(anna, 1)).toThrow(expect.objectContaining({ code: 'rate_limited' }));
    now += 60_000;
    limited.enter(anna, 1).close();
  });

  it('counts anonymous callers by network, and their tokens together', () => {
    const limited = quotas({});
    limited.enter(at('2001:db8:1:2::1'), 1);
    expect(() => limited.enter(at('2001:db8:1:2::2'), 1)).toThrow(
      expect.objectContaining({ code: 'concurrency_exceeded' }),
    );
    limited.enter(at('192.0.2.1'), 99);
    expect(() => limited.enter(at('192.0.2.2'), 1)).toThrow(expect.objectContaining({ code: 'quota_exceeded' }));
    limited.enter(anna, 1_000);
  });
});

describe('a budget', () => {
  const config = { dailyCost: 1, promptPrice: 1_000, completionPrice: 2_000 };
  const usage = (promptTokens: number, completionTokens: number) => ({
    promptTokens,
    completionTokens,
    cachedTokens: 0,
  });
  const most = { promptTokens: 200, completionTokens: 300 };

  it('is never passed by what requests may cost, and gets back what they did not', () => {
    const budget = new Budget('gpt', config, ledger);
    const reservation = budget.reserve(most);
    expect(() => budget.reserve(most)).toThrow(expect.objectContaining({ code: 'budget_exceeded' }));
    reservation.settle(usage(100, 50));
    expect(ledger.used('budget:gpt')).toBeCloseTo(0.2);
    budget.reserve(most);
  });

  it('counts a reservation as spent when nobody knows the usage, and when the process dies', () => {
    new Budget('gpt', config, ledger).reserve(most).settle(undefined);
    reopen();
    expect(ledger.used('budget:gpt')).toBeCloseTo(0.8);
    expect(() => new Budget('gpt', config, ledger).reserve(most)).toThrow();
    now += 86_400_000;
    new Budget('gpt', config, ledger).reserve(most);
  });

  it('can be a number of tokens', () => {
    const budget = new Budget('gpt', { dailyTokens: 600 }, ledger);
    budget.reserve(most).settle(usage(10, 10));
    budget.reserve(most);
    expect(() => budget.reserve(most)).toThrow(expect.objectContaining({ code: 'budget_exceeded' }));
  });
});

describe('a keys file', () => {
  const read = (text: string) => {
    const path = join(folder, 'keys');
    writeFileSync(path, text);
    return keysFile.safeParse(path);
  };

  it('gives keys and their limits', () => {
    const { data } = read('# ours\nanna:12345678 tokens_per_day=100 concurrency=2\n\nben:87654321 # mobile\n');
    expect(data).toMatchObject([
      { name: 'anna', limits: { tokensPerDay: 100, concurrency: 2 } },
      { name: 'ben', limits: {} },
    ]);
    expect(data![0]!.key.reveal()).toBe('12345678');
  });

  it('reports every bad line, and no key', () => {
    const { error } = read('anna:short\nben:87654321 requests=5\ncarl:12345678 concurrency=many');
    expect(error?.issues).toHaveLength(3);
    expect(error?.message).not.toMatch(/short|87654321|12345678/);
  });
});
