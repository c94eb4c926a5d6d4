import type { Language } from '@pareto/grounding';
import type { MemoryNotes } from '../agent/memory-notes.ts';
import { keywords } from '../agent/planning/revision.ts';
import type { FactStore } from '../agent/store/facts.ts';
import { REPLIES } from '../prompts/replies.ts';

/** Keeps and forgets what the owner said, and says so. Empty where nothing was asked for. */
export function keepNotes(
  { remember, forget }: MemoryNotes,
  facts: FactStore,
  owner: string,
  language: Language,
  now: number,
): string {
  const replies = REPLIES[language];
  const said: string[] = [];
  for (const text of remember) facts.add(owner, text, now);
  if (remember.length > 0) said.push(replies.remembered(remember));
  const forgotten = forget.flatMap((text) => {
    // "Forget it" names nothing.
    const wanted = wordsOf(text);
    const matching = facts.list(owner).filter((fact) => isNamed(wanted, fact.text));
    for (const { id } of matching) facts.delete(owner, id);
    return matching.map((fact) => fact.text);
  });
  if (forgotten.length > 0) said.push(replies.forgotten(forgotten));
  else if (forget.length > 0) said.push(replies.nothingToForget);
  return said.join(' ');
}

function isNamed(wanted: readonly string[], fact: string): boolean {
  const words = wordsOf(fact);
  return wanted.length > 0 && wanted.every((word) => words.includes(word));
}

function wordsOf(text: string): string[] {
  return keywords(text).toLowerCase().split(' ').filter(Boolean);
}
