import type { ConcealedText } from '@pareto/contracts';
import { type Colour, groundColour, hasPicture, textColour } from './colour.ts';
import { type Declarations, pixels } from './declarations.ts';

/** What decides whether somebody who looks at the page sees the text of an element. */
export interface Visibility {
  /** Holds for all that is inside. */
  readonly hidden: ConcealedText['reason'] | undefined;
  /** Undefined where it is not known, as what stands behind the text may be: a picture, a variable. */
  readonly colour: Colour | 'transparent' | undefined;
  readonly background: Colour | undefined;
  readonly isTiny: boolean;
}

export const PLAINLY_VISIBLE: Visibility = {
  hidden: undefined,
  colour: [0, 0, 0],
  background: [255, 255, 255],
  isTiny: false,
};

/** Smaller than this no letter can be made out. */
const TINY_PIXELS = 2;
/** Further than this nobody scrolls, and no design needs it. */
const OFF_PAGE_PIXELS = -500;
/** Difference of each channel, of 255, that an eye does not make out. */
const SAME_CHANNEL = 12;

/** The visibility of an element inside one with `outer`. */
export function visibilityOf(
  outer: Visibility,
  attributes: Readonly<Record<string, string>>,
  style: Declarations,
): Visibility {
  const ground = style.get('background-color') ?? style.get('background') ?? attributes.bgcolor?.toLowerCase();
  const pictures = ['background', 'background-color', 'background-image'].map((property) => style.get(property));
  const isOnPicture = 'background' in attributes || pictures.some(hasPicture);
  const size = pixels(style.get('font-size'));
  return {
    hidden: outer.hidden ?? hiddenBy(attributes, style),
    colour: textColour(style.get('color') ?? attributes.color?.toLowerCase(), outer.colour),
    background: isOnPicture ? undefined : groundColour(ground, outer.background),
    isTiny: size === undefined ? outer.isTiny : size < TINY_PIXELS,
  };
}

/** Why text of an element with this visibility cannot be seen; undefined when it can. */
export function concealment({ hidden, colour, background, isTiny }: Visibility): ConcealedText['reason'] | undefined {
  if (hidden) return hidden;
  if (isTiny) return 'tiny';
  if (colour === 'transparent') return 'invisible';
  if (!colour || !background) return undefined;
  return colour.every((channel, i) => Math.abs(channel - background[i]!) <= SAME_CHANNEL) ? 'same-colour' : undefined;
}

function hiddenBy(
  attributes: Readonly<Record<string, string>>,
  style: Declarations,
): ConcealedText['reason'] | undefined {
  if ('hidden' in attributes || attributes['aria-hidden'] === 'true') return 'invisible';
  if (style.get('display') === 'none' || /^(hidden|collapse)$/.test(style.get('visibility') ?? '')) return 'invisible';
  if (/^0*\.?0+%?$/.test(style.get('opacity') ?? '') || /scale\(0\)/.test(style.get('transform') ?? '')) {
    return 'invisible';
  }
  const isClipped = /hidden|clip/.test(style.get('overflow') ?? '');
  if (isClipped && ['width', 'height', 'max-width', 'max-height'].some((side) => (pixels(style.get(side)) ?? 9) <= 1)) {
    return 'invisible';
  }
  if (/^rect\((0(px)?[\s,]*){4}\)$/.test(style.get('clip') ?? '')) return 'invisible';
  const isPlaced = /^(absolute|fixed)$/.test(style.get('position') ?? '');
  const offsets = [style.get('text-indent'), ...(isPlaced ? [style.get('left'), style.get('top')] : [])];
  return offsets.some((offset) => (pixels(offset) ?? 0) < OFF_PAGE_PIXELS) ? 'off-page' : undefined;
}
