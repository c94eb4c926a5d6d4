import { expect, it } from 'vitest';
import { excerptsFor } from '../../src/agent/excerpts.ts';
import { tableRows } from '../../src/agent/table-rows.ts';

const TABLE = `| Kettle | Litres | Watts |
| --- | :---: | ---: |
| Small | 1 | 900 |
| Large \\| wide | 2 |  |`;

it('says the header of each cell', () => {
  expect(tableRows(TABLE)).toEqual([
    {
      spoken: 'Kettle Small – Litres: 1; Watts: 900',
      markdown: '| Kettle | Litres | Watts |\n| --- | :---: | ---: |\n| Small | 1 | 900 |',
    },
    { spoken: 'Kettle Large \\| wide – Litres: 2', markdown: expect.stringContaining('| Large') },
  ]);
});

it.each([
  ['prose', 'It boils | or not.\nIt does.'],
  ['a list', '- a\n- b'],
  ['a heading with a line under it', 'Kettle\n---\ntext'],
  ['a table without rows', '| a | b |\n| --- | --- |'],
  ['a very wide table', `${'| a '.repeat(30)}|\n${'|---'.repeat(30)}|\n${'| 1 '.repeat(30)}|`],
  ['nothing', ''],
])('leaves %s as it is', (_, block) => expect(tableRows(block) ?? []).toEqual([]));

it.each([
  ['a table of nothing but lines', `| a | b |\n${'|'.repeat(100_000)}\n| 1 | 2 |`],
  ['dashes', `a|b\n${'-'.repeat(200_000)}|x`],
])('reads %s quickly', (_, block) => expect((tableRows(block) ?? []).length).toBeLessThan(2));

it('shows of a long table the row that is asked for', () => {
  const rows = Array.from({ length: 200 }, (_, i) => `| Kettle ${i} | ${i} litres | ${i * 10} watts |`).join('\n');
  const text = `Sizes.\n\n| Name | Volume | Power |\n| --- | --- | --- |\n${rows}`;
  const reading = {
    number: 1,
    place: { source: 'k', version: undefined, path: 'a.md', anchor: undefined },
    headings: [],
    text,
  };
  const [excerpt] = excerptsFor(['How much power does kettle 137 have?'], [reading], 60);
  expect(excerpt).toContain('Name Kettle 137 – Volume: 137 litres; Power: 1370 watts');
});
