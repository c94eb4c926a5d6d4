/** Keeps the k best of many scored items in a binary heap whose root is the worst kept (Williams 1964). */
export class TopK {
  readonly #k: number;
  readonly #comesAfter: (a: number, b: number) => boolean;
  readonly #items: number[] = [];
  readonly #scores: number[] = [];
  /** What a score must reach to be kept; offering less does nothing. */
  threshold = Number.NEGATIVE_INFINITY;

  /** @param comesAfter whether item a stands after item b when their scores are equal. */
  constructor(k: number, comesAfter: (a: number, b: number) => boolean) {
    this.#k = k;
    this.#comesAfter = comesAfter;
    if (k <= 0) this.threshold = Number.POSITIVE_INFINITY;
  }

  offer(item: number, score: number): void {
    if (score < this.threshold || this.#k <= 0) return;
    const size = this.#items.length;
    if (size < this.#k) {
      this.#place(size, item, score);
      this.#rise(size);
      if (size + 1 === this.#k) this.threshold = this.#scores[0]!;
    } else if (score > this.threshold || this.#comesAfter(this.#items[0]!, item)) {
      this.#place(0, item, score);
      this.#sink();
      this.threshold = this.#scores[0]!;
    }
  }

  /** What was kept, best first. */
  sorted(): { item: number; score: number }[] {
    return this.#items
      .map((item, i) => ({ item, score: this.#scores[i]! }))
      .sort((a, b) => b.score - a.score || (this.#comesAfter(a.item, b.item) ? 1 : -1));
  }

  #place(place: number, item: number, score: number): void {
    this.#items[place] = item;
    this.#scores[place] = score;
  }

  #isWorse(a: number, b: number): boolean {
    const difference = this.#scores[a]! - this.#scores[b]!;
    return difference < 0 || (difference === 0 && this.#comesAfter(this.#items[a]!, this.#items[b]!));
  }

  #swap(a: number, b: number): void {
    const [item, score] = [this.#items[a]!, this.#scores[a]!];
    this.#place(a, this.#items[b]!, this.#scores[b]!);
    this.#place(b, item, score);
  }

  #rise(place: number): void {
    for (let child = place; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#isWorse(child, parent)) return;
      this.#swap(child, parent);
      child = parent;
    }
  }

  #sink(): void {
    for (let parent = 0; ; ) {
      const left = 2 * parent + 1;
      let least = parent;
      if (left < this.#items.length && this.#isWorse(left, least)) least = left;
      if (left + 1 < this.#items.length && this.#isWorse(left + 1, least)) least = left + 1;
      if (least === parent) return;
      this.#swap(parent, least);
      parent = least;
    }
  }
}
