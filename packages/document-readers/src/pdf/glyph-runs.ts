import { characters, composed } from './characters.ts';
import type { DrawingState } from './drawing-state.ts';
import type { GlyphRun } from './glyph-run.ts';
import type { Matrix } from './matrix.ts';
import type { Glyph } from './operators.ts';

/** In em. Word spaces are a quarter wide, and letters of a word closer than half of that. */
const GAP = { space: 0.16, run: 0.45, back: 0.4 };
/** Tangent of the angle up to which text counts as upright. */
const ASKEW = 0.05;
const INVISIBLE = 3;
const MAX_RUNS = 200_000;
const FIRST_MARK = '\u0300';
const LAST_MARK = '\u0370';

/** Gathers glyphs into runs, and breaks them where words stand wide apart. */
export class GlyphRuns {
  readonly #runs: GlyphRun[] = [];
  /** Runs with accents that were drawn apart. */
  readonly #accented = new Set<GlyphRun>();
  #last: GlyphRun | undefined;

  /** Runs in their own frames; see `GlyphRun.turn`. */
  finish(width: number, height: number): GlyphRun[] {
    for (const run of this.#accented) run.text = composed(run.text);
    return this.#runs.filter(({ text }) => text !== '').map((run) => turned(run, width, height));
  }

  /** Shows text from the text matrix on. @returns the matrix after it. */
  show(glyphs: readonly (Glyph | number)[], state: DrawingState, text: Matrix, order: number): Matrix {
    const { font, fontSize, horizontalScale: scale, characterSpacing, wordSpacing } = state;
    const outer = state.matrix;
    // The product of both matrices, without an array for it: this runs for every text.
    const a = outer[0] * text[0] + outer[2] * text[1];
    const b = outer[1] * text[0] + outer[3] * text[1];
    const c = outer[0] * text[2] + outer[2] * text[3];
    const d = outer[1] * text[2] + outer[3] * text[3];
    // Points along the baseline for one unit of text space, and the height of one em.
    const along = Math.hypot(a, b);
    const size = Math.abs(fontSize) * Math.hypot(c, d);
    const turn = turnOf(a * fontSize, b * fontSize);
    const flipped = fontSize < 0;
    const x0 = outer[0] * text[4] + outer[2] * text[5] + outer[4] + c * state.rise;
    const y0 = outer[1] * text[4] + outer[3] * text[5] + outer[5] + d * state.rise;
    const start = alongOf(turn, x0, y0);
    const y = acrossOf(turn, x0, y0);
    const em = size || 1;
    const toEm = fontSize * font.unit;
    let run = this.#continues(state, turn, y, size) ? this.#last : undefined;
    let advance = 0;
    let spaceSeen = run?.hasSpaceAfter ?? false;
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') {
        advance -= (glyph / 1_000) * fontSize * scale;
        continue;
      }
      const width = (glyph.width * toEm + characterSpacing + (glyph.isSpace ? wordSpacing : 0)) * scale;
      const drawn = characters(glyph.unicode);
      if (drawn === ' ') {
        spaceSeen = true;
      } else if (drawn !== '') {
        const x = start + (flipped ? -advance : advance) * along;
        const gap = run ? x - run.end : 0;
        if (!run || gap > GAP.run * em || gap < -GAP.back * em) {
          if (run) run.hasSpaceAfter ||= spaceSeen;
          run = this.#open(x, y, size, turn, state, order);
        } else if (spaceSeen || gap > GAP.space * em) {
          run.text += ' ';
        }
        run.text += drawn;
        if (drawn >= FIRST_MARK && drawn < LAST_MARK) this.#accented.add(run);
        run.end = Math.max(run.end, x + Math.abs(glyph.width * toEm * scale) * along);
        spaceSeen = false;
      }
      advance += width;
    }
    if (run) run.hasSpaceAfter = spaceSeen;
    this.#last = run ?? this.#last;
    return [text[0], text[1], text[2], text[3], text[4] + text[0] * advance, text[5] + text[1] * advance];
  }

  #continues(state: DrawingState, turn: number, y: number, size: number): boolean {
    const last = this.#last;
    return (
      last !== undefined &&
      last.turn === turn &&
      last.font === state.font &&
      Math.abs(last.y - y) < 0.02 * size &&
      Math.abs(last.size - size) < 0.02 * size &&
      last.colour === state.fill &&
      last.isInvisible === isInvisible(state)
    );
  }

  #open(x: number, y: number, size: number, turn: number, state: DrawingState, order: number): GlyphRun {
    const { font, fill: colour } = state;
    const run = {
      text: '',
      x,
      end: x,
      y,
      size,
      font,
      turn,
      colour,
      isInvisible: isInvisible(state),
      order,
      hasSpaceAfter: false,
    };
    if (this.#runs.length < MAX_RUNS) this.#runs.push(run);
    return run;
  }
}

function isInvisible({ renderingMode, isTransparent }: DrawingState): boolean {
  return (renderingMode & 7) === INVISIBLE || isTransparent;
}

/** 0: to the right, 1: upwards, 2: to the left, 3: downwards; 4 more where none of them is meant. */
function turnOf(a: number, b: number): number {
  const isLevel = Math.abs(a) >= Math.abs(b);
  const quarter = isLevel ? (a >= 0 ? 0 : 2) : b < 0 ? 1 : 3;
  const slope = isLevel ? Math.abs(b) / Math.abs(a || 1) : Math.abs(a) / Math.abs(b);
  return slope > ASKEW ? quarter + 4 : quarter;
}

/** Before the page's size is known, turned frames have their origin where the page's is. */
function alongOf(turn: number, x: number, y: number): number {
  const quarter = turn & 3;
  return quarter === 0 ? x : quarter === 1 ? -y : quarter === 2 ? -x : y;
}

function acrossOf(turn: number, x: number, y: number): number {
  const quarter = turn & 3;
  return quarter === 0 ? y : quarter === 1 ? x : quarter === 2 ? -y : -x;
}

function turned(run: GlyphRun, width: number, height: number): GlyphRun {
  const quarter = run.turn & 3;
  if (quarter === 0) return run;
  const along = quarter === 1 ? height : quarter === 2 ? width : 0;
  const across = quarter === 2 ? height : quarter === 3 ? width : 0;
  return { ...run, x: run.x + along, end: run.end + along, y: run.y + across };
}
