import type { Block, Row } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { cada, EJERCICIOS, fila, filasDe, miles, movimiento, partes, porcentaje, suma, titulo } from './cifras.ts';
import { ventasPorMercado } from './gestion.ts';

const [NOW, LAST] = EJERCICIOS as unknown as readonly [(typeof EJERCICIOS)[number], (typeof EJERCICIOS)[number]];
const DOS = { columns: ['2025', '2024'], label: 34 };

/** Notas 13 a 22. */
export function memoriaDeResultados(): Block[] {
  return [...provisionesEImpuestos(), ...ingresosYGastos(), ...vinculadas(), ...ultimas()];
}

function provisionesEImpuestos(): Block[] {
  const warranty = { used: [1_118, 1_046, 1_021] };
  return [
    ...parseMarkup(':::page\n\n## Nota 13. Provisiones por garantías'),
    movimiento('Provisión por garantías (miles de euros)', [
      fila(
        'Saldo inicial',
        cada(({ opening }) => opening.warranty),
      ),
      fila(
        'Dotación',
        cada(({ opening, closing }) => closing.warranty - opening.warranty).map(
          (value, at) => value + warranty.used[at]!,
        ),
      ),
      fila(
        'Aplicación',
        warranty.used.map((value) => -value),
      ),
      suma(
        'Saldo final',
        cada(({ closing }) => closing.warranty),
      ),
    ]),
    ...parseMarkup(':::page\n\n## Nota 14. Situación fiscal'),
    movimiento('Conciliación del impuesto sobre beneficios (miles de euros)', [
      fila(
        'Resultado antes de impuestos',
        cada(({ results }) => results.beforeTaxes),
      ),
      fila(
        'Cuota al 25 %',
        cada(({ results }) => Math.round(results.beforeTaxes * 0.25)),
      ),
      fila(
        'Deducciones por investigación y desarrollo',
        cada(({ facts }) => -facts.researchDeduction),
      ),
      suma(
        'Impuesto sobre beneficios',
        cada(({ results }) => results.taxes),
      ),
      fila(
        'Tipo efectivo',
        EJERCICIOS.map(({ results }) => porcentaje(results.taxes, results.beforeTaxes)),
      ),
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
      ...filasDe(
        [
          'Motores, cobre e imanes',
          'Fundición y acero',
          'Electrónica',
          'Embalajes y otros',
          'Trabajos de otras empresas',
        ],
        cada(({ facts }) => facts.supplies),
        [332, 241, 218, 96],
      ),
      suma(
        'Total',
        cada(({ facts }) => facts.supplies),
      ),
    ]),
    ...parseMarkup(':::page\n\n## Nota 17. Gastos de personal'),
    movimiento('Gastos de personal (miles de euros)', [
      fila(
        'Sueldos y salarios',
        cada(({ facts }) => facts.wages),
      ),
      fila(
        'Seguridad Social',
        cada(({ facts }) => Math.round(facts.socialCharges * 0.884)),
      ),
      fila(
        'Otros gastos sociales',
        cada(({ facts }) => facts.socialCharges - Math.round(facts.socialCharges * 0.884)),
      ),
      suma(
        'Total',
        cada(({ results }) => results.staff),
      ),
    ]),
    ...parseMarkup(
      'El número medio de personas empleadas fue de 604 en 2025, 588 en 2024 y 581 en 2023. Las indemnizaciones sumaron 142 miles de euros.\n\n## Nota 18. Otros gastos de explotación',
    ),
    movimiento('Otros gastos de explotación (miles de euros)', [
      ...filasDe(
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
        cada(({ facts }) => facts.otherExpenses),
        [262, 118, 96, 141, 72, 51, 83],
      ),
      suma(
        'Total',
        cada(({ facts }) => facts.otherExpenses),
      ),
    ]),
  ];
}

function zonas(): Row[] {
  const markets = ventasPorMercado();
  const sum = (names: readonly string[]) =>
    EJERCICIOS.map((_, at) =>
      markets.filter(({ name }) => names.includes(name)).reduce((all, { values }) => all + values[at]!, 0),
    );
  const sales = cada(({ results }) => results.sales);
  const spain = sum(['España']);
  const union = sum(['Portugal', 'Francia', 'Italia', 'Polonia y países bálticos']);
  return [
    fila('España', spain),
    fila('Resto de la Unión Europea', union),
    fila(
      'Otros países',
      sales.map((all, at) => all - spain[at]! - union[at]!),
    ),
    suma('Total', sales),
  ];
}

function vinculadas(): Block[] {
  const sales = [20_940, 19_415];
  const services = partes(NOW.facts.otherExpenses, [262, 118, 96, 141])[3]!;
  const before = partes(LAST.facts.otherExpenses, [262, 118, 96, 141])[3]!;
  return [
    ...parseMarkup(':::page\n\n## Nota 19. Operaciones con partes vinculadas'),
    figures({
      caption: 'Operaciones con empresas del grupo (miles de euros)',
      ...DOS,
      rows: [
        titulo('Ingresos'),
        fila('Ventas a Brennick Service Company, LLC', [9_480, 8_760]),
        fila('Ventas a Arlanza Portugal', [6_115, 5_890]),
        fila('Ventas a otras empresas del grupo', [sales[0]! - 9_480 - 6_115, sales[1]! - 8_760 - 5_890]),
        suma('Ventas', sales),
        titulo('Gastos'),
        fila('Compra de motores a Bombas Brennick de México', [7_360, 6_420]),
        fila('Servicios del grupo', [services, before]),
        fila('Intereses', [204, 204]),
        suma('Gastos', [7_360 + services + 204, 6_420 + before + 204]),
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
