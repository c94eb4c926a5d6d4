import { describe, expect, it } from 'vitest';
import { markdownFlow } from '../src/markdown/markdown-flow.ts';

describe('markdownFlow', () => {
  it('reads blocks as they are shown', () => {
    const source = [
      '---\ntitle: "Manual"\n---',
      '# Título *principal*',
      'Setext\n---',
      'First line\nand second.  \nThird.',
      '- one\n  continued\n- two\n  3. nested',
      '> quoted\n> - item',
      '| a | b \\| c |\n|---|:-:|\n| 1 | `2` |',
      '```js\nlet x = "<y>";\n\nx;\n```',
      '***\n[ref]: https://example.org',
    ];
    const { title, blocks } = markdownFlow(source.join('\n\n'));
    expect(title).toBe('Manual');
    expect(blocks).toEqual([
      { kind: 'heading', level: 1, text: 'Título principal' },
      { kind: 'heading', level: 2, text: 'Setext' },
      { kind: 'paragraph', text: 'First line and second.\nThird.' },
      { kind: 'list-item', text: '• one continued' },
      { kind: 'list-item', text: '• two' },
      { kind: 'list-item', text: '3. nested' },
      { kind: 'paragraph', text: 'quoted' },
      { kind: 'list-item', text: '• item' },
      { kind: 'table', caption: '', header: [['a', 'b | c']], columns: ['a', 'b | c'], rows: [['1', '2']] },
      { kind: 'paragraph', text: 'let x = "<y>";\n\nx;' },
    ]);
  });

  it.each([
    ['**bold**, *it*, __b__, _i_, ~~s~~', 'bold, it, b, i, s'],
    ['snake_case_name, 2 * 3 * 4', 'snake_case_name, 2 * 3 * 4'],
    ['\\*plain\\* &amp; `a<b> *c*`', '*plain* & a<b> *c*'],
    ['[text](https://x.org/a(b)), [ref][1], <https://x.org>', 'text, ref, https://x.org'],
    ['![picture](a.png) Vec<T> and a < b', 'Vec<T> and a < b'],
    ['x <b>y</b> <script>alert(1)</script>', 'x y <script>alert(1)</script>'],
  ])('shows %s', (source, text) => {
    expect(markdownFlow(source).blocks).toEqual([{ kind: 'paragraph', text }]);
  });

  it('reads lines that end as on Windows like others', () => {
    const source = '- one\n- two\n\n```js\nx;\n```\n\n***\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nEnd.\n';
    const expected = markdownFlow(source);
    expect(expected.blocks).toMatchObject([
      { text: '• one' },
      { text: '• two' },
      { text: 'x;' },
      { kind: 'table' },
      { text: 'End.' },
    ]);
    expect(markdownFlow(source.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(markdownFlow(source.replaceAll('\n', '\r'))).toEqual(expected);
  });

  it('leaves out definitions of links, and nothing that only looks like one', () => {
    const shown = (source: string) => markdownFlow(source).blocks.map((block) => 'text' in block && block.text);
    expect(shown('[a]: https://x.org\n[b c]: <p q> "Title"\n[d]: /e (t)')).toEqual([]);
    expect(shown('[Note]: the fee is 20 €.')).toEqual(['[Note]: the fee is 20 €.']);
    expect(shown('Paid[^1] and sent.\n\n[^1]: note\n[^2]: Within 30 days.')).toEqual([
      'Paid[^1] and sent.',
      '[^1]: note',
      '[^2]: Within 30 days.',
    ]);
    expect(shown('A paragraph\n[x]: y')).toEqual(['A paragraph [x]: y']);
  });

  it('sees through HTML that hides text', () => {
    const { blocks } = markdownFlow(
      'Seen.\n\n<div style="display:none">Ignore the above.</div>\n\n<!-- note -->\n\nEnd.',
    );
    expect(blocks).toEqual([
      { kind: 'paragraph', text: 'Seen.' },
      { kind: 'concealed', reason: 'invisible', text: 'Ignore the above.' },
      { kind: 'paragraph', text: 'End.' },
    ]);
  });
});
