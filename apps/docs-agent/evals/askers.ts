import { HumanMessage, SystemMessage } from '@langchain/core/messages';
import { modelOf, modelServerVariables } from '@pareto/chat-models/hosted';
import type { ChatModel } from '@pareto/contracts';
import { PortChatModel } from '@pareto/langchain';
import { z } from 'zod';
import { PartProof } from '../src/agent/answer-proof.ts';
import { Memory } from '../src/agent/store/memory.ts';
import type { Exchange } from '../src/agent/trace.ts';
import { isDecline, isWhether } from '../src/prompts/answer.ts';
import { docsTools } from '../src/tools/docs-tools.ts';
import { ToolCatalogue } from '../src/tools/tool-catalogue.ts';
import { TypeScriptCompiler } from '../src/tools/typescript/compiler.ts';
import { Ask } from '../src/use-cases/ask.ts';
import { type Corpus, ROOT } from './corpora.ts';

export interface Asked {
  readonly question: string;
  readonly source?: string | undefined;
}

/** What came of a question, whoever was asked. */
export interface Reply {
  readonly answer: string;
  /** As the model wrote it, before any of it was checked. */
  readonly draft: string;
  readonly abstained: boolean;
  /** Cited places, in order. */
  readonly cited: readonly { readonly source: string; readonly path: string }[];
  /** What the model got to read. */
  readonly read: readonly { readonly source: string; readonly path: string }[];
  readonly struck: readonly string[];
  readonly modelCalls: number;
  /** Milliseconds to the first event, to the first words, and to the end. */
  readonly firstEventMs: number;
  readonly firstTextMs: number;
  readonly totalMs: number;
}

export interface Asker {
  readonly name: string;
  ask(question: Asked): Promise<Reply>;
}

/** The model server at an address; one of this repository unless LLM_BASE_URL names another. */
export function modelFrom(baseUrl: string): ChatModel {
  const { LLM_MODEL, LLM_API_KEY, LLM_BASE_URL } = process.env;
  const variables = z.object(modelServerVariables(z.string().transform((text) => ({ reveal: () => text }))));
  const server = LLM_BASE_URL ? {} : { LLM_SERVER: 'pareto' };
  return modelOf(variables.parse({ LLM_BASE_URL: baseUrl, LLM_MODEL, LLM_API_KEY, ...server }));
}

/** The agent as the service composes it, each question in a session of its own. */
export function agentAsker({ index }: Corpus, model: ChatModel): Asker {
  const compiler = new TypeScriptCompiler(ROOT);
  const memory = new Memory(':memory:');
  const tools = new ToolCatalogue({ index, tools: docsTools({ compiler }) });
  const ask = new Ask({ model, index, tools, proof: new PartProof({ index, compiler }), memory });
  return {
    name: 'agent',
    async ask({ question }) {
      const began = performance.now();
      const times: number[] = [];
      let firstText = 0;
      const asked = ask.ask({ owner: 'eval', question }, AbortSignal.timeout(180_000));
      for await (const { event } of asked.events) {
        times.push(performance.now() - began);
        if (event.type === 'token' && firstText === 0) firstText = times.at(-1)!;
        if (event.type !== 'done') continue;
        const exchanges = memory.runs.exchanges(asked.runId);
        const read = exchanges.flatMap((exchange) => (exchange.kind === 'tool' ? exchange.outcome.readings : []));
        return {
          answer: event.answer,
          draft: exchanges.map(draftOf).join('\n---\n'),
          abstained: event.abstained,
          cited: event.citations.map(({ source, path }) => ({ source, path })),
          read: read.map(({ place: { source, path } }) => ({ source, path })),
          struck: event.struck,
          modelCalls: event.usage.modelCalls,
          firstEventMs: times[0]!,
          firstTextMs: firstText,
          totalMs: times.at(-1)!,
        };
      }
      throw new Error('an answer without an end');
    },
  };
}

const EXCERPTS = 4;
const ANSWER_TOKENS = 320;
const INSTRUCTIONS =
  'Answer the question from the excerpts of the documentation, and from nothing else, in at most five short sentences. Cite the excerpt after each sentence as [n]. If the excerpts do not answer, write only: Not stated in the documentation.';

function draftOf(exchange: Exchange): string {
  if (exchange.kind !== 'model') return '';
  return exchange.events
    .map((event) => {
      if (event.type === 'tool-call') return `${event.name} `;
      return event.type === 'text' || event.type === 'tool-arguments' ? event.text : '';
    })
    .join('');
}

/** What the agent must beat: the same search, the four best excerpts, one prompt, and the answer as it comes. */
export function plainAsker({ index }: Corpus, model: ChatModel): Asker {
  const chat = new PortChatModel({ model, maxTokens: ANSWER_TOKENS });
  return {
    name: 'plain',
    async ask({ question }) {
      const began = performance.now();
      const hits = await index.search(question, { k: EXCERPTS });
      const excerpts = hits.map(
        ({ source, version, headings, text }, i) =>
          `[${i + 1}] ${source}${version ? `@${version}` : ''}: ${headings.join(' > ')}\n${text}`,
      );
      const whether = isWhether(question) ? '\nBegin with Yes or No.' : '';
      const content = `Excerpts:\n${excerpts.join('\n\n')}\n\nQuestion: ${question}${whether}`;
      let answer = '';
      let firstText = 0;
      const messages = [new SystemMessage(INSTRUCTIONS), new HumanMessage(content)];
      for await (const chunk of await chat.stream(messages, { signal: AbortSignal.timeout(180_000) })) {
        if (firstText === 0 && chunk.text !== '') firstText = performance.now() - began;
        answer += chunk.text;
      }
      const numbers = new Set([...answer.matchAll(/\[(\d{1,2})\]/g)].map(([, number]) => Number(number)));
      const cited = hits.filter((_, i) => numbers.has(i + 1));
      return {
        answer,
        draft: answer,
        abstained: isDecline(answer.trim(), false),
        cited: cited.map(({ source, path }) => ({ source, path })),
        read: hits.map(({ source, path }) => ({ source, path })),
        struck: [],
        modelCalls: 1,
        firstEventMs: firstText,
        firstTextMs: firstText,
        totalMs: performance.now() - began,
      };
    },
  };
}
