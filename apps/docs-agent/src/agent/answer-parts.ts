import { sentencesOf } from '@pareto/grounding';

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const INLINE_CODE = /`[^`\n]+`/g;

/** A stretch of a draft that can be judged: a sentence, a line, or a block of code. */
export interface AnswerPart {
  readonly text: string;
  /** The white space behind it. */
  readonly gap: string;
}

/** Cuts a draft into parts while it comes. */
export class AnswerParts {
  #open = '';

  /** Parts that are whole now. */
  push(text: string): AnswerPart[] {
    this.#open += text;
    const parts: AnswerPart[] = [];
    for (let end = this.#endOfFirst(); end > 0; end = this.#endOfFirst()) {
      parts.push(...partOf(this.#open.slice(0, end)));
      this.#open = this.#open.slice(end);
    }
    return parts;
  }

  /** What is left: a sentence that nothing follows, or one that was cut off. */
  end(): AnswerPart[] {
    const rest = this.#open;
    this.#open = '';
    return partOf(rest);
  }

  /** Where the first part ends, with its gap; 0 while it is not whole. */
  #endOfFirst(): number {
    const lineEnd = this.#open.indexOf('\n');
    const line = lineEnd === -1 ? this.#open : this.#open.slice(0, lineEnd);
    if (FENCE.test(line)) return this.#endOfCode(FENCE.exec(line)![1]!);
    // The beginning of a fence, perhaps.
    if (lineEnd === -1 && /^ {0,3}[`~]{1,2}$/.test(line)) return 0;
    // A full stop inside of code ends nothing, and code may begin a sentence as a capital does.
    const masked = line.replace(INLINE_CODE, (code) => 'X'.repeat(code.length));
    const isOpenCode = (masked.match(/`/g)?.length ?? 0) % 2 === 1;
    const [first, second] = isOpenCode && lineEnd === -1 ? [] : sentencesOf(masked);
    if (first && second) return second.start;
    return lineEnd === -1 ? 0 : this.#withGap(lineEnd);
  }

  #endOfCode(mark: string): number {
    const lines = this.#open.split('\n');
    let at = lines[0]!.length + 1;
    for (const line of lines.slice(1, -1)) {
      at += line.length + 1;
      if (line.trimStart().startsWith(mark)) return this.#withGap(at - 1);
    }
    return 0;
  }

  #withGap(at: number): number {
    return at + /^\s*/.exec(this.#open.slice(at))![0].replace(/[ \t]+$/, '').length;
  }
}

function partOf(text: string): AnswerPart[] {
  const body = text.trimEnd();
  return body === '' ? [] : [{ text: body, gap: text.slice(body.length) }];
}
