import { ScriptedChatModel } from '@pareto/chat-models';
import { describe, expect, it } from 'vitest';
import { Ask } from '../src/asking/ask.ts';
import type { Turn } from '../src/asking/ports.ts';
import { doneOf, eventsOf, libraryOf, type TestPage } from './asking-library.ts';

const LEAVE: TestPage = {
  document: 'handbook',
  page: 3,
  headings: ['Leave'],
  text: 'Employees have 23 days of annual leave a year.\nUp to five unused days may be carried over into the next year.\n\nSick leave must be reported before 10:00 on the first day.',
};
const SALES: TestPage = {
  document: 'report',
  page: 7,
  headings: ['Results'],
  context: 'in millions — 2022 | 2021',
  text: 'Net sales | $1,500 | $1,234\nCost of sales | $900 | $700',
};
const PAGES = [LEAVE, SALES];

type Reply = NonNullable<ConstructorParameters<typeof ScriptedChatModel>[0]['replies']>[number];

function ask(
  question: string,
  replies: Reply[] | undefined,
  { history = [], pages = PAGES, asked }: { history?: Turn[]; pages?: TestPage[]; asked?: string[] } = {},
) {
  const model = replies && new ScriptedChatModel({ kind: 'scripted', replies });
  return new Ask({ model }).run({ question, history }, libraryOf(pages, asked), new AbortController().signal);
}

describe('Ask', () => {
  it('gives the sentences that a page bears out, with the lines they stand on', async () => {
    const events = await eventsOf(
      ask('How many unused days may be carried over?', [{ text: 'You may carry over up to 5 unused days.' }]),
    );
    expect(events.map(({ type }) => type)).toEqual(['retrieval', 'writing', 'citation', 'sentence', 'done']);
    expect(events.at(-1)).toMatchObject({
      answer: 'You may carry over up to 5 unused days.',
      abstained: false,
      degraded: false,
      extractive: false,
      citations: [
        {
          documentId: 'handbook',
          documentName: 'handbook.pdf',
          page: 3,
          quote: 'Up to five unused days may be carried over into the next year.',
          boxes: [{ x: 50, y: 40, width: 400, height: 12 }],
          supported: true,
        },
      ],
    });
  });

  it('strikes a sentence with a number that no page has, and keeps the others', async () => {
    const text = 'Net sales were $1,500 million in 2022. Cost of sales was $850 million in 2022.';
    const done = await doneOf(ask('What were net sales and cost of sales in 2022?', [{ text }]));
    expect(done).toMatchObject({ answer: 'Net sales were $1,500 million in 2022.', dropped: 1 });
  });

  it('quotes the documents when nothing that the model said is borne out', async () => {
    const done = await doneOf(
      ask('What were net sales in 2022?', [{ text: 'Net sales were $2,000 million in 2022.' }]),
    );
    expect(done).toMatchObject({ extractive: true, degraded: false, abstained: false, dropped: 1 });
    expect(done.answer).toContain('2022: $1,500');
    expect(done.citations[0]).toMatchObject({ page: 7, quote: 'Net sales | $1,500 | $1,234' });
  });

  it.each(['', '12 '])('quotes when the model dies (after "%s")', async (text) => {
    const failure = { code: 'chat_model_failed' as const, afterTokens: 1 };
    const done = await doneOf(ask('How many days of annual leave do employees have?', [{ text, failure }]));
    expect(done).toMatchObject({ degraded: true, extractive: true, abstained: false });
    expect(done.answer).toBe('Employees have 23 days of annual leave a year.');
  });

  it('keeps what was borne out before the model died', async () => {
    const text = 'Employees have 23 days of annual leave. Up to five unused days may be carried over.';
    const done = await doneOf(
      ask('How many days of annual leave do employees have?', [
        { text, failure: { code: 'chat_model_failed', afterTokens: 12 } },
      ]),
    );
    expect(done).toMatchObject({
      answer: 'Employees have 23 days of annual leave.',
      degraded: true,
      extractive: false,
    });
  });

  it('refuses before the model is called where the documents are about something else', async () => {
    const done = await doneOf(
      ask('What is the boiling point of tungsten?', [{ failure: { code: 'chat_model_failed', afterTokens: 0 } }]),
    );
    expect(done).toMatchObject({ abstained: true, reason: 'not_in_documents', degraded: false, citations: [] });
  });

  it('refuses when the model begins to say that nothing is stated, whatever it would say then', async () => {
    const text = 'Not stated. Employees have 23 days of annual leave a year.';
    const events = await eventsOf(ask('How many days of annual leave do employees have?', [{ text }]));
    expect(events.map(({ type }) => type)).toEqual(['retrieval', 'done']);
    expect(events.at(-1)).toMatchObject({ abstained: true, reason: 'not_in_documents', citations: [], dropped: 0 });
  });

  it('doubts a name that no document has', async () => {
    const known = await doneOf(ask('How many days of annual leave do employees have?', undefined));
    expect(known.abstained).toBe(false);
    const library = { ...libraryOf(PAGES), unknown: (words: readonly string[]) => words };
    const question = 'How many days of annual leave do employees of Globex have?';
    const run = new Ask({ model: undefined }).run({ question, history: [] }, library, new AbortController().signal);
    expect(await doneOf(run)).toMatchObject({ abstained: true });
  });

  it('refuses in the language of the question', async () => {
    const done = await doneOf(ask('¿Cuál es el punto de fusión del wolframio?', undefined));
    expect(done.answer).toBe('Los documentos no parecen responder a esta pregunta.');
  });

  describe('asked for two things', () => {
    const TWO = 'How many days of annual leave do employees have, and what were net sales in 2022?';
    const LEAVE_ANSWER = 'Employees have 23 days of annual leave a year.';

    it('finds and answers each by itself', async () => {
      const asked: string[] = [];
      const events = await eventsOf(
        ask(
          TWO,
          [
            { when: 'Question: How many days', text: LEAVE_ANSWER },
            { when: 'Question: what were net sales', text: 'Net sales were $1,500 million in 2022.' },
          ],
          { asked },
        ),
      );
      expect(asked).toEqual(['How many days of annual leave do employees have', 'what were net sales in 2022?']);
      expect(events[0]).toMatchObject({ type: 'retrieval', questions: asked });
      expect(events.at(-1)).toMatchObject({
        answer: 'Employees have 23 days of annual leave a year. Net sales were $1,500 million in 2022.',
        unanswered: [],
        citations: [{ documentId: 'handbook' }, { documentId: 'report' }],
        sentences: [{ citations: [0] }, { citations: [1] }],
      });
    });

    it('says which of them the documents do not answer', async () => {
      const question = 'How many days of annual leave do employees have, and what is the boiling point of tungsten?';
      const done = await doneOf(ask(question, [{ text: LEAVE_ANSWER }]));
      expect(done).toMatchObject({
        abstained: false,
        answer: `${LEAVE_ANSWER}\nThe documents do not seem to answer: “what is the boiling point of tungsten?”`,
        unanswered: ['what is the boiling point of tungsten?'],
      });
      expect(done.sentences).toHaveLength(1);
    });

    it('refuses where they answer neither', async () => {
      const done = await doneOf(
        ask('What is the boiling point of tungsten, and who wrote the Iliad of Homer?', undefined),
      );
      expect(done).toMatchObject({ abstained: true, reason: 'not_in_documents', unanswered: [], sentences: [] });
    });

    it('asks a model that has failed no more', async () => {
      const failure = { code: 'chat_model_failed' as const, afterTokens: 0 };
      const done = await doneOf(ask(TWO, [{ failure, once: true }, { text: 'Net sales were $1 million in 2022.' }]));
      expect(done).toMatchObject({ degraded: true, extractive: true, dropped: 0 });
      expect(done.answer).toContain('23 days');
      expect(done.answer).toContain('$1,500');
    });
  });

  it('says when there are no documents', async () => {
    expect(await doneOf(ask('How many days?', undefined, { pages: [] }))).toMatchObject({
      abstained: true,
      reason: 'no_documents',
    });
  });

  it('answers without any model, quoting', async () => {
    const done = await doneOf(ask('How many days of annual leave do employees have?', undefined));
    expect(done).toMatchObject({ extractive: true, degraded: false });
  });

  it('takes up the question before where a question leaves out what it is about', async () => {
    const asked: string[] = [];
    const history = [{ question: 'What were net sales in 2022?', answer: 'Net sales were $1,500 million in 2022.' }];
    const done = await doneOf(
      ask('And in 2021?', [{ text: 'Net sales were $1,234 million in 2021.' }], { history, asked }),
    );
    expect(asked).toEqual(['What were net sales in 2021?']);
    expect(done.answer).toBe('Net sales were $1,234 million in 2021.');
  });

  it('has the model write a follow-up anew where the question before does not help', async () => {
    const asked: string[] = [];
    const history = [
      { question: 'Who painted the ceiling?', answer: 'Nobody knows; but employees have annual leave.' },
    ];
    const question = 'And how much of that?';
    const replies = [
      { when: 'Last question', text: 'How much annual leave do employees have?' },
      { text: 'Employees have 23 days of annual leave a year.' },
    ];
    const done = await doneOf(ask(question, replies, { history, asked }));
    expect(asked.at(-1)).toBe('How much annual leave do employees have?');
    expect(done).toMatchObject({ answer: 'Employees have 23 days of annual leave a year.', abstained: false });
  });

  it('does not take a new question that speaks of other things', async () => {
    const asked: string[] = [];
    const history = [{ question: 'Who painted the ceiling?', answer: 'Nobody knows.' }];
    const replies = [{ when: 'Last question', text: 'How many days of annual leave do employees have?' }];
    expect(await doneOf(ask('And why?', replies, { history, asked }))).toMatchObject({ abstained: true });
    expect(asked).toEqual(['Who painted the ceiling? And why?']);
  });

  it('passes on that the caller left', async () => {
    const controller = new AbortController();
    const model = new ScriptedChatModel({
      kind: 'scripted',
      replies: [{ text: 'Employees have 23 days.', delayMs: 5 }],
    });
    const run = new Ask({ model }).run(
      { question: 'How many days of annual leave do employees have?', history: [] },
      libraryOf(PAGES),
      controller.signal,
    );
    await run.next();
    controller.abort(new Error('the caller left'));
    await expect(eventsOf(run)).rejects.toThrow('the caller left');
  });
});
