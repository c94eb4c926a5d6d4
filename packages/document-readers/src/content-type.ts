import { isDocx } from './docx/is-docx.ts';
import { declaredCharset } from './html/declared-charset.ts';
import { decodeText } from './text/decode-text.ts';

/** What a file holds; text comes decoded. */
export type Content =
  | { readonly type: 'pdf' | 'docx' }
  | { readonly type: 'html' | 'markdown' | 'text'; readonly text: string };

/** A PDF may begin behind other bytes (PDF 32000-1:2008, annex H, implementation note 13). */
const PDF_WINDOW_BYTES = 1_024;
const HTML_WINDOW_CHARACTERS = 1_024;
/** Formats that begin so are text in bytes only. */
const NO_PROSE = /^\s*(?:\{\\rtf|%!PS|%FDF)/;
const HTML = /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i;
/** Formats with bytes of their own: a file of this name that holds text is not what it says, and so not to be trusted. */
const BINARY_NAME = /\.(?:pdf|docx?|xlsx?|pptx?|od[tsp]|rtf|epub|zip|gz|7z|png|jpe?g|gif|tiff?|webp|mp[34]|exe)$/i;

/** What the bytes are; the name decides only between kinds of text. Undefined for what cannot be read. */
export function contentOf(data: Uint8Array, name: string): Content | undefined {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (bytes.subarray(0, PDF_WINDOW_BYTES).includes('%PDF-')) return { type: 'pdf' };
  if (bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04'))) return isDocx(bytes) ? { type: 'docx' } : undefined;
  if (BINARY_NAME.test(name)) return undefined;
  const isNamedHtml = /\.x?html?$/i.test(name);
  const mayBeHtml = isNamedHtml || HTML.test(bytes.toString('latin1', 0, HTML_WINDOW_CHARACTERS));
  const text = decodeText(data, mayBeHtml ? declaredCharset(data) : undefined);
  if (text === undefined || NO_PROSE.test(text)) return undefined;
  if (HTML.test(text.slice(0, HTML_WINDOW_CHARACTERS))) return { type: 'html', text };
  if (isNamedHtml && /<[a-z]/i.test(text)) return { type: 'html', text };
  return { type: /\.(?:md|markdown|mdx)$/i.test(name) ? 'markdown' : 'text', text };
}
