import type { Language } from '@pareto/grounding';
import type { MemoryNotes } from '../agent/memory-notes.ts';
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
    const wanted = text.toLowerCase();
    const matching = facts.list(owner).filter((fact) => fact.text.toLowerCase().includes(wanted));
    for (const { id } of matching) facts.delete(owner, id);
    return matching.map((fact) => fact.text);
  });
  if (forgotten.length > 0) said.push(replies.forgotten(forgotten));
  else if (forget.length > 0) said.push(replies.nothingToForget);
  return said.join(' ');
}
