import { arlanzaEquity } from '../company/arlanza.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { balance } from './balance.ts';
import { EJERCICIOS, ejercicios, over, row, TRES, total } from './cifras.ts';

/** Balance, cuenta de pérdidas y ganancias, cambios en el patrimonio y flujos de efectivo. */
export function cuentas(): Block[] {
  return [...balance(), ...perdidasYGanancias(), ...patrimonio(), ...flujos()];
}

function perdidasYGanancias(): Block[] {
  return [
    ...parseMarkup(':::page\n\n## Cuenta de pérdidas y ganancias'),
    figures({
      caption: 'Ejercicios terminados el 31 de diciembre (miles de euros)',
      ...TRES,
      label: 34,
      rows: [
        ejercicios.row('Importe neto de la cifra de negocios', ({ results }) => results.sales),
        ejercicios.row('Variación de existencias de productos', ({ facts }) => facts.stocksOfProducts),
        ejercicios.row('Trabajos realizados para su activo', ({ facts }) => facts.ownWork),
        ejercicios.row('Aprovisionamientos', ({ facts }) => -facts.supplies),
        ejercicios.row('Otros ingresos de explotación', ({ facts }) => facts.otherIncome),
        ejercicios.row('Gastos de personal', ({ results }) => -results.staff),
        ejercicios.row('Otros gastos de explotación', ({ facts }) => -facts.otherExpenses),
        ejercicios.row('Amortización del inmovilizado', ({ results }) => -results.amortization),
        ejercicios.row('Imputación de subvenciones', ({ facts }) => facts.grantsReleased),
        ejercicios.row('Resultado por enajenaciones', ({ facts }) => facts.disposalResult),
        ejercicios.total('RESULTADO DE EXPLOTACIÓN', ({ results }) => results.operating),
        ejercicios.row('Ingresos financieros', ({ facts }) => facts.financialIncome),
        ejercicios.row('Gastos financieros', ({ facts }) => -facts.financialExpenses),
        ejercicios.row('Diferencias de cambio', ({ facts }) => facts.exchange),
        ejercicios.total('RESULTADO ANTES DE IMPUESTOS', ({ results }) => results.beforeTaxes),
        ejercicios.row('Impuesto sobre beneficios', ({ results }) => -results.taxes),
        ejercicios.total('RESULTADO DEL EJERCICIO', ({ results }) => results.net),
      ],
    }),
    ...parseMarkup('Las notas 1 a 22 de la memoria forman parte de las cuentas anuales.'),
  ];
}

function patrimonio(): Block[] {
  const balanceRow = (label: string, at: (typeof EJERCICIOS)[number]['closing']) =>
    total(label, [at.capital, at.legalReserve, at.reserves, at.result, at.grants, arlanzaEquity(at).total]);
  return [
    ...parseMarkup(':::page\n\n## Estado de cambios en el patrimonio neto'),
    figures({
      caption: 'Cambios en el patrimonio neto (miles de euros)',
      columns: ['Capital', 'Reserva legal', 'Reservas', 'Resultado', 'Subvenciones', 'Total'],
      label: 17,
      isDense: true,
      rows: [
        balanceRow('Saldo a 31.12.2022', EJERCICIOS[2]!.opening),
        ...[...EJERCICIOS]
          .reverse()
          .flatMap(({ year, opening, closing, results, facts }) => [
            row(`Resultado de ${year}`, [0, 0, 0, results.net, 0, results.net]),
            row('Subvenciones', [0, 0, 0, 0, closing.grants - opening.grants, closing.grants - opening.grants]),
            row('Dividendos', [0, 0, 0, -facts.dividends, 0, -facts.dividends]),
            row('A reservas', [0, 0, opening.result - facts.dividends, facts.dividends - opening.result, 0, 0]),
            balanceRow(`Saldo a 31.12.${year}`, closing),
          ]),
      ],
    }),
  ];
}

function flujos(): Block[] {
  const flows = over(EJERCICIOS.map((period) => period.flows));
  return [
    ...parseMarkup(':::page\n\n## Estado de flujos de efectivo'),
    figures({
      caption: 'Flujos de efectivo (miles de euros)',
      ...TRES,
      label: 34,
      rows: [
        group('Actividades de explotación'),
        flows.row('Resultado antes de impuestos', ({ beforeTaxes }) => beforeTaxes),
        flows.row('Amortización', ({ amortization }) => amortization),
        flows.row('Imputación de subvenciones', ({ grantsReleased }) => grantsReleased),
        flows.row('Resultado por enajenaciones', ({ disposalResult }) => disposalResult),
        flows.row('Cambios en el capital corriente', ({ workingCapital }) => workingCapital),
        flows.row('Impuestos pagados', ({ taxesPaid }) => taxesPaid),
        flows.total(
          'Efectivo de la explotación',
          (f) => f.beforeTaxes + f.amortization + f.grantsReleased + f.disposalResult + f.workingCapital + f.taxesPaid,
        ),
        group('Actividades de inversión'),
        flows.row('Inmovilizado intangible', ({ intangibleInvestment }) => intangibleInvestment),
        flows.row('Inmovilizado material', ({ investment }) => investment),
        flows.row('Cobros por enajenaciones', ({ disposals }) => disposals),
        flows.total('Efectivo de la inversión', (f) => f.intangibleInvestment + f.investment + f.disposals),
        group('Actividades de financiación'),
        flows.row('Subvenciones cobradas', ({ grantsReceived }) => grantsReceived),
        flows.row('Deudas con entidades de crédito', ({ bankDebt }) => bankDebt),
        flows.row('Dividendos pagados', ({ dividends }) => dividends),
        flows.total('Efectivo de la financiación', (f) => f.grantsReceived + f.bankDebt + f.dividends),
        ejercicios.total('AUMENTO O DISMINUCIÓN DEL EFECTIVO', ({ change }) => change),
        ejercicios.row('Efectivo al comienzo', ({ opening }) => opening.cash),
        ejercicios.total('Efectivo al final', ({ closing }) => closing.cash),
      ],
    }),
  ];
}
