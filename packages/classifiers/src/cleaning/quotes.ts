const QUOTED = /^[ \t]*>/;
const QUOTE_MARKS = /^[ \t]*(?:>[ \t]?)+/;
/** Mail programs break the line where it gets long. */
const WROTE =
  /^[ \t]*(?:On\b.{4,200}(?:\n.{0,80})?\bwrote|El\b.{4,200}(?:\n.{0,80})?(?<![\p{L}\p{N}_])escribi[óo])[ \t]*:[ \t]*$/gimu;
const FORWARDED =
  /^[ \t]*-{2,}[ \t]*(?:Original Message|Forwarded message|Mensaje original|Mensaje reenviado)[ \t]*-{2,}[ \t]*$|^Begin forwarded message:[ \t]*$/i;
const HEADER = /^[ \t]*\*{0,2}(?:From|To|Cc|Date|Sent|Subject|De|Para|Fecha|Enviado|Asunto)\*{0,2}:\*{0,2}[ \t]*\S/i;

/** Without what others wrote before, unless only the subject would be left. */
export function withoutQuotes(text: string, subject: string): string {
  const kept: string[] = [];
  let isInHeaders = false;
  for (const line of text.replace(WROTE, '').split('\n')) {
    if (QUOTED.test(line)) continue;
    if (FORWARDED.test(line)) {
      isInHeaders = true;
      continue;
    }
    if (isInHeaders && (HEADER.test(line) || line.trim() === '')) continue;
    isInHeaders = false;
    kept.push(line);
  }
  const own = kept.join('\n');
  if (own.trim() !== '' && own.trim() !== subject) return own;
  return text
    .split('\n')
    .map((line) => line.replace(QUOTE_MARKS, ''))
    .join('\n');
}
