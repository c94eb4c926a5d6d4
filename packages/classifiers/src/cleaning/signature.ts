const SENT_FROM = /^[ \t]*(?:Sent from my|Get Outlook for|Enviado desde|Enviado con)(?![\p{L}\p{N}_]).*$/iu;
const CLOSING =
  /^[ \t]*(?:(?:kind|best|warm|warmest|many)[ \t]+(?:regards|wishes|thanks)|regards|best|cheers|sincerely|yours(?:[ \t]+(?:sincerely|faithfully|truly))?|thanks|thank you|many thanks|thx|(?:un[ \t]+)?(?:cordial[ \t]+)?saludos?(?:[ \t]+cordial(?:es)?)?|atentamente|atte\.?|(?:muchas[ \t]+)?gracias)[ \t]*[,.!]*[ \t]*$/i;
const LONGEST_SIGNATURE = 6;
const LONGEST_SIGNATURE_LINE = 60;

/** Without what follows "-- ", without mail programs' lines, without a closing and the name and address below it. */
export function withoutSignature(text: string): string {
  let lines = text.split('\n');
  const dashes = lines.findIndex((line, i) => i > 0 && line.trimEnd() === '--' && !isBlank(lines.slice(0, i)));
  if (dashes > 0) lines = lines.slice(0, dashes);
  const typed = lines.filter((line) => !SENT_FROM.test(line));
  if (typed.length > 0) lines = typed;
  while (lines.length > 0 && lines.at(-1)!.trim() === '') lines.pop();
  const first = Math.max(lines.length - 2 - LONGEST_SIGNATURE, 0);
  for (let i = lines.length - 1; i > first; i -= 1) {
    const below = lines.slice(i + 1).filter((line) => line.trim() !== '');
    const isShort = below.every((line) => [...line].length <= LONGEST_SIGNATURE_LINE);
    if (isShort && CLOSING.test(lines[i]!)) return lines.slice(0, i).join('\n');
  }
  return lines.join('\n');
}

function isBlank(lines: readonly string[]): boolean {
  return lines.every((line) => line.trim() === '');
}
