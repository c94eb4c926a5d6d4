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

  it.each([
    ['an empty corner', ['||2023|2022', 'Revenue|5|4'], 1],
    ['an empty corner over words', ['||Madrid|Lisbon', 'Manager|Ana|Rui'], 1],
    ['levels with an empty corner', ['||Spain|Spain', '||Q1|Q2', 'Revenue|5|4'], 2],
    ['years', ['Concepto|2023|2022', 'Ingresos|5.000 €|4.000 €'], 1],
    ['years and one more row of them', ['Founded|1998', 'Listed|2004'], 0],
    ['years beside notes', ['Concepto|2023|Notas', 'Ingresos|5.000|Sin auditar'], 1],
    ['words over figures', ['City|Rate', 'Madrid|120 €', 'Lisbon|–', 'Oslo|EUR 95', 'Rome|by agreement'], 1],
    ['keys with values', ['Employer|Arlanza SL', 'Start|1 March 2024', 'Salary|32.000 €'], 0],
    ['keys with colons', ['Employer:|Arlanza SL:|x', 'Start:|1 March 2024|y'], 0],
    ['three columns of words', ['Role|Name|Office', 'Manager|Ana|Madrid'], 1],
    ['bold words', ['<b>Role</b>|<p><strong>Name</strong></p>', 'Manager|Ana'], 1],
    ['keys that are th', ['<th>Role|Manager|x', '<th>Name|Ana|y'], 0],
    ['th beside an empty corner', ['||<th>Shop|<th>Web', 'Open|x|y', 'Shut|x|y'], 1],
  ])('tells the header of a table by %s', (_, rows, height) => {
    const cell = (text: string) => (text.startsWith('<th>') ? text : `<td>${text}`);
    const row = (line: string) => `<tr>${line.replace(/^\|\|/, ' |').split('|').map(cell).join('')}`;
    const [table] = htmlFlow(`<table>${rows.map(row).join('')}</table>`).blocks;
    expect(table).toMatchObject({ kind: 'table', header: { length: height } });
  });

  it('reads the marks within a caption', () => {
    const [caption, table] = htmlFlow(
      '<table><caption><b>In <i>EUR</i></b><p>a year</p></caption><tr><th>a<th>b<tr><td>1<td>2</table>',
    ).blocks;
    expect(caption).toEqual({ kind: 'paragraph', text: 'In EUR a year' });
    expect(table).toMatchObject({ caption: 'In EUR a year', header: [['a', 'b']], rows: [['1', '2']] });
  });

  it('raises what is raised behind a figure', () => {
    expect(texts('<p>1,234<sup>2</sup> of 50 m<sup>2</sup>, 12 %<sup><a>1</a></sup> and 10<sup>-3</sup>.</p>')).toEqual(
      ['1,234² of 50 m², 12 %¹ and 10⁻³.'],
    );
    expect(texts('<p>The 1<sup>st</sup> of May<sup>2</sup>, 5<sup>1, 2</sup>.</p>')).toEqual([
      'The 1st of May2, 5¹,².',
    ]);
    expect(texts('<style>.n{vertical-align:super}</style><p>5<span class=n>2</span></p>')).toEqual(['5²']);
    const [table] = htmlFlow('<table><tr><th>a<th>b<tr><td>x<td><p>1,234<sup>2</sup></p></table>').blocks;
    expect(table).toMatchObject({ rows: [['x', '1,234²']] });
  });

  it('leaves soft hyphens out of words', () => {
    expect(texts('<title>t</title><p>infor&shy;ma\u00ADción</p>')).toEqual(['información']);
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
    ['same-colour', '<p style="color:#fff;background:rgb(100% 100% 100% / 90%) no-repeat">x</p>'],
    ['same-colour', '<div style="background:url(a.png)"><p style="color:white;background:white">x</p></div>'],
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
    '<p style="color:white;background:url(dark.png)">x</p>',
    '<p style="color:white;background:#fff url(dark.png)">x</p>',
    '<p style="color:white;background-image:linear-gradient(90deg, navy, black)">x</p>',
    '<style>.hero { background: var(--brand); color: #fff }</style><div class=hero><p>x</p></div>',
    '<p style="color:white;background:rebeccapurple">x</p>',
    '<div style="color:white;background:black"><p style="background:white;color:var(--text)">x</p></div>',
    '<div style="background:#000"><p style="color:white;background:rgba(255, 255, 255, .1)">x</p></div>',
    '<div style="background:#000"><p style="color:white;background:#ffffff00">x</p></div>',
    '<table background="dark.png"><tr><td><font color="white">x</font></table>',
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
