/** Abbreviations that Punkt knows, those of common prose; "e.g." and "i.e." are not among them. */
const ABBREVIATIONS = new Set(
  (
    'a.d a.m p.m u.s u.s.a u.k u.n n.y d.c l.a ph.d m.b.a vs inc jr sr ltd co corp bros messrs mr mrs ms dr prof ' +
    'rep sen gen maj lt st ave ft jan feb aug sep sept oct nov dec tues wed fri'
  ).split(' '),
);

/** Words that begin a sentence also after an abbreviation or an ellipsis. */
const STARTERS = new Set(
  (
    'according although but despite even he however i if in instead it many meanwhile moreover most nevertheless ' +
    'similarly since so some the there these they this though thus under when while yet'
  ).split(' '),
);

const OPENERS = /^[("'“‘[{*_#>-]+/u;
const CLOSERS = /^["')\]}]+$/;
/** A sentence may end before these without a space. */
const AFTER_END = /[)";}\]*:@'({[!?]/;

/**
 * Sentences as Punkt counts them for English (Kiss & Strunk 2006), with a fixed list of abbreviations in place of
 * the learned one. A line break ends no sentence, the number of a list does: "1. Eat." has two.
 */
export function countSentences(text: string): number {
  const tokens = text.match(/\S+/gu) ?? [];
  if (tokens.length === 0) return 0;
  let ends = 0;
  for (const [i, token] of tokens.entries()) {
    const next = tokens[i + 1];
    const end = lastEnd(token, next !== undefined);
    if (end === -1) continue;
    const rest = token.slice(end + 1);
    // Quotes and brackets at the very end belong to the last sentence, and begin no other.
    if (next === undefined && CLOSERS.test(rest)) continue;
    if (endsSentence(token.slice(0, end + 1), rest === '' ? next! : rest)) ends += 1;
  }
  return ends + 1;
}

/** Where a token may end a sentence: at its last `.`, `?` or `!` before a space or punctuation; -1 for nowhere. */
function lastEnd(token: string, isFollowed: boolean): number {
  for (let i = token.length - 1; i >= 0; i -= 1) {
    const after = token[i + 1];
    if ('.?!'.includes(token[i]!) && (after === undefined ? isFollowed : AFTER_END.test(after))) return i;
  }
  return -1;
}

function endsSentence(token: string, next: string): boolean {
  if (!token.endsWith('.')) return true;
  const word = token.slice(0, -1).replace(OPENERS, '').toLowerCase();
  const following = next.replace(OPENERS, '');
  const isCapital = /^\p{Lu}/u.test(following);
  if (/^\p{L}$/u.test(word)) return false;
  if (/^[\d.,-]*\d$/.test(word)) return !/^\p{Ll}/u.test(following);
  if (token.endsWith('..') || ABBREVIATIONS.has(word)) {
    return isCapital && STARTERS.has(following.toLowerCase().replace(/[^\p{L}].*$/u, ''));
  }
  return true;
}
