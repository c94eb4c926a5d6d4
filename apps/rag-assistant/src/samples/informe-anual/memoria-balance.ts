import { CURRENT_BANK_DEBT } from '../company/arlanza.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { DOS, ejercicios, eur, LAST, movimiento, NOW, partRows, row, total } from './cifras.ts';

/** Notas 4 a 12. */
export function memoriaDelBalance(): Block[] {
  return [...distribucion(), ...inmovilizado(), ...circulante(), ...patrimonioYDeudas()];
}

function distribucion(): Block[] {
  const dividend = 8_100;
  return [
    ...parseMarkup('## Nota 4. Distribución de resultados\n\nEl Consejo propone a la junta esta distribución:'),
    figures({
      caption: 'Propuesta de distribución (miles de euros)',
      ...DOS,
      rows: [
        row('Dividendos', [dividend, NOW.facts.dividends]),
        row('Reservas voluntarias', [NOW.results.net - dividend, LAST.results.net - NOW.facts.dividends]),
        total('Resultado del ejercicio', [NOW.results.net, LAST.results.net]),
      ],
    }),
    ...parseMarkup(
      `El dividendo propuesto equivale a 6,75 euros por acción. La reserva legal alcanza ya el 20 % del capital.`,
    ),
  ];
}

function inmovilizado(): Block[] {
  return [
    ...parseMarkup(':::page\n\n## Nota 5. Inmovilizado intangible'),
    movimiento('Movimiento del inmovilizado intangible (miles de euros)', [
      ejercicios.row('Saldo inicial', ({ opening }) => opening.intangible),
      ejercicios.row('Altas', ({ facts }) => facts.intangibleInvestment),
      ejercicios.row('Amortización', ({ facts }) => -facts.intangibleAmortization),
      ejercicios.total('Saldo final', ({ closing }) => closing.intangible),
    ]),
    figures({
      caption: 'Composición del inmovilizado intangible (miles de euros)',
      ...DOS,
      rows: [
        ...partRows(
          ['Desarrollo', 'Sistema de planificación', 'Otras aplicaciones', 'Patentes y marcas'],
          [NOW.closing.intangible, LAST.closing.intangible],
          [521, 287, 134],
        ),
        total('Total', [NOW.closing.intangible, LAST.closing.intangible]),
      ],
    }),
    ...parseMarkup(
      'Hay aplicaciones totalmente amortizadas y en uso por 1.910 miles de euros.\n\n## Nota 6. Inmovilizado material',
    ),
    movimiento('Movimiento del inmovilizado material (miles de euros)', [
      ejercicios.row('Saldo inicial', ({ opening }) => opening.property),
      ejercicios.row('Altas', ({ facts }) => facts.investment),
      ejercicios.row('Bajas', ({ facts }) => -facts.disposals),
      ejercicios.row('Amortización', ({ facts }) => -facts.depreciation),
      ejercicios.total('Saldo final', ({ closing }) => closing.property),
    ]),
    figures({
      caption: 'Composición del inmovilizado material (miles de euros)',
      ...DOS,
      rows: [
        ...partRows(
          [
            'Terrenos',
            'Construcciones',
            'Instalaciones técnicas',
            'Maquinaria',
            'Utillaje y moldes',
            'Otro inmovilizado',
            'En curso',
          ],
          [NOW.closing.property, LAST.closing.property],
          [88, 264, 196, 301, 82, 41],
        ),
        total('Total', [NOW.closing.property, LAST.closing.property]),
      ],
    }),
    ...parseMarkup(`
La línea de circuladores se recibió el 15 de septiembre de 2025 y supuso altas de 9.940 miles de euros en el ejercicio y de 7.360 miles en 2024. Los seguros cubren 118.000 miles de euros. Hay compromisos de compra de bancos de prueba por 3.150 miles.

## Nota 7. Arrendamientos

El gasto por arrendamientos fue de 1.264 miles de euros, y de 1.218 miles en 2024. El contrato de Zaragoza termina en junio de 2030 y el de Vigo en marzo de 2027.

Table: Pagos mínimos por arrendamiento (miles de euros)
| Plazo | 2025 | 2024 |
|---|---:|---:|
| Hasta un año | 1.190 | 1.165 |
| De uno a cinco años | 3.870 | 4.410 |
| Más de cinco años | 0 | 540 |
| Total | 5.060 | 6.115 |`),
  ];
}

function circulante(): Block[] {
  const corrections = [1_320, 1_085];
  const stocks = [NOW.closing.stocks, LAST.closing.stocks];
  const gross = stocks.map((value, at) => value + corrections[at]!);
  return [
    ...parseMarkup(':::page\n\n## Nota 8. Existencias'),
    figures({
      caption: 'Existencias (miles de euros)',
      ...DOS,
      rows: [
        ...partRows(
          ['Materias primas', 'Componentes comprados', 'Productos en curso', 'Productos terminados', 'Recambios'],
          gross,
          [214, 286, 121, 262],
        ),
        total('Coste', gross),
        row(
          'Correcciones de valor',
          corrections.map((value) => -value),
        ),
        total('Existencias', stocks),
      ],
    }),
    ...parseMarkup(
      `De las correcciones de 2025, 210 miles corresponden a la serie K5. Los imanes en almacén valían 2.640 miles de euros, frente a 1.180 miles un año antes.\n\n## Nota 9. Clientes`,
    ),
    figures({
      caption: 'Antigüedad de los saldos de clientes (miles de euros)',
      ...DOS,
      rows: [
        ...partRows(
          ['No vencidos', 'Vencidos hasta 30 días', 'Vencidos de 31 a 90 días', 'Vencidos más de 90 días'],
          [NOW.closing.receivables + 412, LAST.closing.receivables + 386],
          [862, 91, 29],
        ),
        row('Deterioro', [-412, -386]),
        total('Clientes por ventas', [NOW.closing.receivables, LAST.closing.receivables]),
      ],
    }),
    ...parseMarkup(
      `El periodo medio de cobro fue de 66 días. El saldo con administraciones públicas es de 2.905 miles de euros, del que 610 miles lleva más de 90 días vencido.`,
    ),
  ];
}

function patrimonioYDeudas(): Block[] {
  const debt = [NOW.closing.bankDebt, LAST.closing.bankDebt];
  return [
    ...parseMarkup(
      `## Nota 10. Fondos propios\n\nEl capital, totalmente desembolsado, lo forman 1.200.000 acciones de 10 euros: 1.056.000 de Brennick Europe Holdings y 144.000 de la Fundación Caja del Arlanzón. Las acciones no cotizan.\n\n## Nota 11. Subvenciones`,
    ),
    movimiento('Subvenciones de capital, netas de impuestos (miles de euros)', [
      ejercicios.row('Saldo inicial', ({ opening }) => opening.grants),
      ejercicios.row('Recibidas y traspasadas, neto', ({ opening, closing }) => closing.grants - opening.grants),
      ejercicios.total('Saldo final', ({ closing }) => closing.grants),
    ]),
    ...parseMarkup(
      `La Junta de Castilla y León concedió 600 miles de euros para la línea de circuladores, con la condición de mantener 580 empleos hasta 2028. En 2024 el Estado dio 400 miles para la planta solar.\n\n:::page\n\n## Nota 12. Deudas con entidades de crédito`,
    ),
    figures({
      caption: 'Deuda bancaria por clase (miles de euros)',
      ...DOS,
      rows: [
        ...partRows(
          ['Préstamo para la línea de circuladores', 'Préstamos a tipo fijo', 'Pólizas de crédito'],
          debt,
          [524, 361],
        ),
        total('Total', debt),
      ],
    }),
    figures({
      caption: 'Vencimientos de la deuda bancaria (miles de euros)',
      columns: ['2026', '2027', '2028', '2029', 'Después', 'Total'],
      label: 22,
      rows: [
        row('Deuda a 31.12.2025', [
          CURRENT_BANK_DEBT,
          4_150,
          4_300,
          3_900,
          debt[0]! - CURRENT_BANK_DEBT - 12_350,
          debt[0]!,
        ]),
      ],
    }),
    ...parseMarkup(`
El préstamo de la línea se firmó en marzo de 2024 por 12.000 miles de euros con tres bancos, vence en 2032 y exige que la deuda neta no supere 2,5 veces el resultado de explotación más amortizaciones. Al cierre la relación era de ${((NOW.closing.bankDebt + NOW.closing.groupDebt - NOW.closing.cash) / (NOW.results.operating + NOW.results.amortization)).toFixed(2).replace('.', ',')}. El préstamo del grupo, de ${eur(NOW.closing.groupDebt)}, vence en 2030 y devenga el 3,4 %.`),
  ];
}
