/** CSS declarations of one element: property to value, both in lower case. */
export type Declarations = ReadonlyMap<string, string>;

export function parseDeclarations(css: string): Map<string, string> {
  const declarations = new Map<string, string>();
  for (const declaration of css.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon === -1) continue;
    const value = declaration
      .slice(colon + 1)
      .toLowerCase()
      .replace('!important', '');
    declarations.set(declaration.slice(0, colon).trim().toLowerCase(), value.trim());
  }
  return declarations;
}

/** A length as pixels where it says so in px, pt, em, rem or %; em and % are of 16 px. */
export function pixels(value: string | undefined): number | undefined {
  const match = /^(-?\d*\.?\d+)(px|pt|em|rem|%|vw|vh)?$/.exec(value ?? '');
  if (!match) return undefined;
  const number = Number(match[1]);
  const unit = match[2] ?? 'px';
  const scale = { px: 1, pt: 4 / 3, em: 16, rem: 16, '%': 0.16, vw: 12, vh: 8 }[unit] ?? 1;
  return number * scale;
}
