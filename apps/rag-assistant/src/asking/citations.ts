import type { Quote } from '@pareto/grounding';
import type { Citation } from './events.ts';
import type { Reading } from './reading.ts';

/** The citations of one answer: each quote once, in the order in which sentences call for them. */
export class Citations {
  readonly #list: Citation[] = [];
  readonly #places = new Map<string, number>();

  get list(): readonly Citation[] {
    return this.#list;
  }

  /** @returns its place in the list, and the citation if it is a new one. */
  add(quote: Quote, readings: readonly Reading[]): { index: number; added: Citation | undefined } {
    const reading = readings[quote.source]!;
    const start = reading.start + quote.start;
    const end = reading.start + quote.end;
    const key = `${reading.documentId} ${reading.page.number} ${start} ${end}`;
    const known = this.#places.get(key);
    if (known !== undefined) return { index: known, added: undefined };
    const added: Citation = {
      documentId: reading.documentId,
      documentName: reading.documentName,
      page: reading.page.number,
      quote: reading.page.text.slice(start, end),
      boxes: reading.page.lines.flatMap((line) => (line.box && line.start < end && line.end > start ? [line.box] : [])),
      supported: true,
    };
    this.#places.set(key, this.#list.length);
    return { index: this.#list.push(added) - 1, added };
  }
}
