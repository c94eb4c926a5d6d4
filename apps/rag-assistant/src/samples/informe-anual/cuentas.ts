import { arlanzaEquity } from '../company/arlanza.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { balance } from './balance.ts';
import { cada, EJERCICIOS, fila, suma, TRES, titulo } from './cifras.ts';

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
        fila(
          'Importe neto de la cifra de negocios',
          cada(({ results }) => results.sales),
        ),
        fila(
          'Variación de existencias de productos',
          cada(({ facts }) => facts.stocksOfProducts),
        ),
        fila(
          'Trabajos realizados para su activo',
          cada(({ facts }) => facts.ownWork),
        ),
        fila(
          'Aprovisionamientos',
          cada(({ facts }) => -facts.supplies),
        ),
        fila(
          'Otros ingresos de explotación',
          cada(({ facts }) => facts.otherIncome),
        ),
        fila(
          'Gastos de personal',
          cada(({ results }) => -results.staff),
        ),
        fila(
          'Otros gastos de explotación',
          cada(({ facts }) => -facts.otherExpenses),
        ),
        fila(
          'Amortización del inmovilizado',
          cada(({ results }) => -results.amortization),
        ),
        fila(
          'Imputación de subvenciones',
          cada(({ facts }) => facts.grantsReleased),
        ),
        fila(
          'Resultado por enajenaciones',
          cada(({ facts }) => facts.disposalResult),
        ),
        suma(
          'RESULTADO DE EXPLOTACIÓN',
          cada(({ results }) => results.operating),
        ),
        fila(
          'Ingresos financieros',
          cada(({ facts }) => facts.financialIncome),
        ),
        fila(
          'Gastos financieros',
          cada(({ facts }) => -facts.financialExpenses),
        ),
        fila(
          'Diferencias de cambio',
          cada(({ facts }) => facts.exchange),
        ),
        suma(
          'RESULTADO ANTES DE IMPUESTOS',
          cada(({ results }) => results.beforeTaxes),
        ),
        fila(
          'Impuesto sobre beneficios',
          cada(({ results }) => -results.taxes),
        ),
        suma(
          'RESULTADO DEL EJERCICIO',
          cada(({ results }) => results.net),
        ),
      ],
    }),
    ...parseMarkup('Las notas 1 a 22 de la memoria forman parte de las cuentas anuales.'),
  ];
}

function patrimonio(): Block[] {
  const balanceRow = (label: string, at: (typeof EJERCICIOS)[number]['closing']) =>
    suma(label, [at.capital, at.legalReserve, at.reserves, at.result, at.grants, arlanzaEquity(at).total]);
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
            fila(`Resultado de ${year}`, [0, 0, 0, results.net, 0, results.net]),
            fila('Subvenciones', [0, 0, 0, 0, closing.grants - opening.grants, closing.grants - opening.grants]),
            fila('Dividendos', [0, 0, 0, -facts.dividends, 0, -facts.dividends]),
            fila('A reservas', [0, 0, opening.result - facts.dividends, facts.dividends - opening.result, 0, 0]),
            balanceRow(`Saldo a 31.12.${year}`, closing),
          ]),
      ],
    }),
  ];
}

function flujos(): Block[] {
  const flow = (pick: (flows: (typeof EJERCICIOS)[number]['flows']) => number) => cada(({ flows }) => pick(flows));
  return [
    ...parseMarkup(':::page\n\n## Estado de flujos de efectivo'),
    figures({
      caption: 'Flujos de efectivo (miles de euros)',
      ...TRES,
      label: 34,
      rows: [
        titulo('Actividades de explotación'),
        fila(
          'Resultado antes de impuestos',
          flow(({ beforeTaxes }) => beforeTaxes),
        ),
        fila(
          'Amortización',
          flow(({ amortization }) => amortization),
        ),
        fila(
          'Imputación de subvenciones',
          flow(({ grantsReleased }) => grantsReleased),
        ),
        fila(
          'Resultado por enajenaciones',
          flow(({ disposalResult }) => disposalResult),
        ),
        fila(
          'Cambios en el capital corriente',
          flow(({ workingCapital }) => workingCapital),
        ),
        fila(
          'Impuestos pagados',
          flow(({ taxesPaid }) => taxesPaid),
        ),
        suma(
          'Efectivo de la explotación',
          flow(
            (f) =>
              f.beforeTaxes + f.amortization + f.grantsReleased + f.disposalResult + f.workingCapital + f.taxesPaid,
          ),
        ),
        titulo('Actividades de inversión'),
        fila(
          'Inmovilizado intangible',
          flow(({ intangibleInvestment }) => intangibleInvestment),
        ),
        fila(
          'Inmovilizado material',
          flow(({ investment }) => investment),
        ),
        fila(
          'Cobros por enajenaciones',
          flow(({ disposals }) => disposals),
        ),
        suma(
          'Efectivo de la inversión',
          flow((f) => f.intangibleInvestment + f.investment + f.disposals),
        ),
        titulo('Actividades de financiación'),
        fila(
          'Subvenciones cobradas',
          flow(({ grantsReceived }) => grantsReceived),
        ),
        fila(
          'Deudas con entidades de crédito',
          flow(({ bankDebt }) => bankDebt),
        ),
        fila(
          'Dividendos pagados',
          flow(({ dividends }) => dividends),
        ),
        suma(
          'Efectivo de la financiación',
          flow((f) => f.grantsReceived + f.bankDebt + f.dividends),
        ),
        suma(
          'AUMENTO O DISMINUCIÓN DEL EFECTIVO',
          cada(({ change }) => change),
        ),
        fila(
          'Efectivo al comienzo',
          cada(({ opening }) => opening.cash),
        ),
        suma(
          'Efectivo al final',
          cada(({ closing }) => closing.cash),
        ),
      ],
    }),
  ];
}
