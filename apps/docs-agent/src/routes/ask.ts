import { type NamedEvent, problem, type Service, sendNamedEvents } from '@pareto/service-kit';
import { z } from 'zod';
import type { AgentEvent } from '../agent/events.ts';
import type { Config } from '../config.ts';
import type { Ask, Asked } from '../use-cases/ask.ts';
import { toAnswer, toCitation } from './answer.ts';
import { askAnswer, askBody, id } from './schemas.ts';

const resumeHeaders = z.object({
  'last-event-id': z.string().max(128).optional().describe('Of the last event that arrived: `<run>/<number>`'),
});

export function askRoutes(app: Service, ask: Ask, config: Config): void {
  app.post(
    '/v1/ask',
    {
      config: { deadlineMs: config.ASK_TIMEOUT_MS },
      schema: {
        tags: ['questions'],
        summary: 'Ask a question',
        description:
          'Every name, option, path and address of the answer exists in the documentation of the version, or in the result of a tool that says so; what does not is struck, and so is a statement that nothing bears out. Where nothing is found the answer says so, and `abstained` is true. With `stream: true` events come as they happen: `plan`, `tool_call`, `tool_result`, `token` (a sentence or a block of code that was checked), `citation`, and last `done` with the whole answer. A stream that broke off goes on at `/v1/runs/{run_id}/events`.',
        body: askBody,
        response: { 200: askAnswer, 400: problem, 404: problem, 413: problem, 503: problem },
      },
    },
    async ({ owner, body, deadline }, reply) => {
      const { question, session_id: sessionId, source, version } = body;
      const asking = { owner, question, sessionId, source, version };
      await ask.requireModel(asking, deadline);
      const asked = ask.ask(asking, deadline);
      if (body.stream) return sendNamedEvents(reply, namedEvents(asked), config.KEEP_ALIVE_MS);
      for await (const { event } of asked.events) if (event.type === 'done') return toAnswer(event);
      throw new Error('an answer without an end');
    },
  );

  app.get(
    '/v1/runs/:run_id/events',
    {
      config: { deadlineMs: config.ASK_TIMEOUT_MS },
      schema: {
        tags: ['questions'],
        summary: 'Go on with a stream that broke off',
        description:
          'The events after the one that `Last-Event-ID` names, all without it. An answer that broke off, because the service was stopped or nobody followed it, goes on being written.',
        params: z.object({ run_id: id }),
        headers: resumeHeaders,
        response: { 404: problem, 503: problem },
      },
    },
    async ({ owner, params, headers, deadline }, reply) => {
      const [, seq] = /^[^/]*\/(\d{1,9})$/.exec(headers['last-event-id'] ?? '') ?? [];
      const asked = ask.resume({ owner, runId: params.run_id, after: Number(seq ?? 0) }, deadline);
      return sendNamedEvents(reply, namedEvents(asked), config.KEEP_ALIVE_MS);
    },
  );
}

async function* namedEvents({ runId, sessionId, events }: Asked): AsyncGenerator<NamedEvent> {
  for await (const { seq, event } of events) {
    yield { id: `${runId}/${seq}`, event: event.type, data: dataOf(event, { run_id: runId, session_id: sessionId }) };
  }
}

function dataOf(event: AgentEvent, ids: { readonly run_id: string; readonly session_id: string }): object {
  switch (event.type) {
    case 'plan': {
      const { kind, question, subQuestions, sources, steps, revision } = event.plan;
      return {
        ...ids,
        revision,
        kind,
        question,
        sub_questions: subQuestions,
        sources,
        steps: steps.map(({ id: step, tool, arguments: args, status }) => ({
          id: step,
          tool,
          arguments: args,
          status,
        })),
      };
    }
    case 'citation':
      return { index: event.index, ...toCitation(event.citation) };
    case 'done': {
      const { type: _, ...answer } = event;
      return toAnswer(answer);
    }
    default: {
      const { type: _, ...data } = event;
      return data;
    }
  }
}
