import { type NamedEvent, problem, type Service, sendNamedEvents } from '@pareto/service-kit';
import type { z } from 'zod';
import type { Citation } from '../asking/events.ts';
import type { Config } from '../config.ts';
import type { AnswerEvent, AnswerQuestion, FinalAnswer } from '../use-cases/answer-question.ts';
import type { TenantDocuments } from '../use-cases/documents.ts';
import { askAnswer, askBody, type citation as citationSchema } from './schemas.ts';

interface Parts {
  readonly documents: TenantDocuments;
  readonly answer: AnswerQuestion;
}

/** What an answer needs to be put into words for who asked. */
interface AnswerForm {
  readonly session: string | undefined;
  readonly tokenOf: (document: string) => string | undefined;
}

export function askRoutes(app: Service, { documents, answer }: Parts, config: Config): void {
  app.post(
    '/v1/ask',
    {
      config: { deadlineMs: config.ASK_TIMEOUT_MS },
      schema: {
        tags: ['questions'],
        summary: 'Ask a question',
        description:
          'Every sentence of the answer was checked against the page that it cites; where nothing holds, the answer is a refusal with a `reason`. With `stream: true` events come as they happen: `retrieval`, `writing`, `citation`, `sentence`, and last `done` with the whole answer. A sentence is sent when it has been checked, never taken back.',
        body: askBody,
        response: { 200: askAnswer, 400: problem, 404: problem, 413: problem, 503: problem },
      },
    },
    async ({ tenant, body, deadline }, reply) => {
      const scope = documents.scope(tenant, body.document_ids);
      const question = { tenant, scope, question: body.question, session: body.session_id };
      const events = answer.run(question, deadline);
      const tokenOf = (document: string) => documents.fileToken(scope.tenant, document);
      const form = { session: body.session_id, tokenOf };
      if (body.stream) return sendNamedEvents(reply, namedEvents(events, form), config.KEEP_ALIVE_MS);
      for await (const event of events) if (event.type === 'done') return toAnswer(event, form);
      throw new Error('an answer without an end');
    },
  );
}

async function* namedEvents(events: AsyncGenerator<AnswerEvent>, form: AnswerForm): AsyncGenerator<NamedEvent> {
  for await (const event of events) yield { event: event.type, data: dataOf(event, form) };
}

function dataOf(event: AnswerEvent, form: AnswerForm): object {
  switch (event.type) {
    case 'retrieval': {
      const passages = event.passages.map(({ documentId, documentName, page, scores }) => ({
        document_id: documentId,
        document_name: documentName,
        page,
        scores,
      }));
      return { questions: [...event.questions], passages };
    }
    case 'writing':
      return {};
    case 'citation':
      return { index: event.index, ...toCitation(event.citation, form) };
    case 'sentence':
      return { text: event.text, supported: event.supported, citations: event.citations };
    case 'done':
      return toAnswer(event, form);
  }
}

function toAnswer(answer: FinalAnswer, form: AnswerForm): z.infer<typeof askAnswer> {
  const { usage, citations, sentences, indexVersion } = answer;
  return {
    answer: answer.answer,
    abstained: answer.abstained,
    ...(answer.reason ? { reason: answer.reason } : {}),
    citations: citations.map((citation) => toCitation(citation, form)),
    sentences: sentences.map(({ text, supported, citations }) => ({ text, supported, citations: [...citations] })),
    extractive: answer.extractive,
    degraded: answer.degraded,
    question: answer.question,
    sub_questions: [...answer.subQuestions],
    unanswered: [...answer.unanswered],
    ...(form.session === undefined ? {} : { session_id: form.session }),
    index_version: indexVersion,
    usage: { prompt_tokens: usage.promptTokens, completion_tokens: usage.completionTokens },
  };
}

function toCitation(citation: Citation, { tokenOf }: AnswerForm): z.infer<typeof citationSchema> {
  const { documentId, documentName, page, quote, boxes, supported } = citation;
  const token = tokenOf(documentId);
  return {
    document_id: documentId,
    document_name: documentName,
    page,
    quote,
    boxes: [...boxes],
    supported,
    // Viewers of PDFs open at the page that the fragment names.
    url: `/v1/documents/${documentId}/file${token === undefined ? '' : `?token=${token}`}#page=${page}`,
  };
}
