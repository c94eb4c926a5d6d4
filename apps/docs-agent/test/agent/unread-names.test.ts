import { expect, it } from 'vitest';
import { unreadNames } from '../../src/agent/answerable/unread-names.ts';

const READING = {
  number: 1,
  place: { source: 'kettle', version: '3.0.0', path: 'docs/Boiling.md', anchor: undefined },
  headings: ['Limits'],
  text: 'Set `maxTemperature` to 90. Before version 2 it was `heat`. HTTP/2 is spoken, and POST requests are read.',
};
const unread = (question: string, versions: readonly string[] = []) => unreadNames({ question, versions }, [READING]);

it.each([
  ['What does the `retryLimit` option of kettle default to?', [], ['retryLimit']],
  ['How do I verify the DKIM signature?', [], ['DKIM']],
  ['How do I connect it to Prisma?', [], ['Prisma']],
  ['Does kettle send Access-Control-Allow-Origin?', [], ['Access-Control-Allow-Origin']],
  ['Works it with @teapots/spout?', [], ['@teapots/spout']],
  ['What changed between kettle 3 and 4?', ['3', '4'], ['4']],
  ['What changed in 2.x?', ['2.x'], []],
  ['Is kettle v3.0.0 able to boil?', ['3.0.0'], []],
  ['How is maxTemperature set? Are POSTs read over HTTP/2?', [], []],
  ['¿Cómo se pone maxTemperature?', [], []],
  ['I have 4000 litres. Which kettle is right?', [], []],
  ['', [], []],
])('%s', (question, versions, names) => expect(unread(question, versions)).toEqual(names));

it('knows no name where nothing was read', () => {
  expect(unreadNames({ question: 'What is DKIM?', versions: [] }, [])).toEqual(['DKIM']);
});
