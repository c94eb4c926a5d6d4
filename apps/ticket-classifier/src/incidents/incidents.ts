import { randomBytes, randomUUID } from 'node:crypto';
import { BandedIndex } from './banded-index.ts';
import { MinHash, type Signature, similarity } from './min-hash.ts';
import { RollingTimes } from './rolling-times.ts';

export interface IncidentLimits {
  readonly windowMs: number;
  /** Alike tickets within the window that make an incident. */
  readonly tickets: number;
  /** 0 to 1. */
  readonly similarity: number;
}

export interface Incident {
  readonly id: string;
  readonly model: string;
  /** What most of its tickets were labelled; undefined when most got none. */
  readonly label: string | undefined;
  /** Tickets within the window. */
  readonly count: number;
  /** Milliseconds since 1970; the first since there was no such ticket for a whole window. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly ratePerMinute: number;
}

/** Tickets that are alike. Nothing of their texts is kept but the signature of the first. */
interface Group {
  readonly id: string;
  readonly model: string;
  readonly signature: Signature;
  readonly firstSeen: number;
  readonly times: RollingTimes;
  readonly labels: Map<string | undefined, number>;
}

/** A flood of tickets that are all different takes 8 MB. */
const MAX_GROUPS = 2_000;
const MINUTE_MS = 60_000;

/** Bursts of near-duplicate tickets in a rolling window, in memory: a service that starts anew has seen none. */
export class Incidents {
  readonly limits: IncidentLimits;
  readonly #clock: () => number;
  readonly #hash: MinHash;
  /** Least recently seen first. */
  readonly #groups = new Map<string, Group>();
  readonly #index = new BandedIndex<Group>();

  constructor(limits: IncidentLimits, clock: () => number, secret = randomBytes(32)) {
    this.limits = limits;
    this.#clock = clock;
    this.#hash = new MinHash(secret);
  }

  /** @param text cleaned; @param label undefined where the model abstained. */
  record(model: string, text: string, label: string | undefined): void {
    const signature = this.#hash.signatureOf(text);
    if (!signature) return;
    const now = this.#clock();
    this.#forgetPassed(now);
    const group = this.#nearest(model, signature) ?? this.#add(model, signature, now);
    group.times.add(now);
    group.labels.set(label, (group.labels.get(label) ?? 0) + 1);
    this.#groups.delete(group.id);
    this.#groups.set(group.id, group);
  }

  /** Those that go on, largest first. */
  list(): Incident[] {
    const now = this.#clock();
    this.#forgetPassed(now);
    return [...this.#groups.values()]
      .map((group) => this.#incident(group, now))
      .filter(({ count }) => count >= this.limits.tickets)
      .sort((a, b) => b.count - a.count || b.lastSeen - a.lastSeen);
  }

  #incident({ id, model, firstSeen, times, labels }: Group, now: number): Incident {
    const { count, first } = times.within(now);
    const [label] = [...labels].reduce((most, entry) => (entry[1] > most[1] ? entry : most));
    const ratePerMinute = (count * MINUTE_MS) / Math.max(now - first, MINUTE_MS);
    return { id, model, label, count, firstSeen, lastSeen: times.last, ratePerMinute };
  }

  #nearest(model: string, signature: Signature): Group | undefined {
    let nearest: { group: Group; similarity: number } | undefined;
    for (const group of this.#index.candidates(signature)) {
      if (group.model !== model) continue;
      const near = similarity(signature, group.signature);
      if (near >= (nearest?.similarity ?? this.limits.similarity)) nearest = { group, similarity: near };
    }
    return nearest?.group;
  }

  #add(model: string, signature: Signature, firstSeen: number): Group {
    if (this.#groups.size >= MAX_GROUPS) this.#remove(this.#leastWanted(firstSeen));
    const times = new RollingTimes(this.limits.windowMs);
    const group: Group = { id: randomUUID(), model, signature, firstSeen, times, labels: new Map() };
    this.#groups.set(group.id, group);
    this.#index.add(signature, group);
    return group;
  }

  /** The one that was seen least recently, of those that are no incident. */
  #leastWanted(now: number): Group {
    for (const group of this.#groups.values()) if (group.times.within(now).count < this.limits.tickets) return group;
    return this.#groups.values().next().value!;
  }

  #forgetPassed(now: number): void {
    for (const group of this.#groups.values()) {
      if (group.times.last > now - this.limits.windowMs) return;
      this.#remove(group);
    }
  }

  #remove(group: Group): void {
    this.#groups.delete(group.id);
    this.#index.remove(group.signature, group);
  }
}
