import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Block, Manuscript } from '../typesetting/blocks.ts';
import { parseMarkup } from '../typesetting/markup.ts';
import { anexos } from './anexos.ts';
import { cuentas } from './cuentas.ts';
import { informeDeGestion } from './gestion.ts';
import { memoriaDelBalance } from './memoria-balance.ts';
import { memoriaDeResultados } from './memoria-resultados.ts';
import { noFinanciera } from './no-financiera.ts';

/** Informe anual de 2025 de Hidráulica Arlanza: las cifras salen de `company/arlanza.ts`. */
export function informeAnual(): Manuscript {
  return {
    title: 'Informe anual 2025',
    author: 'Hidráulica Arlanza, S.A.',
    date: '2026-03-16',
    language: 'es',
    style: {
      family: 'Helvetica',
      size: 11,
      accent: '#8a3b12',
      margin: 78,
      header: 'Hidráulica Arlanza, S.A. · Informe anual 2025',
      footer: 'Ejercicio terminado el 31 de diciembre de 2025',
      pageNumber: String,
      unnumberedPages: 0,
    },
    blocks: [
      {
        kind: 'cover',
        title: 'Informe anual 2025',
        lines: [
          'Hidráulica Arlanza, S.A.',
          'Informe de gestión, estado de información no financiera y cuentas anuales',
          'Ejercicio terminado el 31 de diciembre de 2025',
          'Calle de la Ribera, 14, polígono de Villalonquéjar, Burgos',
        ],
      },
      { kind: 'page-break' },
      ...capitulo('prosa-inicial.md'),
      ...informeDeGestion(),
      ...capitulo('riesgos.md'),
      ...noFinanciera(),
      ...capitulo('auditoria.md'),
      ...cuentas(),
      ...capitulo('memoria-normas.md'),
      ...memoriaDelBalance(),
      ...memoriaDeResultados(),
      ...anexos(),
    ],
  };
}

function capitulo(file: string): Block[] {
  return parseMarkup(readFileSync(join(import.meta.dirname, file), 'utf8'));
}
