import { Parser } from 'htmlparser2';
import { collapse, type FlowBlock, withoutSoftHyphens } from '../flow/flow-block.ts';
import { BEFORE_CHARACTERS, raised } from '../text/superscripts.ts';
import { BLOCKS, HEADING, LISTS } from './elements.ts';
import { brokenLines, preformattedLines } from './lines.ts';
import { type Element, elementWithin, ROOT } from './open-element.ts';
import { StyleSheet } from './style-sheet.ts';
import { TableGrid } from './table-grid.ts';
import { concealment } from './visibility.ts';

export interface HtmlFlow {
  readonly title: string;
  readonly blocks: readonly FlowBlock[];
}

/** Deeper than pages are made, and shallow enough for every step to stay cheap. */
const MAX_DEPTH = 1_000;

/** What a page of HTML shows, in its order; what it hides is `concealed`. Scripts are not run, nothing is fetched. */
export function htmlFlow(html: string): HtmlFlow {
  const reader = new HtmlReader();
  const parser = new Parser({
    onopentag: (tag, attributes) => reader.open(tag, attributes),
    onclosetag: (tag) => reader.close(tag),
    ontext: (text) => reader.text(text),
  });
  parser.end(html);
  return reader.finish();
}

class HtmlReader {
  readonly #blocks: FlowBlock[] = [];
  readonly #sheet = new StyleSheet();
  readonly #stack: Element[] = [ROOT];
  /** Elements that are open and not on the stack. */
  #beyondDepth = 0;
  #title = '';
  #css = '';
  #text = '';
  /** The end of what is written in this paragraph or cell. */
  #before = '';
  #concealed: { reason: NonNullable<ReturnType<typeof concealment>>; text: string } | undefined;
  /** Tables inside of a table are part of its cells. */
  #table: { grid: TableGrid; depth: number; isForLayout: boolean; isInHead: boolean } | undefined;

  open(tag: string, attributes: Record<string, string>): void {
    const outer = this.#stack.at(-1)!;
    if (this.#stack.length > MAX_DEPTH) {
      this.#beyondDepth += 1;
      return;
    }
    if (BLOCKS.has(tag)) this.#endParagraph();
    const element = elementWithin(outer, tag, attributes, this.#sheet);
    if (LISTS.has(tag)) element.next = tag === 'ol' ? Number.parseInt(attributes.start ?? '1', 10) || 1 : undefined;
    if (tag === 'li') element.marker = this.#nextMarker();
    this.#stack.push(element);
    if (tag === 'br') this.text('\n', true);
    this.#openTablePart(tag, attributes);
  }

  close(tag: string): void {
    if (this.#beyondDepth > 0) {
      this.#beyondDepth -= 1;
      return;
    }
    if (BLOCKS.has(tag)) this.#endParagraph();
    if (tag === 'style') this.#endStyle();
    if (tag === 'thead' && this.#table) this.#table.isInHead = false;
    if (tag === 'table') this.#closeTable();
    this.#stack.pop();
  }

  text(source: string, isBreak = false): void {
    const { tag, visibility, isPreformatted, isSkipped, isRaised, isBold, isCaption } = this.#stack.at(-1)!;
    const plain = withoutSoftHyphens(source);
    const text = isRaised ? raised(plain, this.#before) : plain;
    if (tag === 'style') this.#css += text;
    if (tag === 'title' && !isSkipped) this.#title += text;
    if (tag === 'title' || isSkipped) return;
    const reason = concealment(visibility);
    if (this.#concealed && this.#concealed.reason !== reason) this.#endConcealed();
    if (reason) {
      this.#concealed ??= { reason, text: '' };
      this.#concealed.text += text;
    } else if (this.#table) {
      if (isCaption && this.#table.depth === 1) this.#table.grid.caption += text;
      else this.#table.grid.write(text, isBold);
    } else {
      this.#text += isBreak || isPreformatted ? text : text.replace(/\s+/g, ' ');
    }
    if (!reason) this.#before = (this.#before + text).slice(-BEFORE_CHARACTERS);
  }

  finish(): HtmlFlow {
    this.#endParagraph();
    if (this.#table) this.#blocks.push(...this.#table.grid.blocks(this.#table.isForLayout));
    this.#endConcealed();
    const first = this.#blocks.find((block) => block.kind === 'heading');
    return { title: collapse(this.#title) || first?.text || '', blocks: this.#blocks };
  }

  #nextMarker(): string {
    const list = this.#stack.findLast(({ tag }) => LISTS.has(tag));
    if (list?.next === undefined) return '• ';
    list.next += 1;
    return `${list.next - 1}. `;
  }

  #openTablePart(tag: string, attributes: Record<string, string>): void {
    if (tag === 'table') {
      const isForLayout = /^(presentation|none)$/.test(attributes.role ?? '');
      if (this.#table) this.#table.depth += 1;
      else this.#table = { grid: new TableGrid(), depth: 1, isForLayout, isInHead: false };
    }
    if (!this.#table) return;
    const { grid, depth } = this.#table;
    if (depth > 1 || BLOCKS.has(tag)) grid.write(' ');
    if (depth > 1) return;
    if (tag === 'thead') this.#table.isInHead = true;
    if (tag === 'tr') grid.startRow(this.#table.isInHead);
    if (tag === 'td' || tag === 'th') {
      grid.startCell(tag === 'th', Number(attributes.colspan), Number(attributes.rowspan));
      this.#before = '';
    }
  }

  #closeTable(): void {
    if (!this.#table) return;
    this.#table.depth -= 1;
    if (this.#table.depth > 0) return;
    this.#blocks.push(...this.#table.grid.blocks(this.#table.isForLayout));
    this.#table = undefined;
  }

  #endParagraph(): void {
    this.#before = '';
    if (this.#concealed) this.#concealed.text += ' ';
    if (this.#table) {
      if (this.#stack.at(-1)!.isCaption) this.#table.grid.caption += ' ';
      else this.#table.grid.write(' ');
      return;
    }
    const { isPreformatted } = this.#stack.at(-1)!;
    const text = isPreformatted ? preformattedLines(this.#text) : brokenLines(this.#text);
    this.#text = '';
    if (text === '') return;
    const heading = this.#stack.findLast((element) => HEADING.test(element.tag));
    const item = this.#stack.findLast((element) => element.tag === 'li');
    if (heading) {
      const level = Number(heading.tag.slice(1));
      this.#blocks.push({ kind: 'heading', level, text: text.replaceAll('\n', ' ') });
    } else if (item?.marker !== undefined) {
      this.#blocks.push({ kind: 'list-item', text: item.marker + text });
      item.marker = undefined;
    } else {
      this.#blocks.push({ kind: 'paragraph', text });
    }
  }

  #endConcealed(): void {
    const text = collapse(this.#concealed?.text ?? '');
    if (this.#concealed && text) this.#blocks.push({ kind: 'concealed', reason: this.#concealed.reason, text });
    this.#concealed = undefined;
  }

  #endStyle(): void {
    this.#sheet.add(this.#css);
    this.#css = '';
  }
}
