/** Tags that Markdown passes on; what only looks like a tag (`Vec<T>`) or has no place in a text is text. */
const TAGS =
  'a|abbr|b|blockquote|br|caption|center|cite|code|col|colgroup|dd|del|details|div|dl|dt|em|figcaption|figure|font|' +
  'h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s|samp|section|small|span|strike|strong|sub|summary|sup|table|tbody|td|' +
  'tfoot|th|thead|tr|tt|u|ul|var';
const NO_TAG = new RegExp(`<(?!/?(?:${TAGS})(?:\\s|/?>)|!--)`, 'gi');
const CODE_SPAN = /(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g;

/** The inline constructs of CommonMark that hide or decorate text, as HTML; link targets and pictures are left out. */
export function inlineHtml(markdown: string): string {
  let html = '';
  let at = 0;
  for (const { index, 0: span, 2: code = '' } of markdown.matchAll(CODE_SPAN)) {
    html += plainInline(markdown.slice(at, index)) + escapeHtml(code);
    at = index + span.length;
  }
  return html + plainInline(markdown.slice(at));
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function plainInline(markdown: string): string {
  return markdown
    .replace(/\\([!-/:-@[-`{-~])/g, (_, sign: string) => `&#${sign.charCodeAt(0)};`)
    .replace(/<((?:https?|mailto):[^\s<>]*)>/g, '$1')
    .replace(/!\[[^[\]]*\]\((?:[^()]|\([^()]*\))*\)/g, '')
    .replace(/\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1')
    .replace(/\[([^[\]]+)\]\[[^[\]]*\]/g, '$1')
    .replace(/(\*{1,3})(?=\S)([^*]*[^\s*])\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}_])(_{1,3})(?=\S)([^_]*[^\s_])\1(?![\p{L}\p{N}_])/gu, '$2')
    .replace(/~~(?=\S)([^~]*[^\s~])~~/g, '$1')
    .replace(/(?:(?<! ) {2,}|\\)\n/g, '<br>')
    .replace(NO_TAG, '&lt;');
}
