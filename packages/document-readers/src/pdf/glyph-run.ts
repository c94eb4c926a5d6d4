import type { FontStyle } from './font-style.ts';

/**
 * A stretch of glyphs on one baseline, drawn in one style, without a gap wider than a word space. Coordinates are in
 * points in the frame in which its text runs from left to right and y grows downwards.
 */
export interface GlyphRun {
  text: string;
  readonly x: number;
  end: number;
  /** The baseline. */
  readonly y: number;
  /** Height of the font's em as it is drawn. */
  readonly size: number;
  readonly font: FontStyle;
  /** Quarter turns anticlockwise that the page's frame takes to this run's; 4 more for text that is askew. */
  readonly turn: number;
  /** `#rrggbb`; undefined where it is a pattern. */
  readonly colour: string | undefined;
  /** Drawn with rendering mode 3, or transparent. */
  readonly isInvisible: boolean;
  /** Order of drawing among runs and shapes. */
  readonly order: number;
  /** A space was drawn after it. */
  hasSpaceAfter: boolean;
}

/** A filled or stroked rectangle, or the room of an image, on the page as it is shown. */
export interface Shape {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Undefined for images and patterns: what they look like is not known. */
  readonly colour: string | undefined;
  readonly order: number;
}

export interface PageContent {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly GlyphRun[];
  readonly fills: readonly Shape[];
  readonly images: readonly Shape[];
}
