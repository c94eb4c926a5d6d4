import { describe, expect, it } from 'vitest';
import { type IndexedPassage, PassageIndex } from '../src/index.ts';

const passage = (id: string, page: number, text: string): IndexedPassage => {
  return { id, page, text, headings: [], context: '' };
};
const report = (company: string, year: number) => {
  const key = `${company}-${year}`;
  const card = { id: key, name: `${company.toUpperCase()}_${year}_10K.pdf`, title: '' };
  const passages = [
    passage(
      `${key}-cover`,
      1,
      `${company} Inc. annual report on Form 10-K for the fiscal year ended December 31, ${year}`,
    ),
    passage(`${key}-pumps`, 2, `The pumps of ${company} move water. We sold more of them in ${year} than ever before.`),
    passage(`${key}-more-pumps`, 2, 'Pumps for deep wells are built to order, and pumps for houses are kept in stock.'),
    passage(`${key}-risk`, 3, `A drought could make demand for pumps of ${company} fall.`),
    passage(
      `${key}-balance`,
      4,
      `${company} Inc.\nConsolidated Balance Sheets\n${year} | ${year - 1}\nCash and cash equivalents | 12 | 9\nInventories | 16 | 17\nTotal current assets | 49 | 45\nTotal assets | 90 | 87\nTotal current liabilities | 20 | 21\nRetained earnings | 31 | 28`,
    ),
  ];
  return { card, passages };
};
function indexOf(...reports: ReturnType<typeof report>[]): PassageIndex {
  const index = new PassageIndex();
  for (const { card, passages } of reports) index.add(card, passages);
  return index;
}
/** What is found by words alone. */
const found = (index: PassageIndex, question: string, k = 5, documentIds?: string[]) =>
  index.rank(index.analyse(question, documentIds), [[], []], k).map(({ id }) => id);

describe('PassageIndex', () => {
  it('ranks one passage of each page before second ones', () => {
    const index = indexOf(report('Northwind', 2023));
    const ids = found(index, 'What is said of pumps?');
    expect(ids[0]).toMatch(/pumps/);
    expect(new Set(ids.slice(0, 2).map((id) => id.includes('risk')))).toEqual(new Set([true, false]));
    expect(ids).toHaveLength(3);
  });

  it('finds the statement on which what a ratio is made of stands', () => {
    const index = indexOf(report('Northwind', 2023));
    expect(found(index, 'Is Northwind’s quick ratio healthy?')[0]).toBe('Northwind-2023-balance');
  });

  it('looks deeper in the documents of the company that a question names, and prefers those of the period', () => {
    const index = indexOf(report('Northwind', 2022), report('Contoso', 2023), report('Northwind', 2023));
    const analysis = index.analyse('What is the quick ratio of Northwind for FY2022?');
    expect([...analysis.named!].sort()).toEqual(['Northwind-2022', 'Northwind-2023']);
    expect(found(index, 'What is the quick ratio of Northwind for FY2022?')[0]).toBe('Northwind-2022-balance');
    expect(found(index, 'What is the quick ratio of Contoso?')[0]).toBe('Contoso-2023-balance');
  });

  it('knows companies by what documents say where files are named otherwise', () => {
    const named = (name: string, company: string) => {
      const { card, passages } = report(company, 2023);
      return { card: { ...card, name }, passages };
    };
    const index = indexOf(named('a.pdf', 'Northwind'), named('b.pdf', 'Contoso'), named('c.pdf', 'Fabrikam'));
    expect(index.analyse('What may make demand for pumps of Contoso fall?').named).toEqual(['Contoso-2023']);
  });

  it('finds a page for each side of a comparison', () => {
    const index = indexOf(report('Northwind', 2023), report('Contoso', 2023), report('Fabrikam', 2023));
    const ids = found(index, 'Do Northwind or Contoso have more current assets?', 2);
    expect(ids.sort()).toEqual(['Contoso-2023-balance', 'Northwind-2023-balance']);
  });

  it('keeps within the documents that are asked for', () => {
    const index = indexOf(report('Northwind', 2023), report('Contoso', 2023));
    const ids = found(index, 'What is said of the pumps of Contoso?', 9, ['Northwind-2023']);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect(id).toMatch(/^Northwind/);
  });

  it('tells which words stand in no document, nor in the name of one', () => {
    const index = indexOf(report('Northwind', 2023), report('Contoso', 2021));
    const words = ['northwind', 'pump', '2021', '10-k', 'globex', '1998', 'it'];
    expect(index.unknown(words)).toEqual(['globex', '1998']);
    expect(index.unknown(words, ['Northwind-2023'])).toEqual(['2021', 'globex', '1998']);
    expect(new PassageIndex().unknown(['pump'])).toEqual(['pump']);
  });

  it('ranks the same after documents were replaced and removed', () => {
    const fresh = indexOf(report('Northwind', 2023), report('Contoso', 2023));
    const changed = indexOf(report('Fabrikam', 2023), report('Northwind', 2023), report('Contoso', 2023));
    changed.add({ ...report('Northwind', 2023).card }, [passage('old', 1, 'The pumps of old.')]);
    changed.add(report('Northwind', 2023).card, report('Northwind', 2023).passages);
    changed.remove('Fabrikam-2023');
    expect(changed.size).toBe(fresh.size);
    for (const question of ['What is said of pumps?', 'What is the quick ratio of Contoso?']) {
      const rank = (index: PassageIndex) => index.rank(index.analyse(question), [[], []], 9);
      expect(rank(changed)).toEqual(rank(fresh));
    }
  });

  it('takes a document in after it was read page by page, and shows nothing of it before', () => {
    const [northwind, contoso] = [report('Northwind', 2023), report('Contoso', 2023)];
    const index = indexOf(northwind);
    const rank = (of: PassageIndex) => of.rank(of.analyse('What is the quick ratio of Contoso?'), [[], []], 9);
    const before = rank(index);
    const work = index.read(contoso.card, contoso.passages);
    let pages = 0;
    let step = work.next();
    for (; !step.done; step = work.next()) {
      pages += 1;
      expect(rank(index)).toEqual(before);
      expect(index.document('Contoso-2023')).toBeUndefined();
    }
    expect(pages).toBe(4);
    index.put(step.value);
    expect(rank(index)).toEqual(rank(indexOf(northwind, contoso)));
  });

  it('passes over neighbours that are no longer here', () => {
    const index = indexOf(report('Northwind', 2023));
    const analysis = index.analyse('What is said of rivers?');
    expect(
      index.rank(
        analysis,
        [
          [
            { id: 'gone', score: 0.9 },
            { id: 'Northwind-2023-risk', score: 0.5 },
          ],
        ],
        5,
      ),
    ).toEqual([
      expect.objectContaining({ id: 'Northwind-2023-risk', scores: expect.objectContaining({ cosine: 0.5 }) }),
    ]);
  });

  it('explains a ranking by what its stages found, up to a limit', () => {
    const index = indexOf(report('Northwind', 2023), report('Contoso', 2023));
    const analysis = index.analyse('What is the quick ratio of Contoso?');
    const risk = { id: 'Contoso-2023-risk', score: 0.5 };
    const { passages, stages } = index.explain(analysis, [[risk], []], { k: 3, limit: 1 });
    expect(passages).toEqual(index.rank(analysis, [[risk], []], 3));
    const balance = { documentId: 'Contoso-2023', page: 4 };
    expect(stages.cosine).toEqual({
      found: 1,
      candidates: [{ documentId: 'Contoso-2023', page: 3, passage: risk.id, score: 0.5 }],
    });
    expect(stages.cosine_terms).toEqual({ found: 0, candidates: [] });
    expect(stages.bm25_terms.candidates).toMatchObject([{ ...balance, passage: 'Contoso-2023-balance' }]);
    expect(stages.statement).toEqual({ found: 2, candidates: [{ ...balance, score: 0.6 }] });
    expect(stages.document).toEqual({ found: 2, candidates: [{ documentId: 'Contoso-2023', score: 0 }] });
    expect(stages.placed.candidates).toEqual([{ ...balance, score: passages[0]!.scores.fused }]);
  });

  it('stems documents in two languages by the rules of each', () => {
    const index = new PassageIndex();
    index.add({ id: 'en', name: 'policy.pdf', title: '' }, [
      passage('en-1', 1, 'What the company pays for hotels when you are travelling.'),
    ]);
    index.add({ id: 'es', name: 'politica.pdf', title: '' }, [
      passage('es-1', 1, 'Lo que la empresa paga por los hoteles de sus empleados en los viajes.'),
    ]);
    expect(found(index, '¿Se reembolsan las habitaciones de los empleados que viajan?')).toEqual(['es-1']);
    expect(found(index, 'hotel while travelling')[0]).toBe('en-1');
  });

  it('finds nothing where there is nothing', () => {
    expect(found(new PassageIndex(), 'Anything?')).toEqual([]);
    expect(found(indexOf(report('Northwind', 2023)), 'xyzzy')).toEqual([]);
  });
});
