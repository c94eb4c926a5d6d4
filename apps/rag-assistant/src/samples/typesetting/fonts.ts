import type PDFDocument from 'pdfkit';
import type { Style } from './blocks.ts';

export type FontName =
  | 'Helvetica'
  | 'Helvetica-Bold'
  | 'Helvetica-Oblique'
  | 'Times-Roman'
  | 'Times-Bold'
  | 'Times-Italic';

/** Words of one font, on one line. */
export interface Run {
  readonly text: string;
  readonly font: FontName;
  /** Points from the line's beginning. */
  readonly x: number;
}

export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
}

export interface Fonts {
  readonly plain: FontName;
  readonly bold: FontName;
  readonly italic: FontName;
  width(text: string, font: FontName, size: number): number;
  /** Breaks text with **bold** words into lines of at most `width` points. */
  lines(text: string, width: number, size: number, font?: FontName): Line[];
}

/** The fonts that every viewer has, measured as pdfkit sets them. */
export function fontsOf(pdf: InstanceType<typeof PDFDocument>, family: Style['family']): Fonts {
  const [plain, bold, italic]: FontName[] =
    family === 'Times'
      ? ['Times-Roman', 'Times-Bold', 'Times-Italic']
      : ['Helvetica', 'Helvetica-Bold', 'Helvetica-Oblique'];
  const widths = new Map<string, number>();
  const width = (text: string, font: FontName, size: number): number => {
    const key = `${font} ${text}`;
    let known = widths.get(key);
    if (known === undefined) {
      known = pdf.font(font).fontSize(1_000).widthOfString(text) / 1_000;
      widths.set(key, known);
    }
    return known * size;
  };
  const fonts: Fonts = {
    plain: plain!,
    bold: bold!,
    italic: italic!,
    width,
    lines: (text, limit, size, font = plain!) => breakLines(fonts, text, limit, size, font),
  };
  return fonts;
}

interface Word {
  readonly text: string;
  readonly font: FontName;
}

function wordsOf(text: string, font: FontName, bold: FontName): Word[] {
  return text.split('**').flatMap((part, index) =>
    part
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => ({ text: word, font: index % 2 === 1 ? bold : font })),
  );
}

function breakLines(fonts: Fonts, text: string, limit: number, size: number, font: FontName): Line[] {
  const lines: Line[] = [];
  let runs: { text: string; font: FontName; x: number }[] = [];
  let width = 0;
  for (const word of wordsOf(text, font, fonts.bold)) {
    const space = fonts.width(' ', word.font, size);
    const advance = fonts.width(word.text, word.font, size);
    if (runs.length > 0 && width + space + advance > limit) {
      lines.push({ runs, width });
      runs = [];
      width = 0;
    }
    const last = runs.at(-1);
    // A full stop after bold words stands next to them.
    const gap = runs.length === 0 || (last!.font !== word.font && /^[.,;:)]/.test(word.text)) ? 0 : space;
    if (last && last.font === word.font) last.text += ` ${word.text}`;
    else runs.push({ text: word.text, font: word.font, x: width + gap });
    width += gap + advance;
  }
  if (runs.length > 0) lines.push({ runs, width });
  return lines;
}
