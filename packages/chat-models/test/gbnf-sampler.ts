/** A grammar in GBNF, read far enough to write random texts of it. */
type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'class'; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly item: Node; readonly min: number; readonly max: number };

/** Writes random texts of a grammar's language. */
export class GbnfSampler {
  readonly #rules = new Map<string, Node>();
  readonly #shortest = new Map<string, number>();

  constructor(grammar: string) {
    for (const line of grammar.trim().split('\n')) {
      const [name = '', body = ''] = line.split(/ ::= (.*)/s);
      this.#rules.set(name, new Reader(body).read());
    }
    // The length of the shortest text of each rule: what a walk makes for once it is long enough.
    for (let changed = true; changed; ) {
      changed = false;
      for (const [name, body] of this.#rules) {
        const length = this.#least(body);
        if (length < (this.#shortest.get(name) ?? Number.POSITIVE_INFINITY)) {
          this.#shortest.set(name, length);
          changed = true;
        }
      }
    }
  }

  /** @param random gives numbers from 0 to below 1. @param size characters after which the text makes for its end. */
  sample(random: () => number, size = 200): string {
    let written = '';
    const write = (node: Node): void => {
      const isLong = written.length > size;
      switch (node.kind) {
        case 'text':
          written += node.text;
          break;
        case 'class': {
          const [first, last] = node.ranges[Math.floor(random() * node.ranges.length)]!;
          written += String.fromCodePoint(first + Math.floor(random() * (Math.min(last, first + 200) - first + 1)));
          break;
        }
        case 'rule':
          write(this.#rules.get(node.name)!);
          break;
        case 'sequence':
          for (const item of node.items) write(item);
          break;
        case 'choice': {
          const shortest = Math.min(...node.options.map((option) => this.#least(option)));
          const open = isLong ? node.options.filter((option) => this.#least(option) === shortest) : node.options;
          write(open[Math.floor(random() * open.length)]!);
          break;
        }
        case 'repeat':
          for (let i = 0; i < node.max; i += 1) {
            if (i >= node.min && (written.length > size || random() < 0.3)) break;
            write(node.item);
          }
      }
    };
    write({ kind: 'rule', name: 'root' });
    return written;
  }

  #least(node: Node): number {
    switch (node.kind) {
      case 'text':
        return node.text.length;
      case 'class':
        return 1;
      case 'rule':
        return this.#shortest.get(node.name) ?? Number.POSITIVE_INFINITY;
      case 'sequence':
        return node.items.reduce((sum, item) => sum + this.#least(item), 0);
      case 'choice':
        return Math.min(...node.options.map((option) => this.#least(option)));
      case 'repeat':
        return node.min === 0 ? 0 : node.min * this.#least(node.item);
    }
  }
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Node {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  #sequence(): Node {
    const items: Node[] = [];
    for (this.#skip(); this.#at < this.#text.length && !'|)'.includes(this.#text[this.#at]!); this.#skip()) {
      items.push(this.#repeated(this.#item()));
    }
    return { kind: 'sequence', items };
  }

  #item(): Node {
    if (this.#take('"')) {
      let text = '';
      while (!this.#take('"', false)) text += String.fromCodePoint(this.#character());
      return { kind: 'text', text };
    }
    if (this.#take('[')) {
      const ranges: [number, number][] = [];
      while (!this.#take(']', false)) {
        const first = this.#character();
        ranges.push([first, this.#take('-', false) ? this.#character() : first]);
      }
      return { kind: 'class', ranges };
    }
    if (this.#take('(')) {
      const inner = this.read();
      if (!this.#take(')')) throw new Error(`a group is not closed: ${this.#text}`);
      return inner;
    }
    const [name] = /^[a-zA-Z0-9-]+/.exec(this.#text.slice(this.#at)) ?? [];
    if (!name) throw new Error(`cannot read ${this.#text.slice(this.#at)}`);
    this.#at += name.length;
    return { kind: 'rule', name };
  }

  #repeated(item: Node): Node {
    if (this.#take('*', false)) return { kind: 'repeat', item, min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take('+', false)) return { kind: 'repeat', item, min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#take('?', false)) return { kind: 'repeat', item, min: 0, max: 1 };
    const counts = /^\{(\d+)(,?)(\d*)\}/.exec(this.#text.slice(this.#at));
    if (!counts) return item;
    this.#at += counts[0].length;
    const min = Number(counts[1]);
    const max = counts[2] === '' ? min : counts[3] === '' ? Number.POSITIVE_INFINITY : Number(counts[3]);
    return { kind: 'repeat', item, min, max };
  }

  #character(): number {
    const escaped = /^\\(?:x([0-9A-F]{2})|u([0-9A-F]{4})|U([0-9A-F]{8})|(.))/.exec(this.#text.slice(this.#at));
    if (escaped) {
      this.#at += escaped[0].length;
      const hex = escaped[1] ?? escaped[2] ?? escaped[3];
      return hex === undefined ? escaped[4]!.codePointAt(0)! : Number.parseInt(hex, 16);
    }
    const codePoint = this.#text.codePointAt(this.#at)!;
    this.#at += String.fromCodePoint(codePoint).length;
    return codePoint;
  }

  #take(character: string, skips = true): boolean {
    if (skips) this.#skip();
    const isThere = this.#text[this.#at] === character;
    if (isThere) this.#at += 1;
    return isThere;
  }

  #skip(): void {
    while (this.#text[this.#at] === ' ') this.#at += 1;
  }
}
