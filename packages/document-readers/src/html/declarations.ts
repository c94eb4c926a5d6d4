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

export type Colour = readonly [red: number, green: number, blue: number];

const NAMED: Readonly<Record<string, Colour>> = {
  white: [255, 255, 255],
  snow: [255, 250, 250],
  ivory: [255, 255, 240],
  whitesmoke: [245, 245, 245],
  black: [0, 0, 0],
  red: [255, 0, 0],
  green: [0, 128, 0],
  blue: [0, 0, 255],
  yellow: [255, 255, 0],
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  navy: [0, 0, 128],
};

/** A colour, `transparent`, or undefined for what is not understood. */
export function parseColour(value: string | undefined): Colour | 'transparent' | undefined {
  if (!value) return undefined;
  if (value === 'transparent') return 'transparent';
  const hex = /^#([0-9a-f]{3,8})$/.exec(value)?.[1];
  if (hex && hex.length < 6) return [0, 1, 2].map((i) => 17 * Number.parseInt(hex[i]!, 16)) as unknown as Colour;
  if (hex) return [0, 2, 4].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as unknown as Colour;
  const numbers = /^rgba?\(([^)]*)\)$/
    .exec(value)?.[1]
    ?.split(/[\s,/]+/)
    .map(Number);
  if (numbers && numbers.length >= 3) {
    return numbers[3] === 0 ? 'transparent' : [numbers[0]!, numbers[1]!, numbers[2]!];
  }
  return NAMED[value];
}
