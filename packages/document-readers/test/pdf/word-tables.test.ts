import { describe, expect, it } from 'vitest';
import { type Canvas, drawn, outline, put, putRight } from './drawn-pdf.ts';
import { expectSound } from './invariants.ts';

/** Rows of a label at the margin and words that end at the places given. */
function putFlush(canvas: Canvas, rows: readonly (readonly string[])[], rights: readonly number[], top: number): void {
  rows.forEach(([label = '', ...values], i) => {
    put(canvas, label, 72, top + 14 * i);
    for (const [column, value] of values.entries()) putRight(canvas, value, rights[column]!, top + 14 * i);
  });
}

describe('tables whose cells are words', () => {
  it('are known by where cells stand, with headers of two lines', async () => {
    const rights = [300, 380, 460];
    const [page] = await drawn((canvas) => {
      canvas.font('Helvetica-Bold');
      putFlush(
        canvas,
        [
          ['', 'Copies', '', 'Recovery time'],
          ['System', 'every', 'Kept for', 'objective'],
        ],
        rights,
        80,
      );
      canvas.font('Helvetica');
      const body = [
        ['Enterprise planning', '4 hours', '90 days', '8 hours'],
        ['Product data', '24 hours', '10 years', '24 hours'],
        ['Mail and files', '1 hour', '180 days', '48 hours'],
      ];
      putFlush(canvas, body, rights, 112);
    });
    expectSound(page!);
    expect(outline(page!)).toEqual([
      [
        'table: System | Copies every | Kept for | Recovery time objective',
        'Enterprise planning | 4 hours | 90 days | 8 hours',
        'Product data | 24 hours | 10 years | 24 hours',
        'Mail and files | 1 hour | 180 days | 48 hours',
      ].join('\n'),
    ]);
  });

  it('may have two columns, where these are flush', async () => {
    const [page] = await drawn((canvas) => {
      canvas.font('Helvetica-Bold');
      putFlush(canvas, [['Concepto', 'Importe']], [500], 80);
      canvas.font('Helvetica');
      const body = [
        ['Turno de tarde', '4,10 euros por día'],
        ['Turno de noche', '25 % del salario base'],
        ['Salida en guardia', '48,50 euros'],
      ];
      putFlush(canvas, body, [500], 98);
    });
    expect(outline(page!)).toEqual([
      'table: Concepto | Importe\nTurno de tarde | 4,10 euros por día\nTurno de noche | 25% del salario base\nSalida en guardia | 48,50 euros',
    ]);
  });

  it('are none in a text with wide gaps', async () => {
    const [page] = await drawn((canvas) => {
      const lines = [
        ['We met the council', 'of the town on'],
        ['Monday and agreed on', 'a plan for wells'],
        ['that will be dug', 'next year'],
      ];
      lines.forEach(([left = '', right = ''], i) => {
        put(canvas, left, 72, 80 + 12 * i);
        put(canvas, right, 80 + canvas.widthOfString(left), 80 + 12 * i);
      });
    });
    expect(page!.blocks.map(({ kind }) => kind)).not.toContain('table');
  });
});

describe('tables of figures with words beside them', () => {
  const rights = [420, 500];

  it('join the lines of a cell, and those of a header that stands over one column', async () => {
    const [page] = await drawn((canvas) => {
      canvas.font('Helvetica-Bold');
      put(canvas, 'Cities', 130, 92);
      putRight(canvas, 'Hotel per', rights[0]!, 80);
      putFlush(canvas, [['Group', 'night', 'Meals']], rights, 92);
      canvas.font('Helvetica');
      put(canvas, 'New York, San Francisco, Boston,', 130, 110);
      putFlush(canvas, [['A', '310', '92']], rights, 110);
      put(canvas, 'London, Zurich', 130, 122);
      put(canvas, 'All other places', 130, 138);
      putFlush(canvas, [['B', '155', '58']], rights, 138);
    });
    expectSound(page!);
    expect(outline(page!)).toEqual([
      'table: Group | Cities | Hotel per night | Meals\nA | New York, San Francisco, Boston, London, Zurich | 310 | 92\nB | All other places | 155 | 58',
    ]);
  });

  it('may be named by numbers', async () => {
    const [page] = await drawn((canvas) => {
      canvas.font('Helvetica-Bold');
      put(canvas, 'Ciudades', 130, 80);
      putFlush(canvas, [['Zona', 'Hotel', 'Dieta']], rights, 80);
      canvas.font('Helvetica');
      put(canvas, 'Madrid, Bilbao', 130, 98);
      put(canvas, 'Resto de España', 130, 112);
      putFlush(
        canvas,
        [
          ['1', '145,00', '53,34'],
          ['2', '105,00', '48,50'],
        ],
        rights,
        98,
      );
    });
    expect(outline(page!)).toEqual([
      'table: Zona | Ciudades | Hotel | Dieta\n1 | Madrid, Bilbao | 145,00 | 53,34\n2 | Resto de España | 105,00 | 48,50',
    ]);
  });
});
