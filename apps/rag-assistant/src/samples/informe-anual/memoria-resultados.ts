import { parts } from '../shares.ts';
import type { Block, Row } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import {
  DOS,
  EJERCICIOS,
  ejercicios,
  LAST,
  miles,
  movimiento,
  NOW,
  partRows,
  porcentaje,
  row,
  total,
} from './cifras.ts';
import { ventasPorMercado } from './gestion.ts';

/** Notas 13 a 22. */
export function memoriaDeResultados(): Block[] {
  return [...provisionesEImpuestos(), ...ingresosYGastos(), ...vinculadas(), ...ultimas()];
}

function provisionesEImpuestos(): Block[] {
  const warranty = { used: [1_118, 1_046, 1_021] };
  return [
    ...parseMarkup(':::page\n\n## Nota 13. Provisiones por garantías'),
    movimiento('Provisión por garantías (miles de euros)', [
      ejercicios.row('Saldo inicial', ({ opening }) => opening.warranty),
      row(
        'Dotación',
        EJERCICIOS.map(({ opening, closing }) => closing.warranty - opening.warranty).map(
          (value, at) => value + warranty.used[at]!,
        ),
      ),
      row(
        'Aplicación',
        warranty.used.map((value) => -value),
      ),
      ejercicios.total('Saldo final', ({ closing }) => closing.warranty),
    ]),
    ...parseMarkup(':::page\n\n## Nota 14. Situación fiscal'),
    movimiento('Conciliación del impuesto sobre beneficios (miles de euros)', [
      ejercicios.row('Resultado antes de impuestos', ({ results }) => results.beforeTaxes),
      ejercicios.row('Cuota al 25 %', ({ results }) => Math.round(results.beforeTaxes * 0.25)),
      ejercicios.row('Deducciones por investigación y desarrollo', ({ facts }) => -facts.researchDeduction),
      ejercicios.total('Impuesto sobre beneficios', ({ results }) => results.taxes),
      ejercicios.row('Tipo efectivo', ({ results }) => porcentaje(results.taxes, results.beforeTaxes)),
    ]),
    ...parseMarkup(
      `Están abiertos a inspección los ejercicios desde 2021. En mayo de 2025 terminó una inspección del IVA de 2020, sin cuota. Se pagaron ${miles(-NOW.flows.taxesPaid)} miles de euros de impuesto sobre sociedades.`,
    ),
  ];
}

function ingresosYGastos(): Block[] {
  return [
    ...parseMarkup('## Nota 15. Cifra de negocios'),
    movimiento('Por zona geográfica (miles de euros)', zonas()),
    ...parseMarkup('## Nota 16. Aprovisionamientos'),
    movimiento('Aprovisionamientos (miles de euros)', [
      ...partRows(
        [
          'Motores, cobre e imanes',
          'Fundición y acero',
          'Electrónica',
          'Embalajes y otros',
          'Trabajos de otras empresas',
        ],
        EJERCICIOS.map(({ facts }) => facts.supplies),
        [332, 241, 218, 96],
      ),
      ejercicios.total('Total', ({ facts }) => facts.supplies),
    ]),
    ...parseMarkup(':::page\n\n## Nota 17. Gastos de personal'),
    movimiento('Gastos de personal (miles de euros)', [
      ejercicios.row('Sueldos y salarios', ({ facts }) => facts.wages),
      ejercicios.row('Seguridad Social', ({ facts }) => Math.round(facts.socialCharges * 0.884)),
      ejercicios.row(
        'Otros gastos sociales',
        ({ facts }) => facts.socialCharges - Math.round(facts.socialCharges * 0.884),
      ),
      ejercicios.total('Total', ({ results }) => results.staff),
    ]),
    ...parseMarkup(
      'El número medio de personas empleadas fue de 604 en 2025, 588 en 2024 y 581 en 2023. Las indemnizaciones sumaron 142 miles de euros.\n\n## Nota 18. Otros gastos de explotación',
    ),
    movimiento('Otros gastos de explotación (miles de euros)', [
      ...partRows(
        [
          'Transportes',
          'Energía y agua',
          'Reparaciones',
          'Servicios del grupo',
          'Publicidad y ferias',
          'Arrendamientos',
          'Profesionales independientes',
          'Seguros y otros',
        ],
        EJERCICIOS.map(({ facts }) => facts.otherExpenses),
        [262, 118, 96, 141, 72, 51, 83],
      ),
      ejercicios.total('Total', ({ facts }) => facts.otherExpenses),
    ]),
  ];
}

function zonas(): Row[] {
  const markets = ventasPorMercado();
  const sum = (names: readonly string[]) =>
    EJERCICIOS.map((_, at) =>
      markets.filter(({ name }) => names.includes(name)).reduce((all, { values }) => all + values[at]!, 0),
    );
  const sales = EJERCICIOS.map(({ results }) => results.sales);
  const spain = sum(['España']);
  const union = sum(['Portugal', 'Francia', 'Italia', 'Polonia y países bálticos']);
  return [
    row('España', spain),
    row('Resto de la Unión Europea', union),
    row(
      'Otros países',
      sales.map((all, at) => all - spain[at]! - union[at]!),
    ),
    total('Total', sales),
  ];
}

function vinculadas(): Block[] {
  const sales = [20_940, 19_415];
  const services = parts(NOW.facts.otherExpenses, [262, 118, 96, 141])[3]!;
  const before = parts(LAST.facts.otherExpenses, [262, 118, 96, 141])[3]!;
  return [
    ...parseMarkup(':::page\n\n## Nota 19. Operaciones con partes vinculadas'),
    figures({
      caption: 'Operaciones con empresas del grupo (miles de euros)',
      ...DOS,
      rows: [
        group('Ingresos'),
        row('Ventas a Brennick Service Company, LLC', [9_480, 8_760]),
        row('Ventas a Arlanza Portugal', [6_115, 5_890]),
        row('Ventas a otras empresas del grupo', [sales[0]! - 9_480 - 6_115, sales[1]! - 8_760 - 5_890]),
        total('Ventas', sales),
        group('Gastos'),
        row('Compra de motores a Bombas Brennick de México', [7_360, 6_420]),
        row('Servicios del grupo', [services, before]),
        row('Intereses', [204, 204]),
        total('Gastos', [7_360 + services + 204, 6_420 + before + 204]),
      ],
    }),
    ...parseMarkup(
      `Los consejeros cobraron 112 miles de euros en total y la alta dirección 1.046 miles. La Fundación Caja del Arlanzón alquila a la sociedad un local en Burgos por 18 miles de euros al año.`,
    ),
  ];
}

function ultimas(): Block[] {
  return parseMarkup(`
## Nota 20. Medio ambiente y emisiones

Los gastos para proteger el medio ambiente fueron de 486 miles de euros, y de 451 miles en 2024. La sociedad no tiene asignados derechos de emisión.

## Nota 21. Otra información

Los honorarios de auditoría fueron de 68 miles de euros, y de 6 miles los de otros servicios. Los avales ante terceros suman 3.720 miles de euros, sobre todo por obras públicas.

Table: Periodo medio de pago a proveedores
| Concepto | 2025 | 2024 |
|---|---:|---:|
| Periodo medio de pago (días) | 52 | 54 |
| Operaciones pagadas (días) | 53 | 55 |
| Operaciones pendientes (días) | 44 | 47 |
| Pagos en plazo (porcentaje de facturas) | 88,4 % | 85,9 % |

## Nota 22. Hechos posteriores

Son los que se cuentan en el informe de gestión: el préstamo para los bancos de prueba y los daños del temporal en Zaragoza.

Formulan estas cuentas, en Burgos, el 26 de febrero de 2026, todos los miembros del Consejo de Administración.`);
}
