/** Share of the first k places of two rankings that hold the same documents, whatever their order: 0 to 1. */
export function overlapAtK(a: readonly string[], b: readonly string[], k: number): number {
  const first = new Set(a.slice(0, k));
  const second = new Set(b.slice(0, k));
  const places = Math.max(first.size, second.size);
  return places === 0 ? 1 : [...first].filter((id) => second.has(id)).length / places;
}

/**
 * Kendall's tau-b between two rankings (Kendall 1945), over the documents of either. Those that a ranking does
 * not name are tied after its end (as in Fagin, Kumar & Sivakumar 2003, "Comparing top k lists").
 * @returns -1 (reversed) to 1 (same order); NaN when one of the two orders nothing.
 */
export function kendallTau(a: readonly string[], b: readonly string[]): number {
  const ids = [...new Set([...a, ...b])];
  const placeIn = (ranking: readonly string[]) => {
    const places = new Map(ranking.map((id, i) => [id, i]));
    return ids.map((id) => places.get(id) ?? ranking.length);
  };
  const [first, second] = [placeIn(a), placeIn(b)];
  let [balance, orderedByFirst, orderedBySecond] = [0, 0, 0];
  for (let i = 0; i < ids.length; i += 1) {
    for (let j = i + 1; j < ids.length; j += 1) {
      const x = Math.sign(first[i]! - first[j]!);
      const y = Math.sign(second[i]! - second[j]!);
      balance += x * y;
      orderedByFirst += x * x;
      orderedBySecond += y * y;
    }
  }
  return balance / Math.sqrt(orderedByFirst * orderedBySecond);
}
