import { LINES, type StatementLine } from './statement-lines.ts';

/** A term of accounting, and the lines of statements that it is or is computed from. */
export interface Concept {
  /** How questions name it, in English and Spanish: a pattern of whole words, without regard to case. */
  readonly names: RegExp;
  readonly lines: readonly StatementLine[];
}

const L = LINES;

/**
 * Definitions as taught: Rice University's OpenStax "Principles of Accounting, Volume 1: Financial Accounting" (ch. 2, 5,
 * 16; appendix A, "Financial Statement Analysis") and "Principles of Finance" (ch. 6).
 */
export const CONCEPTS: readonly Concept[] = [
  // On the statement of cash flows
  concept(
    String.raw`capital expenditures?|cap ?ex|capital spending|(purchases?|additions?) (of|to) property|(spend|spent|spending|invest\w*)( \w+){0,3} (property|pp&e|plant)|inversi[oó]n(es)?( en inmovilizado)?|gastos? de capital`,
    L.capitalExpenditure,
  ),
  concept('free cash ?flows?|fcf|flujo de caja libre', L.operatingCash, L.capitalExpenditure),
  concept(
    String.raw`(operating|operational) cash ?flows?|cash ?flows? from operat\w+|cash from operations|cfo|flujos? de (efectivo|caja) (de las actividades de explotaci[oó]n|operativo)`,
    L.operatingCash,
  ),
  concept(
    'operations, investing,? (and|or) financing|(investing|financing) activities|actividades de (inversi[oó]n|financiaci[oó]n)',
    L.operatingCash,
    L.investingCash,
    L.financingCash,
  ),
  concept(
    '(depreciation|amorti[sz]ation)( (and|&) (amorti[sz]ation|depreciation))?|d ?& ?a|amortizaci[oó]n',
    L.depreciation,
  ),
  concept(
    String.raw`dividends? (paid|payments?|distributions?)|(paid|pay out|payed)( out)?( \w+){0,3} dividends?|cash dividends?|dividendos?( pagados?)?`,
    L.dividendsPaid,
  ),
  concept('(retention|payout) ratio|tasa de reparto', L.dividendsPaid, L.netIncome),
  concept(
    String.raw`(share|stock) (repurchases?|buy ?backs?)|(repurchased?|bought back)( \w+){0,3} (shares?|stock)|recompra de acciones`,
    L.repurchases,
  ),
  concept('(stock|share)[- ]based compensation|pagos basados en acciones', L.stockCompensation),
  concept('changes? in working capital|variaci[oó]n del capital circulante', L.workingCapitalChanges),
  // On the balance sheet
  concept(
    'quick ratio|acid[- ]test( ratio)?|prueba [aá]cida|ratio de tesorer[ií]a',
    L.currentAssets,
    L.currentLiabilities,
    L.cash,
    L.liquidInvestments,
    L.receivables,
    L.inventories,
  ),
  concept(
    'current ratio|liquidity (profile|position|ratio)|(net )?working capital( ratio)?|ratio de liquidez|fondo de maniobra|capital circulante',
    L.currentAssets,
    L.currentLiabilities,
  ),
  concept('current assets|activos? corrientes?', L.currentAssets),
  concept('current liabilities|pasivos? corrientes?', L.currentLiabilities),
  concept('total assets|activos? totales|total (de )?activos?', L.totalAssets),
  concept('total liabilities|pasivos? totales|total (de )?pasivos?', L.totalLiabilities),
  concept(
    "(share|stock)(owner|holder)?s?[’']?s? equity|total equity|book value|patrimonio neto|fondos propios",
    L.equity,
  ),
  concept(
    'ppn?&?e|pp&e|property,? plant,?( and| &) equipment|property (and|&) equipment|fixed assets|inmovilizado material',
    L.property,
  ),
  concept('inventor(y|ies)|existencias', L.inventories),
  concept('(accounts |trade )?receivables?|ar|cuentas por cobrar|clientes por ventas|deudores', L.receivables),
  concept('(accounts |trade )?payables?|cuentas por pagar|proveedores|acreedores', L.payables),
  concept(
    'cash (and|&) (cash )?equivalents|cash (balance|position)|efectivo y (otros )?(activos )?(l[ií]quidos )?equivalentes|tesorer[ií]a',
    L.cash,
  ),
  concept('goodwill|fondo de comercio', L.goodwill),
  concept('intangible assets|inmovilizado intangible', L.intangibles),
  concept(
    '(total |net |long[- ]term |short[- ]term )debts?|debt (to|on|levels?)|indebtedness|borrowings|deudas?|endeudamiento',
    L.debt,
  ),
  concept('debt[- ](to[- ])?equity( ratio)?|leverage( ratio)?|apalancamiento|ratio de endeudamiento', L.debt, L.equity),
  concept('retained earnings|reservas', L.retainedEarnings),
  concept('deferred revenues?|ingresos diferidos', L.deferredRevenue),
  // On the statement of income
  concept(
    '(total |net )?(revenues?|sales)|top[- ]?line|turnover(?! ratio)|ingresos|cifra de negocios|ventas|factur(aci[oó]n|[oó]|aron)',
    L.revenue,
  ),
  concept(
    'cogs|costs? of (goods sold|sales|revenues?|products sold)|coste de (las )?ventas|aprovisionamientos',
    L.costOfSales,
  ),
  concept('gross (margins?|profits?)( margins?)?|margen bruto', L.revenue, L.costOfSales, L.grossProfit),
  concept('sg ?& ?a|selling,? general,?( and| &) administrative|gastos de explotaci[oó]n', L.overheads),
  concept(String.raw`r ?& ?d|research (and|&) development|i ?\+ ?d`, L.research),
  concept(
    'operating (income|profits?|margins?|loss|earnings)|ebit|income from operations|resultado de explotaci[oó]n|margen (operativo|de explotaci[oó]n)',
    L.operatingIncome,
  ),
  concept('ebitda', L.operatingIncome, L.depreciation),
  concept(
    'net (income|earnings|loss)( margins?)?|(net )?profits?( margins?)?|bottom[- ]?line|profitability|beneficios?( netos?)?(?! por acci)|resultado del ejercicio',
    L.netIncome,
  ),
  concept('interest (expenses?|coverage( ratio)?)|gastos financieros', L.interest, L.operatingIncome),
  concept(
    '(effective )?(income )?tax rate|income tax(es)?( expense)?|tipo impositivo( efectivo)?|tasa impositiva|impuesto sobre (beneficios|sociedades)',
    L.incomeBeforeTaxes,
    L.incomeTaxes,
  ),
  concept(String.raw`eps|earnings per( \w+)? share|beneficio por acci[oó]n`, L.earningsPerShare),
  // Ratios over several statements
  concept('dpo|days payables? outstanding|(plazo|periodo) medio de pago', L.payables, L.inventories, L.costOfSales),
  concept('dso|days sales outstanding|(plazo|periodo) medio de cobro', L.receivables, L.revenue),
  concept('dio|days (of )?(sales in )?inventory( outstanding)?', L.inventories, L.costOfSales),
  concept('cash conversion cycle|ccc', L.receivables, L.inventories, L.payables, L.costOfSales, L.revenue),
  concept('inventory turnover( ratio)?|rotaci[oó]n de (existencias|inventarios?)', L.inventories, L.costOfSales),
  concept('(fixed )?asset turnover( ratio)?|rotaci[oó]n de(l)? activos?', L.totalAssets, L.property, L.revenue),
  concept('roa|return on assets|rentabilidad econ[oó]mica', L.netIncome, L.totalAssets),
  concept('roe|return on equity|rentabilidad financiera', L.netIncome, L.equity),
  concept(
    'capital[- ]intensi(ve|ty)|intensiv[oa] en capital',
    L.capitalExpenditure,
    L.totalAssets,
    L.property,
    L.revenue,
  ),
  // On the cover page of a filing
  concept(
    'national securities exchange|(debt )?securities( are)? registered|trading symbol|ticker( symbol)?',
    L.registeredSecurities,
  ),
];

function concept(names: string, ...lines: readonly StatementLine[]): Concept {
  return { names: new RegExp(`(?<![\\p{L}\\p{N}])(?:${names})(?![\\p{L}\\p{N}])`, 'iu'), lines };
}
