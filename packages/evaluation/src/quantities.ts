/** A number of a text. */
export interface Quantity {
  /** More than one where the notation leaves it open: "1.234". */
  readonly values: readonly number[];
  /** What the last written digit is worth. */
  readonly precision: number;
  readonly isPercent: boolean;
}

const NUMBER =
  /(?<![\p{L}\d.,])(\d{1,3}(?:[.,\u00a0\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?)\s?(%|percent\b|per cent\b|por ciento\b)?\s?(mil millones|thousand|million|billion|trillion|millones|millón|mil|bn|m|k)?(?!\p{L})/giu;
const SCALES: Readonly<Record<string, number>> = {
  ...{ thousand: 1e3, mil: 1e3, k: 1e3, million: 1e6, millones: 1e6, millón: 1e6, m: 1e6 },
  ...{ billion: 1e9, bn: 1e9, 'mil millones': 1e9, trillion: 1e12 },
};
const WORDS: Readonly<Record<string, number>> = {
  ...{ two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12 },
  ...{ fourteen: 14, fifteen: 15, twenty: 20, thirty: 30, forty: 40, fifty: 50, sixty: 60, ninety: 90 },
  ...{ dos: 2, tres: 3, cuatro: 4, cinco: 5, seis: 6, siete: 7, ocho: 8, nueve: 9, diez: 10, doce: 12 },
  ...{ catorce: 14, quince: 15, veinte: 20, treinta: 30, cuarenta: 40, cincuenta: 50, sesenta: 60, noventa: 90 },
};

/** The numbers of a text in digits, with percent signs and scales, and small ones in English and Spanish words. */
export function quantitiesOf(text: string): Quantity[] {
  const digits = [...text.matchAll(NUMBER)].map(([, written = '', percent, scale = '']) => {
    const factor = SCALES[scale.toLowerCase()] ?? 1;
    const { values, precision } = reading(written);
    const scaled = values.map((value) => value * factor);
    return { values: scaled, precision: precision * factor, isPercent: percent !== undefined };
  });
  const words = (text.toLowerCase().match(/\p{L}+/gu) ?? []).flatMap((word) => WORDS[word] ?? []);
  return [...digits, ...words.map((value) => ({ values: [value], precision: 1, isPercent: false }))];
}

/** Of two kinds of separator the last is the decimal one; one before three digits may be either. */
function reading(written: string): Pick<Quantity, 'values' | 'precision'> {
  const [, whole = '', mark = '', fraction = ''] = /^(.*?)(?:([.,])(\d+))?$/.exec(written.replace(/[^\d.,]/g, ''))!;
  const all = Number(`${whole}${fraction}`.replace(/\D/g, ''));
  const decimal = { values: [Number(`${whole.replace(/\D/g, '')}.${fraction}`)], precision: 10 ** -fraction.length };
  const integer = { values: [all], precision: 1 };
  if (mark === '') return integer;
  const others = whole.replace(/\d/g, '');
  if (others !== '') return others.includes(mark) ? integer : decimal;
  if (fraction.length !== 3 || whole === '0') return decimal;
  return { values: [all, decimal.values[0]!], precision: 1 };
}

/** Whether the given quantity is the gold one, or what the gold one rounds to. */
export function isSameQuantity(gold: Quantity, given: Quantity): boolean {
  return gold.values.some((a) =>
    given.values.some((b) => Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)) || isRounded(a, b, given.precision)),
  );
}

/** Only of what has at least two digits left, lest 1 stand for 1.4; and of no whole number, lest 23 stand for 22.6. */
function isRounded(gold: number, given: number, precision: number): boolean {
  return given / precision >= 10 && precision !== 1 && Math.abs(gold - given) <= precision / 2;
}
