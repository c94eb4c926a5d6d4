import { type FontStyle, PLAIN_FONT } from './font-style.ts';
import type { Matrix } from './matrix.ts';

/** What decides how the next glyph or path is drawn (ISO 32000-1, tables 52 and 104). */
export class DrawingState {
  matrix: Matrix;
  fill: string | undefined = '#000000';
  isTransparent = false;
  font: FontStyle = PLAIN_FONT;
  fontSize = 0;
  characterSpacing = 0;
  wordSpacing = 0;
  /** 1 is as wide as the font says. */
  horizontalScale = 1;
  leading = 0;
  rise = 0;
  renderingMode = 0;

  constructor(matrix: Matrix) {
    this.matrix = matrix;
  }

  copy(): DrawingState {
    return Object.assign(new DrawingState(this.matrix), this);
  }
}
