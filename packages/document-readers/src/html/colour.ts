export type Colour = readonly [red: number, green: number, blue: number];

/** A colour that lets through what is behind it, but for the share `alpha`. */
interface Paint {
  readonly colour: Colour;
  readonly alpha: number;
}

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

/** Values that leave the ground as it is. */
const NO_GROUND =
  /^(?:none|transparent|inherit|initial|unset|revert|repeat|repeat-[xy]|no-repeat|scroll|fixed|local|top|right|bottom|left|center|cover|contain|auto|border-box|padding-box|content-box|\/|,|-?[\d.]+[a-z%]*)$/;
/** Pictures, and what stands elsewhere: how it looks is not known. */
const PICTURE = /(?:url|gradient|image|image-set|cross-fade|element|paint|var|env)\(/;
/** Of a value; longer ones say nothing that a page needs. */
const MAX_CHARACTERS = 200;
const WORDS = /[^\s(]+\([^)]*\)|[^\s]+/g;

/** The colour of text; `transparent`, or undefined where it is not known. */
export function textColour(value: string | undefined, outer: Colour | 'transparent' | undefined): typeof outer {
  if (value === undefined || /^(?:inherit|unset|revert|currentcolor)$/.test(value)) return outer;
  if (value === 'initial') return [0, 0, 0];
  const paint = parseColour(value);
  return paint?.alpha === 0 ? 'transparent' : paint?.colour;
}

/** The colour behind text, which paints over `outer`; undefined where it is not known. */
export function groundColour(value: string | undefined, outer: Colour | undefined): Colour | undefined {
  const words =
    value
      ?.slice(0, MAX_CHARACTERS)
      .match(WORDS)
      ?.filter((word) => !NO_GROUND.test(word)) ?? [];
  return words.reduce<Colour | undefined>((ground, word) => over(parseColour(word), ground), outer);
}

export function hasPicture(value: string | undefined): boolean {
  return value !== undefined && PICTURE.test(value);
}

function over(paint: Paint | undefined, ground: Colour | undefined): Colour | undefined {
  if (!paint || paint.alpha === 1) return paint?.colour;
  const { colour, alpha } = paint;
  return ground && (colour.map((channel, i) => alpha * channel + (1 - alpha) * ground[i]!) as unknown as Colour);
}

/** A colour in a notation that is understood. */
function parseColour(value: string): Paint | undefined {
  if (value === 'transparent') return { colour: [0, 0, 0], alpha: 0 };
  const hex = /^#([0-9a-f]{3,8})$/.exec(value)?.[1];
  if (hex) {
    const digits = hex.length < 6 ? [...hex].map((digit) => digit + digit) : (hex.match(/../g) ?? []);
    const [red = 0, green = 0, blue = 0, alpha = 255] = digits.map((digit) => Number.parseInt(digit, 16));
    return { colour: [red, green, blue], alpha: alpha / 255 };
  }
  const channels =
    /^rgba?\(([^)]*)\)$/
      .exec(value)?.[1]
      ?.trim()
      .split(/[\s,/]+/) ?? [];
  const [red, green, blue, alpha = 1] = channels.map((channel, i) => share(channel, i === 3 ? 1 : 255));
  if (red !== undefined && green !== undefined && blue !== undefined) return { colour: [red, green, blue], alpha };
  return NAMED[value] && { colour: NAMED[value], alpha: 1 };
}

/** `50%` of the whole, or the number. */
function share(text: string, whole: number): number {
  return text.endsWith('%') ? (Number(text.slice(0, -1)) / 100) * whole : Number(text);
}
