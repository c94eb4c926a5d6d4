/** Bullets of the symbol fonts that stand in the private use area. */
const SYMBOLS: Readonly<Record<string, string>> = {
  '\uF0B7': '•',
  '\uF0A7': '▪',
  '\uF0D8': '➢',
  '\uF0FC': '✓',
  '\uF06F': 'o',
};
const SPACE = /^[\s\u00A0\u1680\u2000-\u200B\u202F\u205F\u3000\uFEFF]*$/;
const NOT_TEXT = /[\p{Cc}\p{Co}\p{Cs}\uFFFD\uFFFE\uFFFF]/gu;
const LIGATURES = /[\uFB00-\uFB06]/g;
const cache = new Map<string, string>();

/** What a glyph says: '' for nothing, ' ' for a space, ligatures as letters. */
export function characters(unicode: string): string {
  // Nearly every glyph is one printable ASCII character.
  if (unicode.length === 1 && unicode > ' ' && unicode < '\u007F') return unicode;
  let text = cache.get(unicode);
  if (text === undefined) {
    if (unicode === '') text = '';
    else if (SPACE.test(unicode)) text = ' ';
    else
      text = (SYMBOLS[unicode] ?? unicode)
        .replace(LIGATURES, (ligature) => ligature.normalize('NFKC'))
        .replace(NOT_TEXT, '');
    if (cache.size < 10_000) cache.set(unicode, text);
  }
  return text;
}

/** Accents that were drawn apart join their letters. */
export function composed(text: string): string {
  return text.normalize('NFC');
}
