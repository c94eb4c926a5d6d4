/** Control characters that no text has: not the white space, nor those that are letters in Windows-1252. */
const CONTROL = /[^\P{Cc}\s\u0080-\u009F]/u;
/** Latin-1 and Windows-1252 text has mostly ASCII. */
const MAX_HIGH_SHARE = 0.3;
/** Of what is not ASCII in a text that is UTF-8, but for some bytes: in Windows-1252 next to nothing makes UTF-8. */
const MIN_SOUND_SHARE = 0.5;

/**
 * The text of bytes by their mark or as UTF-8; else as the encoding that they `declare`, as UTF-8 with some bytes that
 * are wrong, or as Windows-1252. Undefined where they are no text.
 */
export function decodeText(data: Uint8Array, declared?: string): string | undefined {
  for (const text of readings(data, declared)) if (text !== undefined && !CONTROL.test(text)) return text;
  return undefined;
}

function* readings(data: Uint8Array, declared: string | undefined): Generator<string | undefined> {
  if (data[0] === 0xff && data[1] === 0xfe) yield decode('utf-16le', data);
  else if (data[0] === 0xfe && data[1] === 0xff) yield decode('utf-16be', data);
  const utf8 = decode('utf-8', data);
  yield utf8;
  if (declared !== undefined) yield decode(declared, data);
  if (utf8 !== undefined) return;
  yield damagedUtf8(data);
  yield decodeLatin(data);
}

/** Undefined where the bytes are not that, or there is no such encoding. */
function decode(encoding: string, data: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(data);
  } catch {
    return undefined;
  }
}

/** UTF-8 that was cut or joined within a character: what is wrong is U+FFFD. */
function damagedUtf8(data: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(data);
  let [sound, wrong] = [0, 0];
  for (const [character] of text.matchAll(/[^\0-\x7F]/gu)) {
    if (character === '\uFFFD') wrong += 1;
    else sound += 1;
  }
  return sound >= MIN_SOUND_SHARE * (sound + wrong) && sound > 0 ? text : undefined;
}

function decodeLatin(data: Uint8Array): string | undefined {
  let high = 0;
  for (const byte of data) if (byte >= 0x80) high += 1;
  return high <= data.length * MAX_HIGH_SHARE ? decode('windows-1252', data) : undefined;
}
