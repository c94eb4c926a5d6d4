import { arlanzaAssets, arlanzaEquity, arlanzaLiabilities, CURRENT_BANK_DEBT } from '../company/arlanza.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures, group } from '../typesetting/figure-rows.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { EJERCICIOS, over } from './cifras.ts';

const CIERRES = EJERCICIOS.slice(0, 2).map(({ closing }) => closing);
const cierres = over(CIERRES);
const DOS = { columns: ['31.12.2025', '31.12.2024'], label: 34 };

/** Balance de situación. */
export function balance(): Block[] {
  return [
    ...parseMarkup(':::page\n\n# Cuentas anuales\n\n## Balance de situación'),
    figures({
      caption: 'Activo (miles de euros)',
      ...DOS,
      rows: [
        group('Activo no corriente'),
        cierres.row('Inmovilizado intangible', ({ intangible }) => intangible),
        cierres.row('Inmovilizado material', ({ property }) => property),
        cierres.row('Participaciones en empresas del grupo', ({ holdings }) => holdings),
        cierres.row('Activos por impuesto diferido', ({ deferredTaxAsset }) => deferredTaxAsset),
        cierres.total('Total activo no corriente', (at) => arlanzaAssets(at).fixed),
        group('Activo corriente'),
        cierres.row('Existencias', ({ stocks }) => stocks),
        cierres.row('Clientes por ventas', ({ receivables }) => receivables),
        cierres.row('Clientes, empresas del grupo', ({ groupReceivables }) => groupReceivables),
        cierres.row('Periodificaciones', ({ prepayments }) => prepayments),
        cierres.row('Efectivo y otros activos líquidos', ({ cash }) => cash),
        cierres.total('Total activo corriente', (at) => arlanzaAssets(at).current),
        cierres.total('TOTAL ACTIVO', (at) => arlanzaAssets(at).total),
      ],
    }),
    { kind: 'page-break' },
    figures({
      caption: 'Patrimonio neto y pasivo (miles de euros)',
      ...DOS,
      rows: [
        group('Patrimonio neto'),
        cierres.row('Capital', ({ capital }) => capital),
        cierres.row('Reserva legal', ({ legalReserve }) => legalReserve),
        cierres.row('Reservas voluntarias', ({ reserves }) => reserves),
        cierres.row('Resultado del ejercicio', ({ result }) => result),
        cierres.total('Fondos propios', (at) => arlanzaEquity(at).own),
        cierres.row('Subvenciones recibidas', ({ grants }) => grants),
        cierres.total('Total patrimonio neto', (at) => arlanzaEquity(at).total),
        group('Pasivo no corriente'),
        cierres.row('Provisiones a largo plazo', ({ provisions }) => provisions),
        cierres.row('Deudas con entidades de crédito', ({ bankDebt }) => bankDebt - CURRENT_BANK_DEBT),
        cierres.row('Deudas con empresas del grupo', ({ groupDebt }) => groupDebt),
        cierres.row('Pasivos por impuesto diferido', ({ deferredTaxLiability }) => deferredTaxLiability),
        cierres.total('Total pasivo no corriente', (at) => arlanzaLiabilities(at).later),
        group('Pasivo corriente'),
        cierres.row('Provisiones por garantías', ({ warranty }) => warranty),
        cierres.row('Deudas con entidades de crédito', () => CURRENT_BANK_DEBT),
        cierres.row('Proveedores', ({ suppliers }) => suppliers),
        cierres.row('Proveedores, empresas del grupo', ({ groupSuppliers }) => groupSuppliers),
        cierres.row('Acreedores varios', ({ otherCreditors }) => otherCreditors),
        cierres.row('Personal', ({ staff }) => staff),
        cierres.total('Total pasivo corriente', (at) => arlanzaLiabilities(at).current),
        cierres.total('TOTAL PATRIMONIO NETO Y PASIVO', (at) => arlanzaEquity(at).total + arlanzaLiabilities(at).total),
      ],
    }),
  ];
}
