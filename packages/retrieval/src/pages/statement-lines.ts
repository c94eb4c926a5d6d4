import type { Statement } from './statements.ts';

/** A line of a statement, as reports word it. */
export interface StatementLine {
  readonly statement: Statement;
  readonly en: readonly string[];
  readonly es: readonly string[];
}

/**
 * Where a line stands follows SEC Regulation S-X, §210.5-02 to 5-04, IAS 1 and IAS 7; the Spanish wording is that of the
 * Plan General de Contabilidad (Real Decreto 1514/2007).
 */
export const LINES = {
  // Statement of cash flows
  capitalExpenditure: line(
    'cash-flow',
    ['capital expenditures', 'purchases of property, plant and equipment', 'additions to property and equipment'],
    ['pagos por inversiones', 'inmovilizado material', 'adquisiciones de inmovilizado'],
  ),
  operatingCash: line(
    'cash-flow',
    ['net cash provided by operating activities'],
    ['flujos de efectivo de las actividades de explotación'],
  ),
  investingCash: line(
    'cash-flow',
    ['net cash used in investing activities'],
    ['flujos de efectivo de las actividades de inversión'],
  ),
  financingCash: line(
    'cash-flow',
    ['net cash used in financing activities'],
    ['flujos de efectivo de las actividades de financiación'],
  ),
  depreciation: line('cash-flow', ['depreciation and amortization'], ['amortización del inmovilizado']),
  dividendsPaid: line(
    'cash-flow',
    ['cash dividends paid', 'dividends paid'],
    ['pagos por dividendos', 'dividendos pagados'],
  ),
  repurchases: line(
    'cash-flow',
    ['repurchases of common stock', 'purchases of treasury stock'],
    ['adquisición de instrumentos de patrimonio propio'],
  ),
  stockCompensation: line('cash-flow', ['stock-based compensation'], ['pagos basados en acciones']),
  workingCapitalChanges: line(
    'cash-flow',
    ['changes in operating assets and liabilities'],
    ['cambios en el capital corriente'],
  ),
  // Balance sheet
  currentAssets: line('balance-sheet', ['total current assets'], ['total activo corriente']),
  currentLiabilities: line('balance-sheet', ['total current liabilities'], ['total pasivo corriente']),
  totalAssets: line('balance-sheet', ['total assets'], ['total activo']),
  totalLiabilities: line('balance-sheet', ['total liabilities'], ['pasivo no corriente', 'pasivo corriente']),
  equity: line('balance-sheet', ['total stockholders’ equity'], ['total patrimonio neto']),
  property: line('balance-sheet', ['property, plant and equipment, net'], ['inmovilizado material']),
  inventories: line('balance-sheet', ['inventories', 'merchandise inventories'], ['existencias']),
  receivables: line(
    'balance-sheet',
    ['accounts receivable, net', 'trade receivables'],
    ['clientes por ventas', 'deudores'],
  ),
  payables: line('balance-sheet', ['accounts payable', 'trade payables'], ['proveedores', 'acreedores']),
  cash: line('balance-sheet', ['cash and cash equivalents'], ['efectivo y otros activos líquidos']),
  liquidInvestments: line(
    'balance-sheet',
    ['short-term investments', 'marketable securities'],
    ['inversiones financieras a corto plazo'],
  ),
  goodwill: line('balance-sheet', ['goodwill'], ['fondo de comercio']),
  intangibles: line('balance-sheet', ['intangible assets, net'], ['inmovilizado intangible']),
  debt: line(
    'balance-sheet',
    ['short-term debt', 'current portion of long-term debt', 'long-term debt'],
    ['deudas con entidades de crédito', 'deudas a largo plazo', 'deudas a corto plazo'],
  ),
  retainedEarnings: line('balance-sheet', ['retained earnings'], ['reservas']),
  deferredRevenue: line('balance-sheet', ['deferred revenue'], ['periodificaciones']),
  // Statement of income
  revenue: line(
    'income',
    ['total revenue', 'net sales', 'net revenues'],
    ['importe neto de la cifra de negocios', 'ventas'],
  ),
  costOfSales: line(
    'income',
    ['cost of goods sold', 'cost of sales', 'cost of revenue'],
    ['aprovisionamientos', 'coste de las ventas'],
  ),
  grossProfit: line('income', ['gross profit'], ['margen bruto']),
  overheads: line('income', ['selling, general and administrative expenses'], ['otros gastos de explotación']),
  research: line('income', ['research and development'], ['investigación y desarrollo']),
  operatingIncome: line(
    'income',
    ['operating income', 'income from operations', 'operating profit'],
    ['resultado de explotación'],
  ),
  interest: line('income', ['interest expense'], ['gastos financieros']),
  incomeBeforeTaxes: line('income', ['income before income taxes'], ['resultado antes de impuestos']),
  incomeTaxes: line('income', ['provision for income taxes', 'effective tax rate'], ['impuesto sobre beneficios']),
  netIncome: line('income', ['net income', 'net earnings'], ['resultado del ejercicio']),
  earningsPerShare: line('income', ['earnings per share, diluted', 'net income per share'], ['beneficio por acción']),
  // Cover page of a filing
  registeredSecurities: line(
    'cover',
    [
      'securities registered pursuant to Section 12(b)',
      'title of each class',
      'trading symbol',
      'name of each exchange',
    ],
    ['valores admitidos a cotización'],
  ),
} as const satisfies Readonly<Record<string, StatementLine>>;

function line(statement: Statement, en: readonly string[], es: readonly string[]): StatementLine {
  return { statement, en, es };
}
