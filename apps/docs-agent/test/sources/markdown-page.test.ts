import { expect, it } from 'vitest';
import { exactTerms } from '../../src/index/code-words.ts';
import { embeddedText, plainText, sectionsOf, titleOf, unescaped } from '../../src/sources/markdown-page.ts';
import { pageDocument } from '../../src/sources/page-document.ts';
import { CUT } from './folders.ts';

const filler = 'Water boils in the kettle until it whistles, and then it is poured over the leaves. '.repeat(3);

it('cuts a page at its headings, with the anchors of GitHub', () => {
  const page = `# The \`Kettle\` API\n\n${filler}\n\n## setTemperature(value)\n\n${filler}\n\n## Options\n\n${filler}\n\n## Options\n\n${filler}`;
  expect(sectionsOf(page, CUT).map(({ anchor, headings }) => [anchor, headings.join(' > ')])).toEqual([
    ['the-kettle-api', 'The Kettle API'],
    ['settemperaturevalue', 'The Kettle API > setTemperature(value)'],
    ['options', 'The Kettle API > Options'],
    ['options-1', 'The Kettle API > Options'],
  ]);
  expect(titleOf(page, 'docs/kettle.md')).toBe('The Kettle API');
  expect(titleOf('no heading', 'docs/kettle.md')).toBe('docs/kettle.md');
});

it('keeps code whole where it fits, and loses nothing of a broken page', () => {
  const code = `\`\`\`ts\n# no heading\n\n${'await kettle.boil();\n'.repeat(20)}\`\`\``;
  const page = `# Boil\n\n${filler}${filler}\n\n${code}\n\n${filler}${filler}\n\n\`\`\`js\nnever closed\n# still code [link](`;
  const sections = sectionsOf(page, CUT);
  expect(sections.filter(({ text }) => text.includes(code))).toHaveLength(1);
  expect(
    sections
      .map(({ text }) => text)
      .join('')
      .replace(/\s/g, ''),
  ).toBe(page.replace(/\s/g, ''));
  expect(new Set(sections.map(({ anchor }) => anchor))).toEqual(new Set(['boil']));
});

it('embeds headings and text as people read them', () => {
  const text = '## Boil<a name="boil"></a>\n\nCalls [boil\\_now](api.md#x) <!-- not seen --> **once**\\.';
  expect(embeddedText({ headings: ['Kettle', 'Boil'], text })).toBe('Kettle > Boil\nCalls boil_now **once**.');
  expect(plainText('a < b and `Map<string, Cup>`')).toContain('a < b');
});

it('reads escapes as the characters that they stand for', async () => {
  const said = (markdown: string) => unescaped(markdown);
  expect(said('It calls runtime\\_InvokeEndpoint at 1\\.25 Gbps \\(burst\\)\\.')).toBe(
    'It calls runtime_InvokeEndpoint at 1.25 Gbps (burst).',
  );
  expect(said('| ml\\.eia1\\.medium | 8 |')).toBe('| ml.eia1.medium | 8 |');
  expect(said('1\\.25 Gbps')).toBe('1.25 Gbps');
  // What would begin something else stays.
  for (const kept of [
    '1\\. not an item',
    ' \\- nor this',
    '\\# no heading',
    'a \\<tag\\>',
    'a \\[link\\]',
    'a \\| b',
    '\\\\_',
  ]) {
    expect(said(kept)).toBe(kept);
  }
  const code = '```\n/\\.d\\.ts$/\n```\nand `\\.` is code\n~~~\n\\_';
  expect(said(code)).toBe(code);
  const { sections } = await pageDocument('page.md', '# A\\_b\n\nGives 99\\.9\\.', CUT).read();
  expect(sections[0]).toMatchObject({ headings: ['A_b'], text: expect.stringContaining('Gives 99.9.') });
});

it('knows the version that a section of a changelog tells of', async () => {
  const log = `# Changelog\n\n${filler}\n\n## [2.0.0] - 2024-01-01\n\n${filler}\n\n### Fixed\n\n${filler}\n\n## v1.9.0\n\n${filler}`;
  const releases = async (path: string) =>
    (await pageDocument(path, log, CUT).read()).sections.map(({ release }) => release);
  expect(await releases('CHANGELOG.md')).toEqual([undefined, '2.0.0', '2.0.0', '1.9.0']);
  expect(await releases('docs/page.md')).toEqual([undefined, undefined, undefined, undefined]);
});

it.each([
  ['headings', '# a\n'.repeat(200_000)],
  ['comments that do not end', '<!--\n\n'.repeat(200_000)],
  ['an endless name', `# ${'a'.repeat(1_000_000)}`],
  ['brackets', '[[[[('.repeat(200_000)],
  ['escapes', '\\.'.repeat(500_000)],
  ['back ticks', `${'`'.repeat(500_000)}\\.`],
  ['escaped back ticks', '`\\.'.repeat(200_000)],
])('reads pages of nothing but %s', async (_, page) => {
  const { sections, text } = await pageDocument('README.md', page, CUT).read();
  expect(text.length).toBeLessThanOrEqual(page.length);
  for (const section of sections.slice(0, 50)) expect(embeddedText(section).length).toBeLessThan(6_000);
  expect(exactTerms(text).length).toBe(0);
});

it('leaves out headings that a long block was cut off from, unless there is nothing else', () => {
  const list = `- ${filler}\n`.repeat(8);
  const texts = sectionsOf(`# Changes\n\n## 2.0.0\n\n${list}`, CUT).map(({ text }) => text.trim());
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.filter((text) => /^#[^\n]*$/.test(text))).toEqual([]);
  expect(sectionsOf('# Only a title', CUT)).toHaveLength(1);
});
