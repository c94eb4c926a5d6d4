const MAX_HEADING_CHARACTERS = 160;
const WHITE_SPACE = /\s+/g;

/** The headings above a place of a document, outermost first. */
export class HeadingPath {
  #path: { level: number; heading: string }[] = [];
  #headings: readonly string[] = [];

  /** Goes below a heading; those of its rank and below it end here. @param level 1 is the outermost. */
  enter(text: string, level: number): void {
    const heading = text.replace(WHITE_SPACE, ' ').trim().slice(0, MAX_HEADING_CHARACTERS);
    this.#path = [...this.#path.filter((above) => above.level < level), { level, heading }];
    this.#headings = this.#path.map((entry) => entry.heading);
  }

  get headings(): readonly string[] {
    return this.#headings;
  }
}

/** The headings that all paths begin with. */
export function sharedPath(paths: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = paths;
  const end = first.findIndex((heading, i) => others.some((path) => path[i] !== heading));
  return end === -1 ? first : first.slice(0, end);
}
