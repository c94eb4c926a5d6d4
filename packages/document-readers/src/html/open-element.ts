import { BOLD, SKIPPED } from './elements.ts';
import type { StyleSheet } from './style-sheet.ts';
import { PLAINLY_VISIBLE, type Visibility, visibilityOf } from './visibility.ts';

/** An element that is open, with what it has from those around it. */
export interface Element {
  readonly tag: string;
  readonly visibility: Visibility;
  readonly isPreformatted: boolean;
  readonly isSkipped: boolean;
  /** Above the line, as a mark of a footnote is. */
  readonly isRaised: boolean;
  readonly isBold: boolean;
  readonly isCaption: boolean;
  /** Of a list: the number of its next item; undefined for bullets. */
  next?: number | undefined;
  /** Of a list's item: what stands before it, until it is written. */
  marker?: string | undefined;
}

/** Around all elements of a page. */
export const ROOT: Element = {
  tag: '',
  visibility: PLAINLY_VISIBLE,
  isPreformatted: false,
  isSkipped: false,
  isRaised: false,
  isBold: false,
  isCaption: false,
};

export function elementWithin(
  outer: Element,
  tag: string,
  attributes: Readonly<Record<string, string>>,
  sheet: StyleSheet,
): Element {
  const style = sheet.declarationsFor(tag, attributes);
  return {
    tag,
    visibility: visibilityOf(outer.visibility, attributes, style),
    isPreformatted: outer.isPreformatted || tag === 'pre',
    isSkipped: outer.isSkipped || SKIPPED.has(tag),
    isRaised: outer.isRaised || tag === 'sup' || style.get('vertical-align') === 'super',
    isBold: outer.isBold || BOLD.has(tag),
    isCaption: outer.isCaption || tag === 'caption',
  };
}
