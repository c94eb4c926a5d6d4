import type { Plan, PlanStep, StepStatus } from '../plan.ts';

/** Other tries after those of the plan, all steps together. */
const MAX_REVISIONS = 2;
const STOP_WORDS = new Set(
  `a an the of in on at to for from with by and or but not no do does did is are was were be been can could should would
  will may how what which who whom whose why when where that this these those it its i we you my our your there any some
  if then than as so about into onto please tell show me us use using used get un una el la los las lo de del al en con por
  para y o pero sin como que qué cómo cuál cuáles cuándo dónde quién es son era fue ser se su sus mi mis hay puede puedo
  pueden debo debe hace hacer si entonces sobre más muy este esta estos estas ese esa eso`.split(/\s+/),
);
const WORD = /[@\p{L}\p{N}_$./-]+/gu;

/** A plan of which one step was carried out. */
export function withStatus(plan: Plan, id: string, status: StepStatus): Plan {
  return { ...plan, steps: plan.steps.map((step) => (step.id === id ? { ...step, status } : step)) };
}

/**
 * The plan with another try where a step found nothing: without its version or source, then in other words. Undefined where
 * nothing is left to try.
 */
export function revised(plan: Plan, failed: PlanStep): Plan | undefined {
  if (plan.revision >= MAX_REVISIONS) return undefined;
  const next = alternatives(plan, failed).find((candidate) => !plan.steps.some((step) => isSame(step, candidate)));
  if (!next) return undefined;
  const step: PlanStep = { ...next, part: failed.part, id: `step_${plan.steps.length + 1}`, status: 'planned' };
  return { ...plan, revision: plan.revision + 1, steps: [...plan.steps, step] };
}

type Try = Pick<PlanStep, 'tool' | 'arguments'>;

function alternatives({ identifiers, question }: Plan, { tool, arguments: args }: PlanStep): Try[] {
  const { source, ...rest } = args as { source?: string; query?: string; name?: string };
  // A changelog belongs to its source, and a search elsewhere would answer for another package.
  const bare = source?.replace(/(?<=.)@[^@/]*$/, '');
  switch (tool) {
    case 'search_docs': {
      const query = String(rest.query ?? question);
      const words = keywords(query);
      const tries: Try[] = [];
      if (source !== undefined && bare !== source) tries.push({ tool, arguments: { query, source: bare } });
      for (const other of [words, identifiers.join(' ')]) {
        if (other !== '' && other !== query)
          tries.push({ tool, arguments: { query: other, ...(bare ? { source: bare } : {}) } });
      }
      if (source !== undefined) tries.push({ tool, arguments: { query } });
      return tries;
    }
    case 'find_symbol': {
      const name = String(rest.name ?? '');
      const tries: Try[] = source === undefined ? [] : [{ tool, arguments: { name } }];
      return [...tries, { tool: 'search_docs', arguments: { query: name, ...(bare ? { source: bare } : {}) } }];
    }
    case 'changelog_between':
      return [
        { tool: 'search_docs', arguments: { query: 'breaking changes migration', ...(bare ? { source: bare } : {}) } },
      ];
    default:
      return [];
  }
}

/** The words of a question that a page may hold. */
export function keywords(question: string): string {
  const words = question.match(WORD) ?? [];
  return [...new Set(words.map((word) => word.replace(/[.\-/]+$/, '')))]
    .filter((word) => word !== '' && !STOP_WORDS.has(word.toLowerCase()))
    .join(' ');
}

function isSame(a: Try, b: Try): boolean {
  return a.tool === b.tool && JSON.stringify(a.arguments) === JSON.stringify(b.arguments);
}
