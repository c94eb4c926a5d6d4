const MAX_CHARACTERS = 200;
const FALLBACK = 'document';

/** What a caller calls a file, made harmless: the last part of a path, without control characters. It never is a path. */
export function safeFileName(given: string | undefined): string {
  const last = (given ?? '').toWellFormed().normalize('NFC').split(/[\\/]/).at(-1)!;
  const clean = last.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  const name = [...clean].slice(0, MAX_CHARACTERS).join('');
  return /^\.*$/.test(name) ? FALLBACK : name;
}

/** Whether somebody says that a file is a PDF. */
export function claimsPdf(name: string, mediaType: string | undefined): boolean {
  return /\.pdf$/i.test(name) || mediaType === 'application/pdf';
}
