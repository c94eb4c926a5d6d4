import { subQuestions as partsOf } from '@pareto/grounding';
import type { DocSource } from '../docs-index.ts';
import { isCompileCheck } from './planning/compile-check.ts';
import { englishWords } from './planning/english-words.ts';
import { identifiersOf, isSymbolName, proseOf, snippetLanguage, snippetOf } from './planning/identifiers.ts';
import { byVersion, type MentionedSource, mentionedSources, versionsOf } from './planning/mentioned-sources.ts';
import { expressionOf, generalMatter, kindOf, type PlanKind } from './planning/question-kind.ts';

export type StepStatus = 'planned' | 'found' | 'empty' | 'failed';

/** A tool call that the plan makes before any model is asked. */
export interface PlanStep {
  readonly id: string;
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** The sub-question that it serves, by its place. */
  readonly part: number;
  readonly status: StepStatus;
}

export interface Plan {
  /** 0 at first; each change adds 1. */
  readonly revision: number;
  readonly kind: PlanKind;
  readonly question: string;
  /** One where a single fact is asked for. */
  readonly subQuestions: readonly string[];
  readonly sources: readonly MentionedSource[];
  readonly versions: readonly string[];
  readonly identifiers: readonly string[];
  /** The words of a Spanish question as English pages would say them. */
  readonly english?: string | undefined;
  readonly steps: readonly PlanStep[];
  /** Several facts are wanted, and the rules could not tell them apart: a model may. */
  readonly isUndivided: boolean;
}

/** What `search_docs` takes, UTF-16 code units. */
const MAX_QUERY = 400;
const MAX_STEPS = 6;
const MAX_SYMBOLS = 2;
const CHECK = 'check_typescript';

/**
 * The plan of a question by rules alone: what kind it is, which sources, versions and identifiers it names, and the tool
 * calls that follow. Takes well under a millisecond per hundred sources.
 *
 * @param parts sub-questions from elsewhere, in place of those that the rules find.
 */
export function makePlan(
  question: string,
  sources: readonly DocSource[],
  { tools, parts }: { readonly tools?: ReadonlySet<string>; readonly parts?: readonly string[] } = {},
): Plan {
  const prose = proseOf(question) || question.trim();
  const named = mentionedSources(prose, sources);
  const versions = versionsOf(prose);
  const identifiers = identifiersOf(question).filter(
    (identifier) => !named.some(({ source }) => source === identifier.replace(/@[\d.x]+$/, '')),
  );
  const kind = kindOf(question, { identifiers, versions, sources: named.length });
  const isOne = kind === 'calculation' || kind === 'general' || kind === 'difference';
  const { parts: own, isUndivided } = isOne ? { parts: [prose], isUndivided: false } : partsOf(prose);
  const subQuestions = parts ?? own;
  const english = englishWords(prose);
  const base = { kind, question, subQuestions, sources: named, versions, identifiers, ...(english ? { english } : {}) };
  const isThere = (tool: string) => tools?.has(tool) ?? true;
  const steps = stepsOf(base, sources, isThere).filter(({ tool }) => isThere(tool));
  return { ...base, revision: 0, steps: numbered(steps), isUndivided: isUndivided && parts === undefined };
}

type NewStep = Pick<PlanStep, 'tool' | 'arguments' | 'part'>;
type Matter = Omit<Plan, 'revision' | 'steps' | 'isUndivided'>;

/** Whether what its tools say is the answer, and no model could make it better: sums, the time, lists, a compiler's word. */
export function isAnsweredByTools({ kind, steps }: Pick<Plan, 'kind' | 'steps'>): boolean {
  if (kind === 'calculation' || kind === 'general') return true;
  return steps.length > 0 && steps.every(({ tool }) => tool === CHECK);
}

function stepsOf(plan: Matter, sources: readonly DocSource[], isThere: (tool: string) => boolean): NewStep[] {
  switch (plan.kind) {
    case 'calculation':
      return [{ tool: 'calculate', arguments: { expression: expressionOf(plan.question)! }, part: 0 }];
    case 'general':
      return generalSteps(plan.question);
    case 'difference':
      return [...changelogSteps(plan, sources), ...searches(plan, sources), ...searchEverywhere(plan, sources)];
    case 'code': {
      const code = snippetOf(plan.question);
      const jsx = snippetLanguage(plan.question) === 'tsx' ? { jsx: true } : {};
      const check = code === undefined ? [] : [{ tool: CHECK, arguments: { code, ...jsx }, part: 0 }];
      // The compiler speaks of what is installed.
      const isInstalled = plan.sources.every((source) => source.version === undefined || isHere(source, sources));
      if (isInstalled && isThere(CHECK) && isCompileCheck(plan.question)) return check;
      return [...check, ...searches(plan, sources), ...searchEverywhere(plan, sources), ...symbolSteps(plan, sources)];
    }
    case 'symbol':
      return [...symbolSteps(plan, sources), ...searches(plan, sources), ...searchEverywhere(plan, sources)];
    case 'lookup':
      return [...searches(plan, sources), ...searchEverywhere(plan, sources), ...symbolSteps(plan, sources)];
  }
}

function generalSteps(question: string): NewStep[] {
  switch (generalMatter(question)) {
    case 'time':
      return [{ tool: 'current_time', arguments: {}, part: 0 }];
    case 'sources':
      return [{ tool: 'list_sources', arguments: {}, part: 0 }];
    default:
      return [];
  }
}

function symbolSteps({ identifiers, subQuestions, sources }: Matter, known: readonly DocSource[]): NewStep[] {
  // Folders of pages export nothing.
  if (!known.some(({ kind }) => kind === 'package')) return [];
  return identifiers
    .filter(isSymbolName)
    .slice(0, MAX_SYMBOLS)
    .map((name) => {
      const part = Math.max(
        0,
        subQuestions.findIndex((text) => text.includes(name)),
      );
      const here = namedIn(subQuestions[part]!, sources, known);
      const [only, ...others] = here.length > 0 ? here : sources;
      return {
        tool: 'find_symbol',
        arguments: { name, ...sourceArgument(others.length > 0 ? undefined : only, known) },
        part,
      };
    });
}

/** One search per sub-question; where a single question names several sources, one in each. */
function searches({ kind, subQuestions, sources }: Matter, known: readonly DocSource[]): NewStep[] {
  return subQuestions.flatMap((part, i): NewStep[] => {
    const here = namedIn(part, sources, known);
    const meant = here.length > 0 ? here : sources;
    const query = part.slice(0, MAX_QUERY).toWellFormed();
    // What a difference is between need not be the version that is documented here.
    const filters = meant.map((source) =>
      sourceArgument(kind === 'difference' ? { source: source.source } : source, known),
    );
    const distinct = filters.length > 0 ? filters : [{}];
    // Packages are documented in English; folders may be in either language.
    const english = englishWords(part)?.slice(0, MAX_QUERY);
    const isPackage =
      meant.length > 0 && known.some(({ name, kind }) => name === meant[0]!.source && kind === 'package');
    const queries = english === undefined ? [query] : isPackage ? [english] : [english, query];
    return distinct.flatMap((filter) =>
      queries.map((text) => ({ tool: 'search_docs', arguments: { query: text, ...filter }, part: i })),
    );
  });
}

/** Who names a package may ask about what another one documents: "the CORS plugin for Fastify", "OpenAI in createAgent". */
function searchEverywhere({ question, english, sources }: Matter, known: readonly DocSource[]): NewStep[] {
  const isElsewhere = known.some(({ name }) => !sources.some(({ source }) => source === name));
  // Who names a version means it.
  if (sources.length === 0 || !isElsewhere || sources.some(({ version }) => version !== undefined)) return [];
  const query = (english ?? question).slice(0, MAX_QUERY).toWellFormed();
  return [{ tool: 'search_docs', arguments: { query }, part: 0 }];
}

/** From the older version to the newer one; of one that is named, from the major version before it or up to it. */
function changelogSteps({ sources, versions, question }: Matter, known: readonly DocSource[]): NewStep[] {
  return sources.slice(0, 2).flatMap(({ source, version }): NewStep[] => {
    const there = known.flatMap((one) => (one.name === source && one.version ? [one.version] : [])).sort(byVersion);
    const wanted = versions.length > 0 ? versions : version === undefined ? there : [version];
    const to = full(wanted.at(-1) ?? there.at(-1), there);
    if (to === undefined) return [];
    const from = wanted.length > 1 ? endOf(wanted[0]!, there) : majorBefore(to);
    if (from === undefined || from === to) return [];
    const about = question.slice(0, MAX_QUERY).toWellFormed();
    return [{ tool: 'changelog_between', arguments: { source, from, to, about }, part: 0 }];
  });
}

/** "5" as the version that is here, or 5.0.0. */
function full(version: string | undefined, there: readonly string[]): string | undefined {
  if (version === undefined) return undefined;
  const bare = version.replace(/\.x$/, '');
  return there.findLast((one) => one === bare || one.startsWith(`${bare}.`)) ?? padded(bare);
}

/** "5.x" with all its releases: what changed came after them. */
function endOf(version: string, there: readonly string[]): string | undefined {
  return version.endsWith('.x') ? version.replace(/x$/, '9999.0') : full(version, there);
}

function padded(version: string): string {
  return /-/.test(version) ? version : [...version.split('.'), '0', '0'].slice(0, 3).join('.');
}

/** The last release before the major version, as changelogs count: everything after it is new. */
function majorBefore(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 0) return `${major - 1}.9999.0`;
  return minor > 0 ? `0.${minor - 1}.9999` : undefined;
}

/** Of the sources of a question those that a part of it names. */
function namedIn(part: string, sources: Matter['sources'], known: readonly DocSource[]): Matter['sources'] {
  const named = new Set(mentionedSources(part, known).map(({ source }) => source));
  return sources.filter(({ source }) => named.has(source));
}

/** `{ source: "fastify@5" }`, as the tools read it; without a version that is not here, of which other versions may tell. */
function sourceArgument(
  source: Partial<MentionedSource> | undefined,
  known: readonly DocSource[],
): { source?: string } {
  if (source?.source === undefined) return {};
  const version = source.version?.replace(/\.x$/, '');
  return { source: version !== undefined && isHere(source, known) ? `${source.source}@${version}` : source.source };
}

function isHere({ source, version }: Partial<MentionedSource>, known: readonly DocSource[]): boolean {
  const bare = version?.replace(/\.x$/, '');
  return known.some((one) => one.name === source && (one.version === bare || one.version?.startsWith(`${bare}.`)));
}

function numbered(steps: readonly NewStep[]): PlanStep[] {
  const seen = new Set<string>();
  return steps
    .filter(({ tool, arguments: args }) => {
      const key = JSON.stringify([tool, args]);
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, MAX_STEPS)
    .map((step, i) => ({ ...step, id: `step_${i + 1}`, status: 'planned' }));
}
