import { expect, it } from 'vitest';
import { denialOf } from '../src/index.ts';

const GUIDE = {
  context: 'Database guide\nStopping an instance',
  text: [
    'When you stop an instance it keeps its endpoint.',
    "You can't stop an instance that has a read replica, or that is a read replica.",
    'The trail does not monitor calls to `invoke_endpoint`.',
    'In general, most workloads never exceed the credit balance.',
    'A replica is not promoted by itself.',
    'The layout begins at random positions rather than with a spectral embedding.',
  ].join('\n'),
};
const REGELN = { text: 'Las instancias no se pueden detener con réplicas de lectura.' };

it.each([
  ['Can I stop an instance that has a read replica?', "You can't stop an instance"],
  ['Does the trail monitor calls to invoke_endpoint?', 'The trail does not monitor'],
  ['Does the layout begin with a spectral embedding?', 'The layout begins at random'],
  ['Can I exceed my credit balance?', 'In general, most workloads never'],
  ['¿Se pueden detener las instancias con réplicas de lectura?', 'Las instancias no se pueden'],
])('denies %s', (question, sentence) => {
  const sources = [GUIDE, REGELN];
  const denial = denialOf(question, sources)!;
  expect(sources[denial.source]!.text.slice(denial.start, denial.end)).toContain(sentence);
});

it.each([
  ['what is so', 'When I stop an instance, does it keep its endpoint?'],
  ['what is preferred', 'Does the layout begin at random positions?'],
  ['what asks for the denial itself', 'Is it true that a replica is not promoted by itself?'],
  ['what only part of is spoken of', 'Can I stop an instance that has a read replica from the console on a Sunday?'],
  ['what nothing speaks of', 'Does the kettle whistle?'],
])('does not deny %s', (_, question) => expect(denialOf(question, [GUIDE, REGELN])).toBeUndefined());

it('has nothing to say of nothing', () => {
  expect(denialOf('', [GUIDE])).toBeUndefined();
  expect(denialOf('Does it?', [])).toBeUndefined();
  expect(
    denialOf('Can I stop an instance that has a read replica?', [{ text: `${'word '.repeat(200)}never` }]),
  ).toBeUndefined();
});
