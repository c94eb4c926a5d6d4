/** Control characters that no text has: not the white space, nor those that are letters in Windows-1252. */
const CONTROL = /[^\P{Cc}\s\u0080-\u009F]/u;
/** Latin-1 and Windows-1252 text has mostly ASCII. */
const MAX_HIGH_SHARE = 0.3;

/** The text of bytes by their mark or as UTF-8, else as Windows-1252; undefined where they are no text. */
export function decodeText(data: Uint8Array): string | undefined {
  const text = data[0] === 0xff || data[0] === 0xfe ? decodeUtf16(data) : (decode('utf-8', data) ?? decodeLatin(data));
  return text !== undefined && !CONTROL.test(text) ? text : undefined;
}

function decode(encoding: string, data: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(data);
  } catch {
    return undefined;
  }
}

function decodeUtf16(data: Uint8Array): string | undefined {
  if (data[0] === 0xff && data[1] === 0xfe) return decode('utf-16le', data);
  if (data[0] === 0xfe && data[1] === 0xff) return decode('utf-16be', data);
  return decodeLatin(data);
}

function decodeLatin(data: Uint8Array): string | undefined {
  let high = 0;
  for (const byte of data) if (byte >= 0x80) high += 1;
  return high <= data.length * MAX_HIGH_SHARE ? decode('windows-1252', data) : undefined;
}
