import { describe, expect, it } from 'vitest';
import { periodsOf, withoutPeriods } from '../src/pages/periods.ts';

describe('periodsOf', () => {
  it.each([
    ['capex in FY22', [{ year: 2022 }]],
    ['capex in FY2022 and fiscal 2021', [{ year: 2022 }, { year: 2021 }]],
    ['in Q2 of FY2023', [{ year: 2023, quarter: 2 }]],
    ["as of Q2'2023", [{ year: 2023, quarter: 2 }]],
    ['the drop in Q22023', [{ year: 2023, quarter: 2 }]],
    ['sales of 2Q23', [{ year: 2023, quarter: 2 }]],
    ['the fourth quarter of fiscal year 2022', [{ year: 2022, quarter: 4 }]],
    ['el segundo trimestre de 2024', [{ year: 2024, quarter: 2 }]],
    ['between FY 2023 and Q2 of FY2024', [{ year: 2024, quarter: 2 }, { year: 2023 }]],
    ['as of August 30, 2023', [{ year: 2023 }]],
    ['in 1999 or 2001', [{ year: 1999 }, { year: 2001 }]],
    ['a limit of 2,022 units, $2023, 2021.5 and 12345', []],
    ['22 people in room 19', []],
  ])('%s', (text, periods) => {
    expect(periodsOf(text)).toEqual(periods.map((period) => ({ quarter: undefined, ...period })));
  });

  it('takes what names periods out of a text', () => {
    expect(withoutPeriods('Sales in Q2 of FY2023 against FY22').replace(/\s+/g, ' ').trim()).toBe('Sales in against');
  });
});
