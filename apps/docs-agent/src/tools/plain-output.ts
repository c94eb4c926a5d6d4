/** Marks that chat templates give a meaning: a page that holds them must not pass for the frame around it. */
const TEMPLATE_MARKS =
  /<\|[^|\n]{1,40}\|>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:bos|eos|tool_call|tool_response|tools|think)>/giu;
/** Controls, zero-width characters and reversals of direction: invisible to a person who reads the page. */
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}]/gu;

/** What a text says, without what a person would not see and a model would obey. Code stays as it is. */
export function plainOutput(text: string): string {
  return text.toWellFormed().replace(INVISIBLE, '').replace(TEMPLATE_MARKS, ' ');
}

/** A text of `limit` characters at most; where it is cut, a mark says how much is missing. */
export function truncated(text: string, limit: number): string {
  if (text.length <= limit) return text;
  // The mark is part of what is paid for.
  const mark = (kept: number) => `\n[cut: ${text.length - kept} more characters]`;
  const room = Math.max(0, limit - mark(0).length);
  const breakAt = text.lastIndexOf('\n', room);
  const kept = text.slice(0, breakAt > room * 0.8 ? breakAt : room).toWellFormed();
  return `${kept.trimEnd()}${mark(kept.length)}`;
}
