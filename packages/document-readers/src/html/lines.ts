import { collapse } from '../flow/flow-block.ts';

/** Lines as they are broken on purpose, white space collapsed, empty ones left out. */
export function brokenLines(text: string): string {
  return text.split('\n').map(collapse).filter(Boolean).join('\n');
}

/** Lines as they stand, without the empty ones around them. */
export function preformattedLines(text: string): string {
  return text
    .replace(/^(?:[ \t]*\r?\n)+/, '')
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.trimEnd())
    .join('\n');
}
