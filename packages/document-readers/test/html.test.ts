import { describe, expect, it } from 'vitest';
import { htmlFlow } from '../src/html/html-flow.ts';

const concealed = (html: string) => htmlFlow(html).blocks.filter((block) => block.kind === 'concealed');
const texts = (html: string) => htmlFlow(html).blocks.flatMap((block) => ('text' in block ? [block.text] : []));

describe('htmlFlow', () => {
  it('reads title, headings, paragraphs, breaks and preformatted text', () => {
    const { title, blocks } = htmlFlow(
      '<title>Gastos &amp; viajes</title><h2>A <em>b</em></h2>loose<p>one\n two<br>three</p><pre>\n x\n   y\n</pre>',
    );
    expect(title).toBe('Gastos & viajes');
    expect(blocks).toEqual([
      { kind: 'heading', level: 2, text: 'A b' },
      { kind: 'paragraph', text: 'loose' },
      { kind: 'paragraph', text: 'one two\nthree' },
      { kind: 'paragraph', text: ' x\n   y' },
    ]);
  });

  it('gives every item of nested lists its marker', () => {
    expect(texts('<ul><li>a<ul><li>b</ul><li><p>c</p><p>d</p></ul><ol start=4><li>e<li>f</ol>')).toEqual([
      '• a',
      '• b',
      '• c',
      'd',
      '4. e',
      '5. f',
    ]);
  });

  it('lays tables out: header levels, cells that span, groups of rows', () => {
    const [caption, table] = htmlFlow(`<table><caption>EUR</caption>
      <thead><tr><th rowspan=2>Kind<th colspan=2>2023<tr><th>Q1<th>Q2</thead>
      <tr><td rowspan=2>Hotel<td>120<td>130<tr><td>121<td>131</table>`).blocks;
    expect(caption).toEqual({ kind: 'paragraph', text: 'EUR' });
    expect(table).toEqual({
      kind: 'table',
      caption: 'EUR',
      header: [
        ['Kind', '2023', ''],
        ['', 'Q1', 'Q2'],
      ],
      columns: ['Kind', '2023 Q1', '2023 Q2'],
      rows: [
        ['Hotel', '120', '130'],
        ['Hotel', '121', '131'],
      ],
    });
  });

  it('takes the content out of tables that only place it', () => {
    expect(texts('<table role=presentation><tr><td>left<td>right</table><table><tr><td>one</table>')).toEqual([
      'left',
      'right',
      'one',
    ]);
  });

  it('bounds what spans claim', () => {
    const [table] = htmlFlow('<table><tr><th>a<th>b<tr><td colspan=1000000000>x<td rowspan=1e9>y</table>').blocks;
    expect(table).toMatchObject({ kind: 'table', rows: [{ length: 101 }] });
  });

  it.each([
    ['invisible', '<p hidden>x</p>'],
    ['invisible', '<p aria-hidden="true">x</p>'],
    ['invisible', '<p style="display: none">x</p>'],
    ['invisible', '<div style="visibility:hidden"><p><b>x</b></p></div>'],
    ['invisible', '<p style="opacity:0.0">x</p>'],
    ['invisible', '<p style="height:0;overflow:hidden">x</p>'],
    ['invisible', '<style>p .a{} .a, p.b { display:none }</style><p class="c b">x</p>'],
    ['invisible', '<p style="color:rgba(0,0,0,0)">x</p>'],
    ['same-colour', '<p style="color:#FFF">x</p>'],
    ['same-colour', '<font color="white">x</font>'],
    ['same-colour', '<div style="background:#123456"><p style="color:rgb(18,52,90)">x</p></div>'],
    ['tiny', '<p style="font-size:0">x</p>'],
    ['tiny', '<p style="font-size:.05em">x</p>'],
    ['off-page', '<p style="position:absolute;left:-9999px">x</p>'],
    ['off-page', '<p style="text-indent:-9999px">x</p>'],
    ['invisible', '<table><tr><td>a<td>b<tr><td hidden>x<td>c</table>'],
  ])('sets apart as %s: %s', (reason, html) => {
    expect(concealed(html)).toEqual([{ kind: 'concealed', reason, text: 'x' }]);
    expect(texts(html).filter((text) => text === 'x')).toHaveLength(1);
  });

  it.each([
    '<p style="background:black;color:white">x</p>',
    '<p style="font-size:0"><span style="font-size:12px">x</span></p>',
    '<style>@media print { p { display:none } }</style><p>x</p>',
    '<p style="text-indent:-2em">x</p>',
    '<p style="opacity:0.5">x</p>',
  ])('leaves alone what can be seen: %s', (html) => {
    expect(concealed(html)).toEqual([]);
    expect(texts(html)).toEqual(['x']);
  });

  it('leaves out scripts, styles, comments, navigation', () => {
    expect(texts('<nav>n</nav><script>s</script><svg><title>t</title></svg><!-- c --><p>x</p>')).toEqual(['x']);
  });

  it('survives elements that nest without end', () => {
    expect(texts(`${'<div>'.repeat(50_000)}deep${'</div>'.repeat(50_000)}<p>after</p>`)).toEqual(['deep', 'after']);
  });
});
