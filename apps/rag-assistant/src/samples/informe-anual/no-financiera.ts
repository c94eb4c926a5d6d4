import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { decimal, miles, row, total } from './cifras.ts';

/** Categoría, mujeres y hombres a cierre de 2025, y lo mismo de 2024. */
const PLANTILLA = [
  ['Dirección', 3, 4, 3, 4],
  ['Titulados superiores', 31, 52, 28, 51],
  ['Técnicos y mandos', 24, 61, 23, 60],
  ['Administración', 38, 17, 39, 18],
  ['Oficiales de taller', 41, 214, 36, 209],
  ['Especialistas y almacén', 47, 80, 45, 78],
] as const;

const ENERGIA = [
  ['Electricidad de la red', 7_412.5, 7_968.2, 8_240.6],
  ['Electricidad solar propia', 2_286.4, 1_502.8, 1_118.3],
  ['Gas natural', 3_604.7, 4_215.9, 4_488.1],
  ['Gasóleo de vehículos', 496.4, 1_098.1, 1_152.7],
] as const;

const RESIDUOS = [
  ['Chatarra férrica', 1_284.6, 1_215.3],
  ['Cobre y aluminio', 96.8, 91.4],
  ['Cartón y madera', 342.1, 355.7],
  ['Lodos de pintura', 28.4, 33.9],
  ['Aceites y taladrinas', 41.7, 47.2],
  ['Aparatos electrónicos', 12.3, 10.8],
] as const;

/** Estado de información no financiera. */
export function noFinanciera(): Block[] {
  const sum = (pick: (row: (typeof PLANTILLA)[number]) => number) =>
    PLANTILLA.reduce((all, each) => all + pick(each), 0);
  const energy = ([1, 2, 3] as const).map((at) => ENERGIA.reduce((all, each) => all + each[at], 0));
  const waste = ([1, 2] as const).map((at) => RESIDUOS.reduce((all, each) => all + each[at], 0));
  return [
    ...parseMarkup(`
:::page

# Estado de información no financiera

Este estado forma parte del informe de gestión y ha sido verificado por un tercero con alcance limitado.

## Plantilla

Al cierre de 2025 trabajaban en la sociedad 612 personas, 18 más que un año antes. El 94,1 % tenía contrato indefinido. La rotación voluntaria fue del 3,8 %.`),
    figures({
      caption: 'Plantilla por categoría y sexo al 31 de diciembre',
      columns: ['Mujeres 2025', 'Hombres 2025', 'Total 2025', 'Mujeres 2024', 'Hombres 2024', 'Total 2024'],
      label: 24,
      rows: [
        ...PLANTILLA.map(([name, a, b, c, d]) => row(name, [a, b, a + b, c, d, c + d])),
        total('Total', [
          sum((each) => each[1]),
          sum((each) => each[2]),
          sum((each) => each[1] + each[2]),
          sum((each) => each[3]),
          sum((each) => each[4]),
          sum((each) => each[3] + each[4]),
        ]),
      ],
    }),
    ...parseMarkup(`
Table: Plantilla por edad al 31 de diciembre de 2025
| Edad | Burgos | Zaragoza | Vigo | Total |
|---|---:|---:|---:|---:|
| Menos de 30 años | 71 | 19 | 4 | 94 |
| De 30 a 50 años | 268 | 48 | 15 | 331 |
| Más de 50 años | 159 | 21 | 7 | 187 |
| Total | 498 | 88 | 26 | 612 |

La brecha salarial media, ajustada por categoría y antigüedad, fue del 2,1 %, frente al 2,6 % en 2024. Hay 17 personas con discapacidad. Se impartieron 19.584 horas de formación, 32 por persona.

## Seguridad y salud

Hubo nueve accidentes con baja, tres de ellos en el camino. El índice de frecuencia, en accidentes con baja por millón de horas, fue de 5,8; en 2024 fue de 8,1 y en 2023 de 7,7. El absentismo fue del 5,2 %. La lesión más repetida fue la del hombro en el montaje de bombas de pozo, donde se han puesto brazos de carga.

:::page

## Energía, agua y residuos`),
    figures({
      caption: 'Consumo de energía (MWh)',
      columns: ['2025', '2024', '2023'],
      rows: [
        ...ENERGIA.map(([name, ...values]) => row(name, values.map(decimal))),
        total('Total', energy.map(decimal)),
      ],
    }),
    ...parseMarkup(
      'La planta solar de la cubierta de Zaragoza, de 1,2 megavatios, produce desde junio. La furgoneta eléctrica ha sustituido a la mitad de la flota de servicio. El calor de los bancos de prueba calienta desde noviembre las oficinas de Burgos.',
    ),
    figures({
      caption: 'Residuos (toneladas)',
      columns: ['2025', '2024'],
      rows: [
        ...RESIDUOS.map(([name, ...values]) => row(name, values.map(decimal))),
        total('Total', waste.map(decimal)),
      ],
    }),
    ...parseMarkup(`
Se consumieron ${miles(34_120)} metros cúbicos de agua, un 10,4 % menos que los ${miles(38_080)} de 2024, gracias a la cubierta de las balsas de prueba. El 97 % de los residuos se recicló.

Table: Emisiones (toneladas de CO2 equivalente)
| Alcance | 2025 | 2024 | 2023 |
|---|---:|---:|---:|
| 1, directas | 853 | 1.058 | 1.125 |
| 2, electricidad comprada | 0 | 1.036 | 1.319 |
| 3, transporte de ventas | 2.940 | 3.015 | 2.986 |
| Total | 3.793 | 5.109 | 5.430 |

Desde enero de 2025 toda la electricidad comprada tiene garantía de origen renovable, y por eso el alcance 2 es cero.

## Proveedores y sociedad

El 62 % de las compras se hizo a proveedores de España y el 27 % a otros de la Unión Europea. Se auditaron 41 proveedores, y con dos se dejó de trabajar: uno por el pago de horas extraordinarias y otro por la calidad del agua que vertía. Se donaron 86 miles de euros, sobre todo al banco de alimentos de Burgos y a un programa de pozos en Malí. No se hicieron donativos a partidos.

## Lucha contra la corrupción

El canal de denuncias recibió once comunicaciones: siete sobre trato entre compañeros, tres sobre compras y una sobre seguridad. Se confirmaron cuatro y terminaron en dos amonestaciones, un despido y un cambio de puesto.`),
  ];
}
