import type { DocsIndex, SourceFilter } from '../docs-index.ts';
import { isOfLanguage } from './code-terms.ts';

/** Hosts that lead to nobody: the machine of who reads, and RFC 2606's names for examples. */
const NOBODY = /^https?:\/\/(?:localhost|127\.0\.0\.1|\[::1\]|example\.(?:com|org|net))(?=[:/?#]|$)/i;

/** Whether terms stand in the documentation of the sources and versions that an answer is about. */
export class TermCheck {
  readonly #index: Pick<DocsIndex, 'mentions'>;
  readonly #filters: readonly SourceFilter[];
  readonly #known = new Map<string, boolean>();

  /** @param filters the sources in question; without any the whole index. */
  constructor(index: Pick<DocsIndex, 'mentions'>, filters: readonly SourceFilter[]) {
    this.#index = index;
    this.#filters = filters.length > 0 ? filters : [{}];
  }

  isKnown(term: string): boolean {
    const cached = this.#known.get(term);
    if (cached !== undefined) return cached;
    const known =
      NOBODY.test(term) || spellings(term).some((spelling) => this.#stands(spelling)) || this.#isMadeOfKnown(term);
    this.#known.set(term, known);
    return known;
  }

  /** "app.register": documentation says "register", under whatever name the object has there. */
  #isMadeOfKnown(term: string): boolean {
    if (!/^[\p{L}_$][\w$]*(?:\??[.#][\p{L}_$][\w$]*)+$/u.test(term)) return false;
    const [object, ...members] = term.split(/\??[.#]/);
    return (isOfLanguage(object!) || this.#stands(object!)) && members.every((member) => this.#stands(member));
  }

  #stands(term: string): boolean {
    return this.#filters.some((filter) => this.#index.mentions(term, filter));
  }
}

function spellings(term: string): string[] {
  if (/^node:/.test(term)) return [term, term.slice('node:'.length)];
  if (/^https?:/i.test(term)) return [term, term.replace(/\/$/, ''), `${term}/`];
  // "fastify/plugin" may be the path of a file, or of a module that its package names.
  return [term, term.replace(/^\.?\//, '')];
}
