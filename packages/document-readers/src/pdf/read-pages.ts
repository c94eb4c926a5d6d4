import type { DocumentPage } from '@pareto/contracts';
import { GatheredStyle } from './gathered-style.ts';
import type { GlyphRun, PageContent } from './glyph-run.ts';
import { DocumentWriter, type Frame, type PageLayout } from './layout.ts';
import { rowsOf } from './rows.ts';
import { edgesOf, type PageEdges, withoutRunningText } from './running-text.ts';
import { partVisible } from './visibility.ts';

/** How many pages before and after are compared with a page. */
const PAGES_AROUND = 8;
/** In points: thicker shapes are no rules. */
const RULE_HEIGHT = 2.5;

/** Lays pages out as they come, a few pages behind: what runs along the edges is told by its neighbours. */
export async function* layOutPages(contents: AsyncIterable<PageContent>): AsyncGenerator<DocumentPage> {
  const ahead: PageLayout[] = [];
  const edges = new Map<number, PageEdges>();
  const style = new GatheredStyle();
  const writer = new DocumentWriter(style);
  let [read, written] = [0, 0];
  const next = () => {
    written += 1;
    edges.delete(written - PAGES_AROUND - 1);
    return writer.page(written, withoutEdges(ahead.shift()!, written, edges));
  };
  for await (const content of contents) {
    const layout = layoutOf(content);
    read += 1;
    ahead.push(layout);
    edges.set(read, edgesOf(layout.frames[0]?.rows ?? []));
    style.add(layout.frames.flatMap(({ rows }) => rows));
    if (ahead.length > PAGES_AROUND) yield next();
  }
  while (ahead.length > 0) yield next();
}

function layoutOf(content: PageContent): PageLayout {
  const { visible, concealed } = partVisible(content);
  const rules = content.fills.filter(({ height }) => height < RULE_HEIGHT);
  return { width: content.width, height: content.height, frames: framesOf(visible), rules, concealed };
}

function framesOf(runs: readonly GlyphRun[]): Frame[] {
  const turns = Map.groupBy(runs, ({ turn }) => turn);
  const frames = [...turns].map(([turn, turned]) => ({ turn, rows: rowsOf(turned), runs: turned.length }));
  return frames.sort((a, b) => b.runs - a.runs);
}

function withoutEdges(layout: PageLayout, page: number, edges: ReadonlyMap<number, PageEdges>): PageLayout {
  const [main, ...others] = layout.frames;
  if (!main) return layout;
  return { ...layout, frames: [{ ...main, rows: withoutRunningText(main.rows, page, edges) }, ...others] };
}
