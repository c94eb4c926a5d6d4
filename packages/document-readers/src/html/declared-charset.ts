/** Where the HTML standard looks for it (13.2.3.2, "prescan a byte stream to determine its encoding"). */
const WINDOW_BYTES = 1_024;
const DECLARATION =
  /<meta\s[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{2,40})/i;

/** The encoding that a page of HTML says it is in; its name may be of none. */
export function declaredCharset(data: Uint8Array): string | undefined {
  const head = Buffer.from(data.subarray(0, WINDOW_BYTES)).toString('latin1');
  const match = DECLARATION.exec(head.replace(/<!--[\s\S]*?(?:-->|$)/g, ''));
  return match?.[1] ?? match?.[2];
}
