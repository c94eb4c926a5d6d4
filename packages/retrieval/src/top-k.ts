/** Keeps the k best of many scored items in a binary heap whose root is the worst kept (Williams 1964). */
export class TopK {
  readonly #k: number;
  readonly #worse: (a: number, b: number) => boolean;
  readonly #scores: ArrayLike<number>;
  readonly #heap: number[] = [];

  /**
   * @param scores by item number.
   * @param tieBreak whether item a comes after item b when their scores are equal.
   */
  constructor(k: number, scores: ArrayLike<number>, tieBreak: (a: number, b: number) => boolean) {
    this.#k = k;
    this.#scores = scores;
    this.#worse = (a, b) => {
      const difference = scores[a]! - scores[b]!;
      return difference < 0 || (difference === 0 && tieBreak(a, b));
    };
  }

  offer(item: number): void {
    const heap = this.#heap;
    if (heap.length < this.#k) {
      heap.push(item);
      this.#rise(heap.length - 1);
    } else if (this.#scores[item]! >= this.#scores[heap[0]!]! && this.#worse(heap[0]!, item)) {
      heap[0] = item;
      this.#sink(0);
    }
  }

  /** The kept items, best first. */
  sorted(): number[] {
    return [...this.#heap].sort((a, b) => (this.#worse(a, b) ? 1 : -1));
  }

  #rise(place: number): void {
    const heap = this.#heap;
    for (let child = place; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!this.#worse(heap[child]!, heap[parent]!)) return;
      [heap[child], heap[parent]] = [heap[parent]!, heap[child]!];
      child = parent;
    }
  }

  #sink(place: number): void {
    const heap = this.#heap;
    for (let parent = place; ; ) {
      let least = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < heap.length && this.#worse(heap[child]!, heap[least]!)) least = child;
      }
      if (least === parent) return;
      [heap[parent], heap[least]] = [heap[least]!, heap[parent]!];
      parent = least;
    }
  }
}
