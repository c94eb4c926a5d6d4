import { parseSync } from 'oxc-parser';
import type { Snippet } from './snippet-dangers.ts';
import { requiredModule, walk } from './syntax-tree.ts';

/**
 * A snippet whose calls of `require` have the types of what they load: as they stand they would be `any`, and whatever
 * follows from them would compile. Lines stay where they are.
 */
export function withTypedRequires({ code, language }: Snippet): string {
  const { program } = parseSync(`snippet.${language}`, code, { sourceType: 'module' });
  const calls: { start: number; end: number; module: string }[] = [];
  walk(program.body, (node) => {
    const module = requiredModule(node);
    if (module !== undefined) calls.push({ start: node.start, end: node.end, module });
  });
  let typed = code;
  for (const [i, { start, end }] of [...calls.entries()].reverse()) {
    typed = `${typed.slice(0, start)}__required${i}${typed.slice(end)}`;
  }
  const imports = calls.map(({ module }, i) => `import __required${i} = require(${JSON.stringify(module)});`);
  return imports.length > 0 ? `${typed}\n${imports.join('\n')}` : code;
}
