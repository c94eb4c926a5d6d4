import { ARLANZA_LINES } from '../company/arlanza.ts';
import { parts } from '../shares.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { decimal, miles, porcentaje, row, total } from './cifras.ts';

/** Delegaciones: ventas de 2025 y 2024 en miles de euros, pedidos y clientes, y lo que pasó. */
const DELEGACIONES = [
  [
    'Norte',
    14_620,
    13_980,
    5_410,
    1_204,
    'Bilbao y San Sebastián rehabilitaron torres de los años setenta. El servicio se hizo cargo de las salas de presión de tres hospitales.',
  ],
  [
    'Noroeste',
    9_870,
    9_415,
    3_960,
    1_018,
    'El taller móvil de Vigo atendió 1.140 avisos. Las conserveras cambiaron bombas de salmuera por modelos de dúplex.',
  ],
  [
    'Centro',
    20_415,
    19_850,
    7_880,
    1_655,
    'Madrid compró menos para obra nueva y más para reforma. La estación de la Casa de Campo se entregó con dos meses de adelanto.',
  ],
  [
    'Ebro',
    13_330,
    12_745,
    4_720,
    964,
    'Once estaciones de riego renovadas. La delegación comparte edificio con el centro de distribución de Zaragoza.',
  ],
  [
    'Levante',
    11_260,
    11_090,
    4_385,
    1_187,
    'La riada de octubre de 2024 dejó trabajo hasta el verano: 460 bombas reparadas sin coste de mano de obra para los vecinos afectados.',
  ],
  [
    'Sur e islas',
    12_199,
    10_589,
    4_905,
    1_322,
    'Los hoteles de Baleares y Canarias pidieron un 19 % más. La sequía frenó los pozos en la cuenca del Guadalquivir.',
  ],
] as const;

const TRIMESTRES = [
  [231, 246, 238],
  [238, 219, 266],
  [262, 301, 214],
  [243, 251, 247],
] as const;

/** Anexos: delegaciones, trimestres, indicadores y glosario. */
export function anexos(): Block[] {
  return [...delegaciones(), ...trimestres(), ...indicadores()];
}

function delegaciones(): Block[] {
  const sum = (pick: (row: (typeof DELEGACIONES)[number]) => number) =>
    DELEGACIONES.reduce((all, each) => all + pick(each), 0);
  return [
    ...parseMarkup(':::page\n\n# Anexo 1. Delegaciones comerciales de España'),
    figures({
      caption: 'Ventas en España por delegación (miles de euros)',
      columns: ['2025', '2024', 'Parte 2025'],
      label: 24,
      rows: [
        ...DELEGACIONES.map(([name, now, last]) =>
          row(name, [
            now,
            last,
            porcentaje(
              now,
              sum((each) => each[1]),
            ),
          ]),
        ),
        total('España', [sum((each) => each[1]), sum((each) => each[2]), '100,0 %']),
      ],
    }),
    ...DELEGACIONES.flatMap(([name, now, , orders, customers, text]) => [
      ...parseMarkup(
        `## Delegación ${name}\n\n${text} Atendió ${miles(orders)} pedidos de ${miles(customers)} clientes.`,
      ),
      figures({
        caption: `Delegación ${name} en 2025`,
        columns: ['Valor'],
        label: 40,
        rows: [
          row('Ventas (miles de euros)', [now]),
          row('Pedidos', [orders]),
          row('Clientes', [customers]),
          row('Venta media por pedido (euros)', [decimal((now * 1_000) / orders)]),
          row('Venta media por cliente (miles de euros)', [decimal(now / customers)]),
        ],
      }),
    ]),
  ];
}

function trimestres(): Block[] {
  const columns = ['Primero', 'Segundo', 'Tercero', 'Cuarto', 'Año'];
  const quarters = ARLANZA_LINES.map(({ sales }, at) => parts(sales[0], TRIMESTRES[at]!));
  const all = [0, 1, 2, 3].map((quarter) => quarters.reduce((sum, values) => sum + values[quarter]!, 0));
  const year = all.reduce((sum, value) => sum + value, 0);
  return [
    ...parseMarkup(
      ':::page\n\n# Anexo 2. Ventas por trimestre\n\nLos datos de este anexo no han sido auditados. Las bombas de pozo se venden sobre todo en primavera y los circuladores antes del invierno.',
    ),
    figures({
      caption: 'Ventas por trimestre de 2025 (miles de euros)',
      columns,
      label: 22,
      rows: [
        ...ARLANZA_LINES.map(({ name, sales }, at) => row(name, [...quarters[at]!, sales[0]])),
        total('Total', [...all, year]),
      ],
    }),
    figures({
      caption: 'Ingreso medio por unidad (euros)',
      columns: ['2025', '2024', '2023'],
      rows: ARLANZA_LINES.map(({ name, sales, units }) =>
        row(
          name,
          sales.map((value, at) => decimal((value * 1_000) / units[at]!)),
        ),
      ),
    }),
  ];
}

function indicadores(): Block[] {
  return parseMarkup(`
:::page

# Anexo 3. Indicadores de calidad y servicio

Table: Calidad
| Indicador | 2025 | 2024 | 2023 |
|---|---:|---:|---:|
| Rechazos internos (porcentaje) | 1,7 | 2,0 | 2,3 |
| Reclamaciones por mil unidades | 3,4 | 3,9 | 4,2 |
| Plazo de respuesta a reclamaciones (días) | 6,5 | 8,1 | 9,4 |
| Auditorías de proveedores | 41 | 36 | 29 |

Table: Servicio
| Indicador | 2025 | 2024 | 2023 |
|---|---:|---:|---:|
| Entregas en plazo (porcentaje) | 96,1 | 94,8 | 95,3 |
| Pedidos con retraso de más de una semana | 1.284 | 2.117 | 1.846 |
| Avisos resueltos en 48 horas (porcentaje) | 87,2 | 85,0 | 83,7 |
| Contratos de mantenimiento vivos | 3.406 | 3.168 | 2.954 |
| Satisfacción de clientes, de 1 a 10 | 8,3 | 8,0 | 8,1 |

La encuesta de clientes se hizo en noviembre, con 1.130 respuestas. Lo mejor valorado fue el trato de los técnicos, con un 9,1; lo peor, la claridad de las facturas, con un 6,4, que se quiere mejorar con el nuevo sistema.

:::page

# Anexo 4. Glosario

Table: Términos
| Término | Significado |
|---|---|
| Cifra de negocios | Ventas menos descuentos e impuestos |
| Circulador | Bomba pequeña para agua de calefacción o refrigeración |
| Grupo de presión | Conjunto de bombas que da presión al agua de un edificio |
| Índice de eficiencia | Energía que gasta un circulador frente a uno de referencia |
| Bomba de pozo | Bomba con motor sumergido para pozos de 4 a 10 pulgadas |
| Sala de presión | Local con grupos de presión y aljibe |
| Periodo medio de pago | Días que pasan de media hasta pagar una factura |`);
}
