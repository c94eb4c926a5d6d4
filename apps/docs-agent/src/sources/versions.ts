const VERSION = /v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z.-]+)?/;
const WHOLE = new RegExp(`^${VERSION.source}$`);
const IN_TEXT = new RegExp(`(?<![\\w.])${VERSION.source}(?!\\w|\\.\\d)`);

export function isVersion(text: string): boolean {
  return WHOLE.test(text);
}

/** The first version that a text names, without "v" and build. */
export function versionIn(text: string): string | undefined {
  const found = IN_TEXT.exec(text.slice(0, 300));
  return found ? `${found[1]}.${found[2]}.${found[3]}${found[4] ? `-${found[4]}` : ''}` : undefined;
}

/**
 * Precedence of two versions (SemVer 2.0.0, item 11): below 0 where `a` comes first. A pre-release comes before its
 * release; what is no version comes before all, in alphabetical order.
 */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [WHOLE.exec(a), WHOLE.exec(b)];
  if (!left || !right) return Number(left !== null) - Number(right !== null) || (a < b ? -1 : Number(a > b));
  for (const part of [1, 2, 3]) {
    const difference = Number(left[part]) - Number(right[part]);
    if (difference !== 0) return difference;
  }
  return comparePreReleases(left[4], right[4]);
}

function comparePreReleases(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1;
  const [left, right] = [a.split('.'), b.split('.')];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const [one, other] = [left[i]!, right[i]!];
    if (one === other) continue;
    const numeric = [one, other].map((part) => /^\d+$/.test(part));
    if (numeric[0] && numeric[1]) return Number(one) - Number(other);
    if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
}
