import { fold } from './stems.ts';

const ACRONYM = /^[\p{L}]{3,5}$/u;
const WITH_AND = /^(\p{L})&(\p{L})$/u;
const AND: ReadonlySet<string> = new Set(['and', 'y', 'e']);

/** Whether consecutive words of a text begin with the letters of an acronym: "paid time off" for "PTO", "research and development" for "R&D". */
export function spellsOut(text: string, name: string): boolean {
  const folded = fold(name);
  const pair = WITH_AND.exec(folded);
  if (!pair && !ACRONYM.test(folded)) return false;
  const words = fold(text).match(/\p{L}+|&/gu) ?? [];
  if (pair) {
    return words.some((word, i) => {
      const [joint, next] = [words[i + 1], words[i + 2]];
      return word[0] === pair[1] && joint !== undefined && (AND.has(joint) || joint === '&') && next?.[0] === pair[2];
    });
  }
  const initials = words.map((word) => word[0]).join('');
  return initials.includes(folded);
}
