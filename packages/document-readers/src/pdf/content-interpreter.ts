import { DrawingState } from './drawing-state.ts';
import { type FontStyle, PLAIN_FONT } from './font-style.ts';
import type { PageContent, Shape } from './glyph-run.ts';
import { GlyphRuns } from './glyph-runs.ts';
import { IDENTITY, type Matrix, multiply } from './matrix.ts';
import { type Glyph, OPS, type OperatorChunk } from './operators.ts';
import { pathShapes } from './path-shapes.ts';

/** Deeper nesting only occurs in files made to exhaust their reader. */
const MAX_DEPTH = 512;

const NONE: readonly unknown[] = [];

/** Follows a page's operators, and keeps what was drawn where: glyphs in runs, filled shapes, places of images. */
export class ContentInterpreter {
  readonly #fonts: ReadonlyMap<string, FontStyle>;
  readonly #runs = new GlyphRuns();
  readonly #fills: Shape[] = [];
  readonly #images: Shape[] = [];
  readonly #stack: DrawingState[] = [];
  #state: DrawingState;
  #textMatrix: Matrix = IDENTITY;
  #order = 0;
  /** Whether nothing was drawn since the state was saved: the reader leaves images out, and this is what stays. */
  #isUntouched = false;

  constructor(pageMatrix: Matrix, fonts: ReadonlyMap<string, FontStyle>) {
    this.#state = new DrawingState(pageMatrix);
    this.#fonts = fonts;
  }

  content(width: number, height: number): PageContent {
    return { width, height, runs: this.#runs.finish(width, height), fills: this.#fills, images: this.#images };
  }

  consume({ fnArray, argsArray }: OperatorChunk): void {
    for (let i = 0; i < fnArray.length; i += 1) this.#run(fnArray[i]!, argsArray[i] ?? NONE);
  }

  #run(operator: number, args: readonly unknown[]): void {
    const state = this.#state;
    const first = args[0] as number;
    const second = args[1] as number;
    switch (operator) {
      case OPS.showText:
        this.#isUntouched = false;
        this.#order += 1;
        this.#textMatrix = this.#runs.show(args[0] as (Glyph | number)[], state, this.#textMatrix, this.#order);
        return;
      case OPS.setFont:
        state.font = this.#fonts.get(args[0] as string) ?? PLAIN_FONT;
        state.fontSize = second;
        return;
      case OPS.beginText:
        this.#moveTo(IDENTITY);
        return;
      case OPS.setTextMatrix:
        this.#moveTo(Array.from(args[0] as ArrayLike<number>) as unknown as Matrix);
        return;
      case OPS.moveText:
        this.#moveBy(first, second);
        return;
      case OPS.setLeadingMoveText:
        state.leading = -second;
        this.#moveBy(first, second);
        return;
      case OPS.nextLine:
        this.#moveBy(0, -state.leading);
        return;
      case OPS.setFillRGBColor:
        state.fill = args[0] as string;
        return;
      case OPS.setFillColorN:
      case OPS.setFillTransparent:
        state.fill = undefined;
        return;
      case OPS.setCharSpacing:
        state.characterSpacing = first;
        return;
      case OPS.setWordSpacing:
        state.wordSpacing = first;
        return;
      case OPS.setHScale:
        state.horizontalScale = first / 100;
        return;
      case OPS.setLeading:
        state.leading = first;
        return;
      case OPS.setTextRise:
        state.rise = first;
        return;
      case OPS.setTextRenderingMode:
        state.renderingMode = first;
        return;
      case OPS.setGState:
        this.#setParameters(args[0] as [string, unknown][]);
        return;
      case OPS.transform:
        state.matrix = multiply(state.matrix, args as number[]);
        return;
      case OPS.constructPath:
        this.#drawPath(first, args[1] as [Float32Array | null]);
        return;
      default:
        this.#nest(operator, args);
    }
  }

  #nest(operator: number, args: readonly unknown[]): void {
    if (operator === OPS.save || operator === OPS.beginGroup || operator === OPS.paintFormXObjectBegin) {
      if (this.#stack.length < MAX_DEPTH) this.#stack.push(this.#state);
      this.#state = this.#state.copy();
      this.#isUntouched = operator === OPS.save;
      const matrix = operator === OPS.paintFormXObjectBegin ? (args[0] as ArrayLike<number> | null) : null;
      if (matrix) this.#state.matrix = multiply(this.#state.matrix, matrix);
    } else if (operator === OPS.restore || operator === OPS.endGroup || operator === OPS.paintFormXObjectEnd) {
      if (this.#isUntouched) this.#noteImage();
      this.#isUntouched = false;
      this.#state = this.#stack.pop() ?? this.#state;
    }
  }

  #drawPath(operator: number, [data]: readonly [Float32Array | null]): void {
    if (data === null) return;
    this.#isUntouched = false;
    const isStroke = operator === OPS.stroke || operator === OPS.closeStroke;
    if (!isStroke && (operator < OPS.fill || operator > OPS.closeEOFillStroke)) return;
    this.#order += 1;
    const colour = isStroke ? undefined : this.#state.fill;
    for (const shape of pathShapes(data, this.#state.matrix))
      this.#fills.push({ ...shape, colour, order: this.#order });
  }

  /** An image is drawn in the unit square. */
  #noteImage(): void {
    const [a, b, c, d, e, f] = this.#state.matrix;
    const width = Math.abs(a) + Math.abs(c);
    const height = Math.abs(b) + Math.abs(d);
    const [x, y] = [e + Math.min(a, 0) + Math.min(c, 0), f + Math.min(b, 0) + Math.min(d, 0)];
    this.#order += 1;
    if (width > 2 && height > 2) this.#images.push({ x, y, width, height, colour: undefined, order: this.#order });
  }

  #setParameters(parameters: readonly [string, unknown][]): void {
    for (const [key, value] of parameters) {
      if (key === 'ca') this.#state.isTransparent = (value as number) < 0.02;
      if (key !== 'Font') continue;
      const [name, size] = value as [string, number];
      this.#state.font = this.#fonts.get(name) ?? PLAIN_FONT;
      this.#state.fontSize = size;
    }
  }

  #lineMatrix: Matrix = IDENTITY;

  #moveTo(matrix: Matrix): void {
    this.#lineMatrix = matrix;
    this.#textMatrix = matrix;
  }

  #moveBy(x: number, y: number): void {
    const at = this.#lineMatrix;
    const [e, f] = [at[0] * x + at[2] * y + at[4], at[1] * x + at[3] * y + at[5]];
    this.#moveTo([at[0], at[1], at[2], at[3], e, f]);
  }
}
