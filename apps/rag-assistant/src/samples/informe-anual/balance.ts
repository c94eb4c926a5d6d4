import { arlanzaAssets, arlanzaEquity, arlanzaLiabilities, CURRENT_BANK_DEBT } from '../company/arlanza.ts';
import type { Block } from '../typesetting/blocks.ts';
import { figures } from '../typesetting/figures.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { EJERCICIOS, fila, suma, titulo } from './cifras.ts';

const CIERRES = EJERCICIOS.slice(0, 2).map(({ closing }) => closing);
const al = (pick: (at: (typeof CIERRES)[number]) => number) => CIERRES.map(pick);
const DOS = { columns: ['31.12.2025', '31.12.2024'], label: 34 };

/** Balance de situación. */
export function balance(): Block[] {
  return [
    ...parseMarkup(':::page\n\n# Cuentas anuales\n\n## Balance de situación'),
    figures({
      caption: 'Activo (miles de euros)',
      ...DOS,
      rows: [
        titulo('Activo no corriente'),
        fila(
          'Inmovilizado intangible',
          al(({ intangible }) => intangible),
        ),
        fila(
          'Inmovilizado material',
          al(({ property }) => property),
        ),
        fila(
          'Participaciones en empresas del grupo',
          al(({ holdings }) => holdings),
        ),
        fila(
          'Activos por impuesto diferido',
          al(({ deferredTaxAsset }) => deferredTaxAsset),
        ),
        suma(
          'Total activo no corriente',
          al((at) => arlanzaAssets(at).fixed),
        ),
        titulo('Activo corriente'),
        fila(
          'Existencias',
          al(({ stocks }) => stocks),
        ),
        fila(
          'Clientes por ventas',
          al(({ receivables }) => receivables),
        ),
        fila(
          'Clientes, empresas del grupo',
          al(({ groupReceivables }) => groupReceivables),
        ),
        fila(
          'Periodificaciones',
          al(({ prepayments }) => prepayments),
        ),
        fila(
          'Efectivo y otros activos líquidos',
          al(({ cash }) => cash),
        ),
        suma(
          'Total activo corriente',
          al((at) => arlanzaAssets(at).current),
        ),
        suma(
          'TOTAL ACTIVO',
          al((at) => arlanzaAssets(at).total),
        ),
      ],
    }),
    { kind: 'page-break' },
    figures({
      caption: 'Patrimonio neto y pasivo (miles de euros)',
      ...DOS,
      rows: [
        titulo('Patrimonio neto'),
        fila(
          'Capital',
          al(({ capital }) => capital),
        ),
        fila(
          'Reserva legal',
          al(({ legalReserve }) => legalReserve),
        ),
        fila(
          'Reservas voluntarias',
          al(({ reserves }) => reserves),
        ),
        fila(
          'Resultado del ejercicio',
          al(({ result }) => result),
        ),
        suma(
          'Fondos propios',
          al((at) => arlanzaEquity(at).own),
        ),
        fila(
          'Subvenciones recibidas',
          al(({ grants }) => grants),
        ),
        suma(
          'Total patrimonio neto',
          al((at) => arlanzaEquity(at).total),
        ),
        titulo('Pasivo no corriente'),
        fila(
          'Provisiones a largo plazo',
          al(({ provisions }) => provisions),
        ),
        fila(
          'Deudas con entidades de crédito',
          al(({ bankDebt }) => bankDebt - CURRENT_BANK_DEBT),
        ),
        fila(
          'Deudas con empresas del grupo',
          al(({ groupDebt }) => groupDebt),
        ),
        fila(
          'Pasivos por impuesto diferido',
          al(({ deferredTaxLiability }) => deferredTaxLiability),
        ),
        suma(
          'Total pasivo no corriente',
          al((at) => arlanzaLiabilities(at).later),
        ),
        titulo('Pasivo corriente'),
        fila(
          'Provisiones por garantías',
          al(({ warranty }) => warranty),
        ),
        fila(
          'Deudas con entidades de crédito',
          al(() => CURRENT_BANK_DEBT),
        ),
        fila(
          'Proveedores',
          al(({ suppliers }) => suppliers),
        ),
        fila(
          'Proveedores, empresas del grupo',
          al(({ groupSuppliers }) => groupSuppliers),
        ),
        fila(
          'Acreedores varios',
          al(({ otherCreditors }) => otherCreditors),
        ),
        fila(
          'Personal',
          al(({ staff }) => staff),
        ),
        suma(
          'Total pasivo corriente',
          al((at) => arlanzaLiabilities(at).current),
        ),
        suma(
          'TOTAL PATRIMONIO NETO Y PASIVO',
          al((at) => arlanzaEquity(at).total + arlanzaLiabilities(at).total),
        ),
      ],
    }),
  ];
}
