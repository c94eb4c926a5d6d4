import type { ChatModel } from '@pareto/contracts';
import { type Language, languageOf } from '@pareto/grounding';
import { allowedTools } from '../agent/allowed-tools.ts';
import { unfamiliarShare } from '../agent/answerable/unfamiliar-words.ts';
import type { DocsAgent } from '../agent/docs-agent.ts';
import type { AgentEvent, AgentStep, Answer, FinishReason } from '../agent/events.ts';
import { FinalAnswer } from '../agent/final-answer.ts';
import { standalone } from '../agent/follow-up.ts';
import { memoryNotes } from '../agent/memory-notes.ts';
import { isAnsweredByTools, type Plan } from '../agent/plan.ts';
import type { AnswerProof, Citation, QuestionTools, ToolProvider } from '../agent/ports.ts';
import { quotationFor } from '../agent/quotation.ts';
import type { Evidence } from '../agent/run-context.ts';
import { NOTHING_SPENT, type Spent } from '../agent/run-state.ts';
import type { Memory } from '../agent/store/memory.ts';
import type { Run } from '../agent/store/runs.ts';
import { type Exchange, type RunBeginning, recordingTools, type Turn } from '../agent/trace.ts';
import type { DocsIndex, SourceFilter } from '../docs-index.ts';
import { abstention, isGap, nearestPages } from './abstention.ts';
import { answerDirectly } from './direct-answer.ts';
import { keepNotes } from './notes.ts';
import { planOf, sourcesFor } from './plan-run.ts';
import { beginningOf, searchedBy, turnsBefore, withoutRepeats } from './run-history.ts';

export interface RunParts {
  readonly agent: DocsAgent;
  readonly model: ChatModel;
  readonly index: Pick<DocsIndex, 'sources' | 'mentions'>;
  readonly tools: ToolProvider;
  readonly proof: AnswerProof;
  readonly memory: Memory;
  readonly onAnswer?: ((answer: Answer) => void) | undefined;
  readonly clock: () => number;
}

const SCOPED = /^@[\w.-]+\/[\w.-]+(?:@[\w.-]+)?$/;

type Emit = (event: AgentEvent) => void;

/** What an answer is made of, before it is one. */
export interface Outcome {
  /** Empty where nothing is borne out. */
  readonly text: string;
  readonly citations?: readonly Citation[];
  readonly struck?: readonly string[];
  readonly finish?: FinishReason;
  readonly spent?: Spent;
  readonly plan?: Plan;
  /** Whether the documentation holds no answer. */
  readonly isGap?: boolean;
  /** Pages that were read, for who wants to look for themselves. */
  readonly nearest?: readonly string[];
}

/** One question from its words to its answer. @throws ServiceError of the model; the signal's reason. */
export async function answerRun(
  parts: RunParts,
  { runId, owner }: { readonly runId: string; readonly owner: string },
  send: Emit,
  signal: AbortSignal,
): Promise<void> {
  const { memory, clock, onAnswer } = parts;
  const run = memory.runs.get(runId)!;
  const emit = withoutRepeats(memory, runId, send);
  const steps: AgentStep[] = [];
  const language = languageOf(run.request.question);
  const began = performance.now();
  try {
    const outcome = await outcomeOf(parts, run, owner, { emit, steps, signal, language, began });
    const abstained = outcome.text === '';
    const searched = abstained && outcome.plan ? searchedBy(outcome.plan) : undefined;
    const { modelCalls, promptTokens, completionTokens } = outcome.spent ?? NOTHING_SPENT;
    const answer: Answer = {
      run_id: runId,
      session_id: run.session,
      answer: abstained ? abstention(outcome, searched ?? [], language) : outcome.text,
      citations: outcome.citations ?? [],
      steps,
      abstained,
      ...(searched ? { searched } : {}),
      struck: [...new Set(outcome.struck ?? [])],
      finish_reason: outcome.finish ?? 'stop',
      usage: { promptTokens, completionTokens, modelCalls },
    };
    if (outcome.isGap) memory.gaps.add(run.request.question, searched ?? [], clock());
    if (outcome.plan) memory.runs.savePlan(runId, outcome.plan);
    memory.runs.finish(runId, answer);
    memory.checkpoints.prune(run.session);
    emit({ type: 'done', ...answer });
    onAnswer?.(answer);
  } catch (error) {
    // Who left may come back, and the next process goes on with what this one could not end.
    if (!signal.aborted) memory.runs.fail(runId);
    throw error;
  }
}

interface Course {
  readonly emit: Emit;
  readonly steps: AgentStep[];
  readonly signal: AbortSignal;
  readonly language: Language;
  /** By the clock of `performance.now()`. */
  readonly began: number;
}

async function outcomeOf(parts: RunParts, run: Run, owner: string, course: Course): Promise<Outcome> {
  const { memory, index, tools: provider } = parts;
  const notes = memoryNotes(run.request.question);
  const said = keepNotes(notes, memory.facts, owner, course.language, parts.clock());
  if (notes.question === '') return { text: said };
  const sources = sourcesFor(run, index.sources());
  const before = beginningOf(memory, run.id);
  const history = before?.history ?? turnsBefore(memory, run);
  const question = before?.question ?? standalone(notes.question, history, sources);
  const plan = before?.plan ?? (await planOf(parts, run, question, sources, course));
  if (said !== '') course.emit({ type: 'token', text: `${said}\n\n` });
  const allowed = before?.allowed ?? allowedTools(plan, provider.offers);
  const scope =
    run.request.source === undefined ? undefined : [{ source: run.request.source, version: run.request.version }];
  const tools = provider.toolsFor({ allowed, scope, budget: before?.budgetLeft });
  if (isAnsweredByTools(plan)) {
    return after(said, await answerDirectly(plan, recorded(parts, run, plan, tools), course));
  }
  return after(
    said,
    await draftOf(parts, { run, owner, before, plan, allowed, tools, history, question, notes }, course),
  );
}

/** What was kept and forgotten is said before an answer. */
function after(said: string, outcome: Outcome): Outcome {
  return said === '' || outcome.text === '' ? outcome : { ...outcome, text: `${said}\n\n${outcome.text}` };
}

interface Matter {
  readonly run: Run;
  readonly owner: string;
  /** Of a run that goes on. */
  readonly before: RunBeginning | undefined;
  readonly plan: Plan;
  readonly allowed: readonly string[];
  readonly tools: QuestionTools;
  readonly history: readonly Turn[];
  readonly question: string;
  readonly notes: { readonly question: string };
}

/** The model's draft, each part of it through proof while the next is written. */
async function draftOf({ agent, index, memory, proof }: RunParts, matter: Matter, course: Course): Promise<Outcome> {
  const { run, owner, before, plan, allowed, tools, history, question, notes } = matter;
  const { emit, steps, signal } = course;
  let evidence: Evidence = { readings: [], results: [] };
  const filters =
    run.request.source === undefined ? [] : [{ source: run.request.source, version: run.request.version }];
  const about = filters.length > 0 ? filters : plan.sources;
  const answer = new FinalAnswer(proof, { question, evidence: () => evidence, filters }, emit, signal);
  const draft = await agent.run({
    runId: run.id,
    threadId: run.session,
    question,
    isFollowUp: before?.isFollowUp ?? question !== notes.question,
    unknown: before?.unknown ?? unknownOf(plan, about, index),
    unfamiliar: before?.unfamiliar ?? unfamiliarShare(plan.english ?? plan.question, sourcesOf(about), index),
    plan,
    tools,
    allowed,
    facts: before?.facts ?? memory.facts.list(owner).map(({ text }) => text),
    history: history.filter((turn) => turn.answer !== ''),
    emit: (event) => {
      if (event.type === 'plan') memory.runs.savePlan(run.id, event.plan);
      emit(event);
    },
    onStep: (step) => steps.push(step),
    onEvidence: (now) => {
      evidence = now;
    },
    onText: (text) => answer.push(text),
    record: (exchange) => memory.runs.addExchange(run.id, exchange),
    elapsedMs: performance.now() - course.began,
    signal,
  });
  evidence = { ...evidence, readings: draft.readings };
  let text = await answer.end({ isCut: draft.finish === 'time' || draft.finish === 'tokens' });
  // Out of budget before a word was written: what stands there, word for word, is better than nothing. In place of a draft
  // that nothing bears out it is hardly ever the answer.
  const isLost = text === '' && draft.text === '' && draft.finish !== 'stop';
  const quotation = isLost ? quotationFor(question, evidence.readings, draft.plan.english) : undefined;
  if (quotation) text = answer.quote(quotation);
  return {
    text,
    citations: text === '' ? [] : answer.citations,
    struck: answer.struck,
    finish: draft.finish,
    spent: draft.spent,
    plan: draft.plan,
    isGap: text === '' && isGap(draft, answer),
    nearest: nearestPages(evidence.readings),
  };
}

/** The identifiers that stand nowhere in the sources that the question is about, whole or by their last name. */
function unknownOf(
  { identifiers }: Plan,
  filters: readonly SourceFilter[],
  index: Pick<DocsIndex, 'sources' | 'mentions'>,
): string[] {
  const sources = sourcesOf(filters);
  const isKnown = (term: string) => sources.some((source) => index.mentions(term, source));
  const packages = new Set(index.sources().map(({ name }) => name));
  return identifiers.filter((identifier) => {
    // Others may speak of a package that is not here; how it works they do not say.
    if (SCOPED.test(identifier)) return !packages.has(identifier.replace(/(?<=.)@[^@/]*$/, ''));
    const bare = identifier.replace(/\(.*$/, '');
    return !isKnown(bare) && !isKnown(bare.split(/[.#]/).at(-1)!);
  });
}

/** A version that is not here says nothing of a name. */
function sourcesOf(filters: readonly SourceFilter[]): readonly SourceFilter[] {
  return filters.length > 0 ? filters.map(({ source }) => ({ source })) : [{}];
}

/** The tools of a run that asks no model, with its beginning and its calls recorded as those of others are. */
function recorded(
  { memory, model: { id, capabilities } }: RunParts,
  run: Run,
  plan: Plan,
  tools: QuestionTools,
): QuestionTools {
  const record = (exchange: Exchange) => memory.runs.addExchange(run.id, exchange);
  const model = { id, capabilities: [...capabilities] };
  const { question } = plan;
  record({
    kind: 'begin',
    question,
    isFollowUp: false,
    unknown: [],
    unfamiliar: 0,
    plan,
    history: [],
    facts: [],
    allowed: plan.steps.map(({ tool }) => tool),
    tools: tools.definitions(),
    budgetLeft: tools.budgetLeft,
    model,
  });
  return recordingTools(tools, { record });
}
