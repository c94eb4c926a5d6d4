import type { Period } from './periods.ts';

/** The primary financial statements (IAS 1 "Presentation of Financial Statements", paragraph 10; SEC Regulation S-X, article 3). */
export const STATEMENTS = ['balance-sheet', 'income', 'cash-flow', 'equity', 'cover'] as const;
export type Statement = (typeof STATEMENTS)[number];

interface StatementWording {
  /** How its title reads. */
  readonly title: RegExp;
  /** How questions name it. */
  readonly mention: RegExp;
  /** Labels of rows that it has wherever it is published: enough of them on a page make the statement. */
  readonly rows: readonly RegExp[];
  /** As the embedder is asked for it. */
  readonly name: { readonly en: string; readonly es: string };
}

/** Distinct rows that make a page the statement, not a table about some of its lines. */
const ENOUGH_ROWS = 5;

export const WORDING: Readonly<Record<Statement, StatementWording>> = {
  'balance-sheet': {
    title:
      /\b(balance sheets?|statements? of (consolidated )?(financial (position|condition)|condition)|balances? (de situaci[oó]n|general)|estados? (consolidados? )?de situaci[oó]n financiera)\b|^balance( consolidado)?( al? \d.*)?$|^(activo|patrimonio neto y pasivo)\b/i,
    mention:
      /\b(balance[- ]sheets?|statements? of (financial position|financial condition)|balance (de situaci[oó]n|general)|(en|seg[uú]n|del) (el )?balance|estado de situaci[oó]n financiera)\b/i,
    rows: [
      /^(total current assets|total activos? corrientes?|activo (no )?corriente)/i,
      /^(total assets|total (del )?activos?\b)/i,
      /^(total current liabilities|total pasivos? corrientes?|pasivo (no )?corriente)/i,
      /^(total liabilities\b|total (del )?pasivos?\b)/i,
      /^(cash and (cash equivalents|due from banks)|efectivo y (equivalentes|otros activos))/i,
      /^(accounts payable|trade payables|acreedores|proveedores)/i,
      /^(retained earnings|accumulated deficit|reinvested earnings|earnings reinvested|reservas?\b|fondos propios)/i,
      /^(total (stockholders|shareholders|shareowners|share-owners|common stockholders)[’']? ?(equity|investment|\(deficit\))?|total (equity|deficit)|total patrimonio|patrimonio neto)/i,
      /^(goodwill|fondo de comercio)/i,
      /^(inventories|inventory|merchandise inventories|existencias)/i,
      /^(total liabilities and|total patrimonio neto y pasivo)/i,
      /^(accounts receivable|receivables|trade receivables|deudores|clientes por ventas)/i,
      /^(property(, plant,?)? and equipment|inmovilizado material)/i,
      /^(accrued|long-term debt|deudas con)/i,
    ],
    name: { en: 'Consolidated balance sheet', es: 'Balance' },
  },
  income: {
    title:
      /\b(statements? of (consolidated )?(net )?(income|operations|earnings|profit (and|or) loss)|income statements?|cuentas? de (resultados|p[eé]rdidas y ganancias)( consolidadas?)?|estados? (consolidados? )?de resultados)\b/i,
    mention:
      /\b(income statements?|statements? of (net )?(income|operations|earnings)|p ?& ?l|profit and loss|cuenta de (resultados|p[eé]rdidas y ganancias)|estado de resultados)\b/i,
    rows: [
      /^(total )?(net )?(revenues?|sales|net operating revenues|sales and revenues|ingresos|importe neto de la cifra de negocios|ventas)\b/i,
      /^(total )?(costs? of (goods sold|sales|revenues?|products? sold)|cost and expenses|coste de (las )?ventas|aprovisionamientos)/i,
      /^(gross (profit|margin)|margen bruto|resultado bruto)/i,
      /^(selling, general|sg&a|general and administrative|marketing|gastos (generales|de administraci[oó]n|de personal)|otros gastos de explotaci[oó]n)/i,
      /^(research|investigaci[oó]n|amortizaci[oó]n del inmovilizado)/i,
      /^(total )?(operating (income|profit|earnings|expenses)|income from operations|\(?loss\)? from operations|resultado de explotaci[oó]n)/i,
      /^(interest (expense|income)|(gastos|ingresos) financieros)/i,
      /^((income|earnings|loss)[^|]{0,30} before|resultado antes)/i,
      /^((provision|benefit)[^|]{0,20} (for|from) [^|]{0,12}taxes|income tax(es)?\b|impuesto sobre)/i,
      /^(consolidated )?(net (income|earnings|loss|\(loss\))|resultado del ejercicio|beneficio neto)/i,
      /^(basic|b[aá]sico)/i,
      /^(diluted|assuming dilution|diluido)/i,
      /(earnings|income|\(?loss\)?) per (common )?share/i,
      /^(weighted[- ]average|average (common )?shares)/i,
    ],
    name: { en: 'Consolidated statement of income (operations, earnings)', es: 'Cuenta de pérdidas y ganancias' },
  },
  'cash-flow': {
    title:
      /\b(statements? of (consolidated )?cash flows?|cash flows? statements?|estados? (consolidados? )?de flujos? de efectivo)\b/i,
    mention: /\b(cash[- ]?flows? statements?|statements? of cash[- ]?flows?|estado de flujos? de (efectivo|caja))\b/i,
    rows: [
      /^(cash flows?|cash provided|cash \(?used)[^|]{0,30}operating|^operating activities|^flujos? de efectivo/i,
      /^(cash flows?|cash provided|cash \(?used)[^|]{0,30}investing|^investing activities|actividades de inversi[oó]n/i,
      /^(cash flows?|cash provided|cash \(?used)[^|]{0,30}financing|^financing activities|actividades de financiaci[oó]n/i,
      /^(depreciation|amortizaci[oó]n)/i,
      /^(adjustments to reconcile|ajustes)/i,
      /^(stock|share|equity)[- ]based compensation/i,
      /^(deferred (income )?tax)/i,
      /^(pagos por inversiones|purchases? of|additions? to|capital expenditures|payments? for|expenditures for|investment in) ?(property|plant|capital|premises)?/i,
      /^((net|total) )?cash (flows? )?[^|]{0,20}(provided|used|from|\(?used)[^|]{0,40}activities/i,
      /^(net )?(increase|decrease|change|\(?decrease|increase \(decrease)[^|]{0,20} in cash/i,
      /^(dividends|cash dividends|payments? of (cash )?dividends|(pagos por )?dividendos)/i,
      /^(repurchases?|purchases? of treasury|acquisition of treasury|issuance|proceeds from|repayments?)/i,
      /^cash[^|]{0,60}(beginning|end) of (the )?(year|period|fiscal)|^efectivo[^|]{0,40} al (comienzo|inicio|final)/i,
      /^(effect of|efecto)/i,
    ],
    name: { en: 'Consolidated statement of cash flows', es: 'Estado de flujos de efectivo' },
  },
  equity: {
    title:
      /\b(statements? of (consolidated )?(changes in )?((stock|share)(holders|owners)[’']? ?)?equity|estados? de cambios en el patrimonio)/i,
    mention: /\b(statements? of [^.?]{0,30}equity|estado de cambios en el patrimonio)/i,
    rows: [
      /^balances? (at|as of|,|-|–|—)|^(beginning|ending) balance/i,
      /^(net (income|earnings))/i,
      /^(other comprehensive)/i,
      /^(cash )?dividends/i,
      /^(repurchase|purchases? of treasury|shares repurchased|stock repurchase)/i,
      /^(stock|share|equity)[- ]based compensation/i,
    ],
    name: { en: 'Consolidated statement of stockholders’ equity', es: 'Estado de cambios en el patrimonio neto' },
  },
  cover: {
    title: /\b(annual|quarterly|current) report (pursuant|under)/i,
    mention: /$^/,
    rows: [
      /exact name of registrant/i,
      /commission file/i,
      /trading symbol/i,
      /name of each exchange/i,
      /large accelerated filer/i,
      /indicate by check mark/i,
    ],
    name: { en: 'Securities registered pursuant to Section 12(b) of the Act', es: 'Valores admitidos a cotización' },
  },
};

const TITLE_LINES = 8;
const MAX_TITLE_CHARACTERS = 200;
/** Company and "Condensed consolidated" stand before; "(Continued)", "(unaudited)" after. */
const MAX_BEFORE_TITLE = 120;
const MAX_AFTER_TITLE = 40;
/** Where rows run together: a figure, then a word with a capital. */
const NEXT_LABEL = /(?<=[\d)%\u2014-])[\s|]+(?=\p{Lu})/u;
const YEAR = /\b(?:19|20)\d{2}\b/g;
const OTHER_YEARS = 0.5;
const SENTENCE = /\b(our|included|analysis|see|from|in|to|with|the following)\b/i;
const NOTES =
  /\bnotes? to\b|\bindex to\b|table of contents|\bparent (company )?only\b|\bcondensed financial information\b|\bsee accompanying\b/i;

/** A page with a statement on it. */
export interface StatementPage {
  /** How much it is one of the statements itself, 0 to 1 each; those that it is not are left out. */
  readonly kinds: ReadonlyMap<Statement, number>;
  /** Years that are named on it. */
  readonly years: ReadonlySet<number>;
}

/** What of statements is on a page; undefined when nothing is. */
export function statementPage(page: string): StatementPage | undefined {
  const kinds = statementsOf(page);
  if (kinds.size === 0) return undefined;
  return { kinds, years: new Set([...page.matchAll(YEAR)].map(([year]) => Number(year))) };
}

/** How likely it is that a page is the statement wanted, 0 to 1: that of other years counts half. */
export function likelihood({ kinds, years }: StatementPage, statement: Statement, periods: readonly Period[]): number {
  const isOfPeriod = periods.length === 0 || periods.some(({ year }) => years.has(year));
  return (kinds.get(statement) ?? 0) * (isOfPeriod ? 1 : OTHER_YEARS);
}

function statementsOf(page: string): ReadonlyMap<Statement, number> {
  const lines = page
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const figures = lines.filter((line) => /\d/.test(line)).length / Math.max(1, lines.length);
  const titles = lines.slice(0, TITLE_LINES).filter((line) => line.length <= MAX_TITLE_CHARACTERS && !NOTES.test(line));
  const labels = lines.flatMap((line) => line.split(NEXT_LABEL));
  const found = new Map<Statement, number>();
  for (const statement of STATEMENTS) {
    const { title, rows } = WORDING[statement];
    const held = rows.filter((row) => labels.some((label) => row.test(label))).length;
    const named = titles.some((line) => isTitle(line, title));
    const share = Math.min(1, held / ENOUGH_ROWS);
    const score = statement === 'cover' ? (held >= 4 ? 1 : 0) : share * (named ? 1 : 0.4) * Math.min(1, figures * 2);
    if (score >= 0.3) found.set(statement, score);
  }
  return found;
}

/** A line that names the statement, and is no sentence about it. */
function isTitle(line: string, title: RegExp): boolean {
  const match = title.exec(line);
  if (!match || /[.;:]$/.test(line)) return false;
  const after = line.slice(match.index + match[0].length).replace(/[($].*/, '');
  return (
    match.index <= MAX_BEFORE_TITLE && after.length <= MAX_AFTER_TITLE && !SENTENCE.test(line.slice(0, match.index))
  );
}
