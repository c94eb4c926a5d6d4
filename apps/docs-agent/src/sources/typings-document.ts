import { contentHash } from './page-document.ts';
import type { ReadSection, ReadSymbol, SourceDocument } from './source-document.ts';
import type { ExportedName } from './typings/exported-declarations.ts';
import { ModuleText } from './typings/symbols.ts';
import type { TypingsModule } from './typings/typings-module.ts';

const MAX_SYMBOLS = 4_000;
/** About what the embedder reads at once, characters. */
const SECTION_CHARACTERS = 400;

/** A file of typings with those of its declarations that the package exports. */
export function typingsDocument(module: TypingsModule, names: readonly ExportedName[]): SourceDocument {
  const exported = names.map(({ name, local, namespace }) => `${namespace ?? ''}\t${local}\t${name}`);
  return {
    path: module.path,
    // What is exported from here is decided elsewhere too.
    hash: contentHash('typings', module.path, module.text, ...exported),
    read() {
      const text = new ModuleText(module);
      const symbols = names.flatMap((name) => text.symbols(name)).slice(0, MAX_SYMBOLS);
      return { title: module.path, text: module.text, sections: sectionsOf(symbols), symbols };
    },
  };
}

/** A section for each exported name, its commented members with it; cut where it gets long. Its anchor is its first line. */
function sectionsOf(symbols: readonly ReadSymbol[]): ReadSection[] {
  const sections: ReadSection[] = [];
  for (const group of groups(symbols)) {
    const [first, ...members] = group;
    const headings = first!.parent ? [first!.parent, first!.name] : [first!.name];
    let lines = [rendered(first!)];
    let { line: at } = first!;
    let isEmbedded = first!.comment !== undefined;
    const flush = (): void => {
      if (lines.length > 0) sections.push({ anchor: `L${at}`, headings, text: lines.join('\n'), isEmbedded });
      lines = [];
      isEmbedded = false;
    };
    for (const member of members) {
      const line = rendered(member);
      if (lines.join('\n').length + line.length > SECTION_CHARACTERS) flush();
      if (lines.length === 0) at = member.line;
      lines.push(line);
      isEmbedded ||= member.comment !== undefined;
    }
    flush();
  }
  return sections;
}

/** Overloads and members stand after what they belong to. */
function* groups(symbols: readonly ReadSymbol[]): Generator<ReadSymbol[]> {
  let group: ReadSymbol[] = [];
  for (const symbol of symbols) {
    const [first] = group;
    const belongs = first && (symbol.kind === 'member' ? symbol.parent === first.name : symbol.name === first.name);
    if (!belongs && group.length > 0) yield group;
    group = belongs ? [...group, symbol] : [symbol];
  }
  if (group.length > 0) yield group;
}

function rendered({ comment, signature }: ReadSymbol): string {
  return comment ? `${comment.slice(0, SECTION_CHARACTERS)}\n${signature}` : signature;
}
