/** A stretch of an answer in Markdown. */
export type AnswerBlock =
  | { readonly kind: 'prose'; readonly text: string }
  /** Between fences, which are not part of `text`. */
  | { readonly kind: 'code'; readonly text: string; readonly language: string };

const FENCE = /^ {0,3}(`{3,}|~{3,})[ \t]*([^\s`]*)[^`]*$/;

/** The prose and the fenced code of an answer. A fence that is never closed, as when an answer is cut, ends with it. */
export function blocksOf(answer: string): AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  let lines: string[] = [];
  let open: { mark: string; language: string } | undefined;
  const close = () => {
    const text = lines.join('\n');
    if (open) blocks.push({ kind: 'code', text, language: open.language });
    else if (text.trim() !== '') blocks.push({ kind: 'prose', text });
    lines = [];
  };
  for (const line of answer.split('\n')) {
    const [, mark, language = ''] = FENCE.exec(line) ?? [];
    const isEnd = open && mark?.startsWith(open.mark) && language === '';
    if (mark === undefined || (open && !isEnd)) {
      lines.push(line);
      continue;
    }
    close();
    open = open ? undefined : { mark, language: language.toLowerCase() };
  }
  close();
  return blocks;
}

export function fenced({ text, language }: Extract<AnswerBlock, { kind: 'code' }>): string {
  // More marks than the code holds, so that it stays inside.
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([marks]) => marks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
