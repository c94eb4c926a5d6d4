import type { DocPlace } from '../docs-index.ts';
import { placeName } from './source-reference.ts';
import type { Excerpt } from './tool.ts';

/** What a model was shown of one place, by the number that it is cited with. */
export interface Reading extends Excerpt {
  /** From 1. */
  readonly number: number;
}

/** Everything that was read for one question. A place keeps its number, and adds up what was shown of it. */
export class Readings {
  readonly #list: Reading[] = [];

  get list(): readonly Reading[] {
    return this.#list;
  }

  add(read: Excerpt): Reading {
    // What was found at a place is kept once, as its text, and not with the place again.
    const { source, version, path, anchor } = read.place;
    const excerpt = { ...read, place: { source, version, path, anchor } };
    const index = this.#list.findIndex(({ place }) => isSame(place, excerpt.place));
    if (index === -1) {
      const reading = { ...excerpt, number: this.#list.length + 1 };
      this.#list.push(reading);
      return reading;
    }
    const known = this.#list[index]!;
    const text = known.text.includes(excerpt.text) ? known.text : `${known.text}\n\n${excerpt.text}`;
    this.#list[index] = { ...known, text };
    return { ...excerpt, number: known.number };
  }
}

/** As a model reads it. */
export function shown({ number, place, headings, text }: Reading): string {
  const where = headings.length > 0 ? `${placeName(place)} (${headings.join(' > ')})` : placeName(place);
  return `[${number}] ${where}\n${text}`;
}

function isSame(a: DocPlace, b: DocPlace): boolean {
  return a.source === b.source && a.version === b.version && a.path === b.path && a.anchor === b.anchor;
}
