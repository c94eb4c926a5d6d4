import type { Statement } from './statements.ts';

/** A term of accounting and where what it is made of stands. */
export interface Concept {
  /** How questions name it, in English and Spanish: a pattern of whole words, without regard to case. */
  readonly names: RegExp;
  /** Labels of the lines that it is, or is computed from. */
  readonly lines: readonly string[];
  /** The statements on which those lines stand. */
  readonly statements: readonly Statement[];
}

const CAPEX = [
  'capital expenditures',
  'purchases of property, plant and equipment',
  'additions to property and equipment',
];
const COGS = ['cost of goods sold', 'cost of sales', 'cost of revenue'];
const REVENUE = ['total revenue', 'net sales', 'net revenues'];
const CASH = ['cash and cash equivalents', 'short-term investments', 'marketable securities'];
const CURRENT = ['total current assets', 'total current liabilities'];
const DEBT = ['short-term debt', 'current portion of long-term debt', 'long-term debt'];
const OPERATING_CASH = ['net cash provided by operating activities'];
const OPERATING_INCOME = ['operating income', 'income from operations', 'operating profit'];

/**
 * Definitions as taught: Rice University's OpenStax "Principles of Accounting" (vol. 1, ch. 2, 5 and 16; appendix A,
 * "Financial Statement Analysis") and "Principles of Finance" (ch. 6); where a line stands follows SEC Regulation S-X,
 * §210.5-02 to 5-04, and IAS 1 and 7. Spanish wording follows the Plan General de Contabilidad (Real Decreto 1514/2007).
 */
export const CONCEPTS: readonly Concept[] = [
  // Statement of cash flows
  concept(
    'capital expenditures?|cap ?ex|capital spending|(purchases?|additions?|acquisitions?) (of|to|in) property|(spend|spent|spending|invest\\w*)( \\w+){0,3} (property|pp&e|plant)|inversi[oó]n en inmovilizado|gastos? de capital',
    CAPEX,
    'cash-flow',
  ),
  concept('free cash ?flows?|fcf|flujo de caja libre', [...OPERATING_CASH, ...CAPEX], 'cash-flow'),
  concept(
    'operating cash ?flows?|operational cash ?flows?|cash ?flows? from operat\\w+|cash from operations|cfo|flujos? de efectivo de las actividades de explotaci[oó]n',
    OPERATING_CASH,
    'cash-flow',
  ),
  concept(
    'operations, investing,? (and|or) financing|investing activities|financing activities|actividades de (inversi[oó]n|financiaci[oó]n)',
    [...OPERATING_CASH, 'net cash used in investing activities', 'net cash used in financing activities'],
    'cash-flow',
  ),
  concept(
    '(depreciation|amorti[sz]ation)( (and|&) (amorti[sz]ation|depreciation))?|d ?& ?a|amortizaci[oó]n',
    ['depreciation and amortization'],
    'cash-flow',
  ),
  concept(
    'dividends? (paid|payments?|distributions?)|(paid?|pays|payed|pay out|paying)( out)?( \\w+){0,3} dividends?|cash dividends?|dividendos? pagados?',
    ['cash dividends paid', 'dividends paid'],
    'cash-flow',
  ),
  concept('retention ratio|payout ratio|tasa de reparto', ['cash dividends paid', 'net income'], 'cash-flow', 'income'),
  concept(
    '(share|stock) (repurchases?|buy ?backs?)|(repurchased?|bought back)( \\w+){0,3} (shares?|stock)|recompra de acciones',
    ['repurchases of common stock', 'purchases of treasury stock'],
    'cash-flow',
  ),
  concept('(stock|share)[- ]based compensation|pagos basados en acciones', ['stock-based compensation'], 'cash-flow'),
  concept(
    'changes? in working capital|variaci[oó]n del capital circulante',
    ['changes in operating assets and liabilities'],
    'cash-flow',
  ),
  // Balance sheet
  concept(
    'quick ratio|acid[- ]test( ratio)?|prueba [aá]cida|ratio de tesorer[ií]a',
    [...CURRENT, ...CASH, 'accounts receivable', 'inventories'],
    'balance-sheet',
  ),
  concept('current ratio|liquidity (profile|position|ratio)|ratio de liquidez', [...CURRENT], 'balance-sheet'),
  concept('(net )?working capital( ratio)?|fondo de maniobra|capital circulante', [...CURRENT], 'balance-sheet'),
  concept('current assets|activos? corrientes?', ['total current assets'], 'balance-sheet'),
  concept('current liabilities|pasivos? corrientes?', ['total current liabilities'], 'balance-sheet'),
  concept('total assets|activos? totales|total (de )?activos?', ['total assets'], 'balance-sheet'),
  concept('total liabilities|pasivos? totales|total (de )?pasivos?', ['total liabilities'], 'balance-sheet'),
  concept(
    "(share|stock|share ?owners?|share ?holders?|stock ?holders?)[’']?s?[’']? ?equity|total equity|book value|patrimonio neto",
    ['total stockholders’ equity'],
    'balance-sheet',
  ),
  concept(
    'ppn?&?e|pp&e|property,? plant,?( and| &) equipment|property (and|&) equipment|fixed assets|inmovilizado material',
    ['property, plant and equipment, net'],
    'balance-sheet',
  ),
  concept('inventor(y|ies)|existencias', ['inventories', 'merchandise inventories'], 'balance-sheet'),
  concept(
    'accounts receivables?|trade receivables?|receivables|ar|cuentas por cobrar|deudores',
    ['accounts receivable, net', 'trade receivables'],
    'balance-sheet',
  ),
  concept(
    'accounts payables?|trade payables?|payables|cuentas por pagar|acreedores',
    ['accounts payable', 'trade payables'],
    'balance-sheet',
  ),
  concept(
    'cash (and|&) (cash )?equivalents|cash (balance|position)|efectivo y (otros )?(activos )?equivalentes',
    ['cash and cash equivalents'],
    'balance-sheet',
  ),
  concept('goodwill|fondo de comercio', ['goodwill'], 'balance-sheet'),
  concept('intangible assets|inmovilizado intangible', ['intangible assets, net'], 'balance-sheet'),
  concept(
    '(total |net |long[- ]term |short[- ]term )debts?|debt (to|on|levels?)|indebtedness|borrowings|deuda( neta| total)?',
    DEBT,
    'balance-sheet',
  ),
  concept(
    'debt[- ](to[- ])?equity( ratio)?|leverage( ratio)?|apalancamiento|ratio de endeudamiento',
    [...DEBT, 'total stockholders’ equity'],
    'balance-sheet',
  ),
  concept('retained earnings|reservas', ['retained earnings'], 'balance-sheet'),
  concept('deferred revenues?|ingresos diferidos', ['deferred revenue'], 'balance-sheet'),
  // Statement of income
  concept(
    '(total |net )?(revenues?|sales)|top[- ]?line|turnover(?! ratio)|ingresos|cifra de negocios|ventas',
    REVENUE,
    'income',
  ),
  concept('cogs|costs? of (goods sold|sales|revenues?|products sold)|coste de (las )?ventas', COGS, 'income'),
  concept('gross (margins?|profits?)( margins?)?|margen bruto', [...REVENUE, ...COGS, 'gross profit'], 'income'),
  concept(
    'sg ?& ?a|selling,? general,?( and| &) administrative',
    ['selling, general and administrative expenses'],
    'income',
  ),
  concept('r ?& ?d|research (and|&) development|i ?\\+ ?d', ['research and development'], 'income'),
  concept(
    'operating (income|profits?|margins?|loss|earnings)|ebit|income from operations|resultado de explotaci[oó]n|margen operativo',
    [...OPERATING_INCOME],
    'income',
  ),
  concept('ebitda', [...OPERATING_INCOME, 'depreciation and amortization'], 'income', 'cash-flow'),
  concept(
    'net (income|profits?|earnings|loss)( margins?)?|bottom[- ]?line|profitability|beneficio neto|resultado del ejercicio',
    ['net income', 'net earnings'],
    'income',
  ),
  concept(
    'interest (expenses?|coverage( ratio)?)|gastos financieros',
    ['interest expense', ...OPERATING_INCOME],
    'income',
  ),
  concept(
    '(effective )?(income )?tax rate|tipo impositivo( efectivo)?|tasa impositiva',
    ['income before income taxes', 'provision for income taxes', 'effective tax rate'],
    'income',
  ),
  concept(
    'income tax(es)?( expense)?|impuesto sobre (beneficios|sociedades)',
    ['provision for income taxes'],
    'income',
  ),
  concept(
    'eps|earnings per( \\w+)? share|beneficio por acci[oó]n',
    ['earnings per share, diluted', 'net income per share'],
    'income',
  ),
  // Ratios over two statements
  concept(
    'dpo|days payables? outstanding|plazo medio de pago',
    ['accounts payable', 'inventories', ...COGS],
    'balance-sheet',
    'income',
  ),
  concept(
    'dso|days sales outstanding|plazo medio de cobro',
    ['accounts receivable', ...REVENUE],
    'balance-sheet',
    'income',
  ),
  concept('dio|days (of )?(sales in )?inventory( outstanding)?', ['inventories', ...COGS], 'balance-sheet', 'income'),
  concept(
    'cash conversion cycle|ccc',
    ['accounts receivable', 'inventories', 'accounts payable', ...COGS, ...REVENUE],
    'balance-sheet',
    'income',
  ),
  concept(
    'inventory turnover( ratio)?|rotaci[oó]n de (existencias|inventarios?)',
    ['inventories', ...COGS],
    'balance-sheet',
    'income',
  ),
  concept(
    '(fixed )?asset turnover( ratio)?|rotaci[oó]n de activos',
    ['total assets', 'property, plant and equipment, net', ...REVENUE],
    'balance-sheet',
    'income',
  ),
  concept('roa|return on assets|rentabilidad econ[oó]mica', ['net income', 'total assets'], 'balance-sheet', 'income'),
  concept(
    'roe|return on equity|rentabilidad financiera',
    ['net income', 'total stockholders’ equity'],
    'balance-sheet',
    'income',
  ),
  concept(
    'capital[- ]intensi(ve|ty)|intensiva? en capital',
    [...CAPEX, 'total assets', 'property, plant and equipment, net', ...REVENUE],
    'balance-sheet',
    'income',
    'cash-flow',
  ),
  // Cover page of a filing: Form 10-K, "Securities registered pursuant to Section 12(b)"
  concept(
    'national securities exchange|(debt )?securities( are)? registered|trading symbol|ticker( symbol)?',
    [
      'securities registered pursuant to Section 12(b)',
      'title of each class',
      'trading symbol',
      'name of each exchange on which registered',
    ],
    'cover',
  ),
];

function concept(names: string, lines: readonly string[], ...statements: Statement[]): Concept {
  return { names: new RegExp(`(?<![\\p{L}\\p{N}])(?:${names})(?![\\p{L}\\p{N}])`, 'giu'), lines, statements };
}
