import { ARLANZA_LAST_MARKET, ARLANZA_LINES, ARLANZA_MARKETS } from '../company/arlanza.ts';
import { share } from '../shares.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figure-rows.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { EJERCICIOS, ejercicios, eur, LAST, NOW, porcentaje, row, TRES, total, variacion } from './cifras.ts';

const VENTAS = EJERCICIOS.map(({ results }) => results.sales);

const LINEAS: readonly string[] = [
  'El grupo R400, presentado en Milán en marzo, alcanzó 1.180 unidades fabricadas en Burgos. Los hoteles de Baleares y Canarias pidieron un 19 % más que en 2024, y los hospitales públicos de Castilla y León adjudicaron once salas de presión. La obra nueva de vivienda siguió floja en Madrid. El precio medio subió un 1,8 %. El R300 se fabricará hasta diciembre de 2026, y durante diez años más se servirán sus recambios.',
  'La serie K7 sustituyó a la K5 en septiembre y sumó el 39 % de las unidades del cuarto trimestre. Los almacenes adelantaron compras ante la norma de 2027, lo que pudo aportar unos 2,6 millones de euros. La nueva línea automática, puesta en marcha el 15 de septiembre, monta un circulador cada 48 segundos con cuatro personas por turno; la antigua necesitaba once.',
  'Las lluvias del otoño y la vuelta de los permisos en Aragón animaron el mercado en el último trimestre. Las bombas solares para ganadería se vendieron sobre todo en Australia y Namibia a través del grupo. La devolución de motores en el primer año bajó del 1,4 % al 0,6 % gracias a los bobinados de Querétaro.',
  'Se firmaron 312 contratos de mantenimiento nuevos y se perdieron 74. El taller móvil de Vigo atiende desde mayo a las conserveras y a los puertos. El pedido por la tienda en línea representa ya el 41 % de los recambios, y el plazo medio de entrega es de 1,6 días.',
];

const MERCADOS: Readonly<Record<string, string>> = {
  España:
    'Las comunidades de regantes del Ebro renovaron once estaciones con ayudas que terminan en agosto de 2026. La rehabilitación de hoteles compensó la debilidad de la vivienda nueva.',
  Portugal:
    'La filial de Oporto abrió un almacén en Setúbal. El turismo del Algarve y las bodegas del Duero fueron los mejores clientes.',
  Francia:
    'Desde el cierre de la oficina de Lyon se vende a través de cuatro mayoristas. Los circuladores crecieron, y los grupos de presión bajaron un 3 %.',
  Italia:
    'La feria de Milán trajo 140 clientes nuevos. El fin de las ayudas a la rehabilitación redujo el mercado en el sur.',
  'Polonia y países bálticos':
    'Las redes de calor de Lodz, Riga y Kaunas eligieron circuladores K7 50-150 F. Es el mercado que más crece por segundo año.',
  'América Latina': 'México y Chile compraron grupos de presión para hospitales. En Argentina se cobra por adelantado.',
  [ARLANZA_LAST_MARKET]:
    'Las empresas del grupo compran bombas de pozo y circuladores para Norteamérica y Asia. Los precios entre empresas del grupo se documentan cada año.',
};

/** Ventas de cada mercado; el último lleva el resto. */
export function ventasPorMercado(): { name: string; values: number[] }[] {
  const known = ARLANZA_MARKETS.map(({ name, share: part }) => ({
    name,
    values: VENTAS.map((sales, at) => share(sales, part[at]!)),
  }));
  const rest = VENTAS.map((sales, at) => known.reduce((left, { values }) => left - values[at]!, sales));
  return [...known, { name: ARLANZA_LAST_MARKET, values: rest }];
}

/** Informe de gestión. */
export function informeDeGestion(): Block[] {
  return [
    ...parseMarkup(`
:::page

# Informe de gestión

## Evolución de los negocios

La cifra de negocios fue de ${eur(NOW.results.sales)}, un ${variacion(NOW.results.sales, LAST.results.sales)} más que en 2024. El resultado de explotación subió a ${eur(NOW.results.operating)}, el ${porcentaje(NOW.results.operating, NOW.results.sales)} de las ventas, frente al ${porcentaje(LAST.results.operating, LAST.results.sales)} del año anterior. El resultado del ejercicio fue de ${eur(NOW.results.net)}.

La mejora se debe a tres causas: más volumen en todas las líneas, aprovisionamientos que crecieron menos que las ventas porque el cobre y el acero se mantuvieron estables, y la subvención de la nueva línea de circuladores. En contra jugaron los salarios, que subieron un 3,5 % por convenio, y los fletes.`),
    figures({
      caption: 'Magnitudes principales (miles de euros)',
      ...TRES,
      label: 26,
      rows: [
        row('Importe neto de la cifra de negocios', VENTAS),
        ejercicios.row('Gastos de personal', ({ results }) => results.staff),
        ejercicios.row('Resultado de explotación', ({ results }) => results.operating),
        ejercicios.row('Resultado financiero', ({ results }) => results.financial),
        ejercicios.row('Resultado antes de impuestos', ({ results }) => results.beforeTaxes),
        ejercicios.row('Resultado del ejercicio', ({ results }) => results.net),
        ejercicios.row('Inversiones', ({ facts }) => facts.investment + facts.intangibleInvestment),
        ejercicios.row('Dividendos pagados', ({ facts }) => facts.dividends),
        ejercicios.row('Margen de explotación', ({ results }) => porcentaje(results.operating, results.sales)),
      ],
    }),
    ...ARLANZA_LINES.flatMap(({ name, sales, units }, at) => [
      ...parseMarkup(`## Línea de negocio: ${name.toLowerCase()}\n\n${LINEAS[at]!}`),
      figures({
        caption: `${name}: ventas y unidades`,
        columns: ['2025', '2024', '2023', '2025/2024'],
        rows: [
          row('Ventas (miles de euros)', [...sales, variacion(sales[0], sales[1])]),
          row(at === 3 ? 'Intervenciones' : 'Unidades', [...units, variacion(units[0], units[1])]),
          row('Parte de la cifra de negocios', [...sales.map((value, index) => porcentaje(value, VENTAS[index]!)), '']),
        ],
      }),
    ]),
    ...parseMarkup(':::page\n\n## Ventas por mercado'),
    figures({
      caption: 'Cifra de negocios por mercado (miles de euros)',
      columns: ['2025', '2024', '2023', '2025/2024'],
      rows: [
        ...ventasPorMercado().map(({ name, values }) => row(name, [...values, variacion(values[0]!, values[1]!)])),
        total('Total', [...VENTAS, variacion(VENTAS[0]!, VENTAS[1]!)]),
      ],
    }),
    ...ventasPorMercado().flatMap(({ name, values }) =>
      parseMarkup(
        `### ${name}\n\n${MERCADOS[name]!} Las ventas fueron de ${eur(values[0]!)}, el ${porcentaje(values[0]!, VENTAS[0]!)} del total.`,
      ),
    ),
  ];
}
