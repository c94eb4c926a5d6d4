/** How figures are written: digits in groups, decimals, and negative ones in brackets; a dash for nothing. */
export interface NumberStyle {
  readonly group: string;
  readonly decimal: string;
}

export const ENGLISH: NumberStyle = { group: ',', decimal: '.' };
export const SPANISH: NumberStyle = { group: '.', decimal: ',' };

/** `value` is a whole number of 1/10^decimals. */
export function figure(value: number, decimals: number, { group, decimal }: NumberStyle): string {
  if (value === 0) return '—';
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, group);
  const text = decimals > 0 ? `${whole}${decimal}${digits.slice(-decimals)}` : whole;
  return value < 0 ? `(${text})` : text;
}

/** Tenths of a million US dollars: 18,176 is "1,817.6". */
export function millions(value: number): string {
  return figure(value, 1, ENGLISH);
}

/** In a sentence: "$1,817.6 million". */
export function dollars(value: number): string {
  const text = `$${millions(Math.abs(value)).replace('—', '0.0')} million`;
  return value < 0 ? `negative ${text}` : text;
}

/** Change from `before` to `now`, in per cent with one decimal: "4.2%", "(1.3)%". */
export function change(now: number, before: number): string {
  if (before === 0) return 'n/m';
  const tenths = Math.round((now / before - 1) * 1_000);
  if (tenths === 0) return '0.0%';
  const text = (Math.abs(tenths) / 10).toFixed(1);
  return tenths < 0 ? `(${text})%` : `${text}%`;
}

/** "34.1%". */
export function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(1)}%`;
}
