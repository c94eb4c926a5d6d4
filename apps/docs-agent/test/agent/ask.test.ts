import { describe, expect, it } from 'vitest';
import { answered, asking } from './asking.ts';

const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
const VALIDATE = 'How do I validate the body of a request with kettle 3?';

describe('a question', () => {
  it('is planned, looked up, answered and cited', async () => {
    const { ask, model } = asking([{ text: ROUTES }]);
    const { answer, types, events } = await answered(ask, VALIDATE);
    expect(types).toEqual(['plan', 'tool_call', 'tool_result', 'citation', 'token', 'done']);
    expect(events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(answer).toMatchObject({
      abstained: false,
      finish_reason: 'stop',
      citations: [{ source: 'kettle', version: '3.0.0', path: 'README.md', anchor: 'routes' }],
      steps: [{ kind: 'plan' }, { kind: 'tool', tool: 'search_docs', status: 'ok' }, { kind: 'model' }],
      usage: { modelCalls: 1 },
    });
    expect(answer.answer).toBe(
      'Call `kettle.route(options)` with a `schema` that validates the body of a request [1].',
    );
    expect(model.requests).toHaveLength(1);
    expect(model.offered).toEqual([[]]);
    expect(model.prompt()).toContain('[1] kettle@3.0.0 README.md (Routes)');
  });

  it('is answered in its language', async () => {
    const { ask, model } = asking([{ text: 'Sin respuesta en la documentación.' }]);
    const { answer } = await answered(ask, '¿Cómo valido el body de una petición con kettle?');
    expect(model.prompt()).toContain('Responde en español');
    expect(model.prompt()).toContain('Pregunta: ¿Cómo valido');
    expect(answer).toMatchObject({ abstained: true });
    expect(answer.answer).toMatch(/^La documentación indexada no responde/);
  });

  it('sees the plan before any model is asked', async () => {
    const { ask, model } = asking([{ text: ROUTES, delayMs: 600_000 }]);
    const { events } = ask.ask({ owner: 'somebody', question: VALIDATE }, AbortSignal.timeout(20_000));
    const { value } = await events.next();
    expect(value).toMatchObject({ seq: 1, event: { type: 'plan', plan: { kind: 'lookup', revision: 0 } } });
    expect(model.requests).toHaveLength(0);
    await events.return(undefined);
    await ask.close();
  });

  it('shows no sentence that names what the documentation does not have', async () => {
    const { ask } = asking([{ text: `${ROUTES} Then call \`kettle.teleport()\` to send it.` }]);
    const { answer, events } = await answered(ask, VALIDATE);
    expect(answer.struck).toEqual(expect.arrayContaining([expect.stringContaining('teleport')]));
    expect(JSON.stringify(events.filter(({ event }) => event.type === 'token'))).not.toContain('teleport');
    expect(answer.answer).not.toContain('teleport');
    expect(answer.abstained).toBe(false);
  });

  it('shows no sentence with a figure that stands nowhere', async () => {
    const { ask } = asking([{ text: `${ROUTES} It retries 37 times. There are 3 kinds of it.` }]);
    const { answer } = await answered(ask, `${VALIDATE} I have 3.`);
    expect(answer.struck).toEqual(['It retries 37 times.', 'There are 3 kinds of it.']);
    expect(answer.answer).toMatch(/^Call .* \[1\]\.$/);
  });

  it.each([
    ['of the documentation, with a name that stands there', 'The `schema` paints every teapot on a Sunday.'],
    ['with a number that it cites', 'Every teapot is painted on a Sunday [1].'],
    ['in words alone', 'Every teapot is painted on a Sunday.'],
    ['before one that is borne out', 'Every teapot is painted on a Sunday.', 'first'],
  ])('shows no statement that nothing bears out: %s', async (_, sentence, place = 'last') => {
    const text = place === 'first' ? `${sentence} ${ROUTES}` : `${ROUTES} ${sentence}`;
    const { ask } = asking([{ text }]);
    const { answer, events } = await answered(ask, VALIDATE);
    expect(answer.struck).toEqual([sentence]);
    expect(answer.answer).toMatch(/^Call [^.]*\.route.* \[1\]\.$/);
    const shown = events.flatMap(({ event }) => (event.type === 'token' ? [event.text] : []));
    expect(shown.join('')).not.toContain('Sunday');
  });

  it('keeps what leads on, and code whose names are there', async () => {
    const code = '```sh\nnpm install kettle\n```';
    const { ask } = asking([{ text: `${ROUTES} Install it first, as everybody does:\n\n${code}` }]);
    const { answer } = await answered(ask, VALIDATE);
    expect(answer.struck).toEqual([]);
    expect(answer.answer).toContain(`Install it first, as everybody does:\n\n${code}`);
  });

  it('abstains where nothing is borne out, says what was searched, and joins the gaps', async () => {
    const { ask, memory } = asking([{ text: 'Kettles are lovely things that everybody should own two of.' }]);
    const { answer, types } = await answered(ask, 'Which colours does kettle come in?');
    expect(types).not.toContain('token');
    expect(answer).toMatchObject({ abstained: true, citations: [], finish_reason: 'stop' });
    const searched = 'search_docs "Which colours does kettle come in?"';
    expect(answer.searched).toEqual([`${searched} in kettle`, searched]);
    expect(answer.answer).toMatch(/ Nearest pages: kettle@3\.0\.0 README\.md/);
    await answered(ask, 'which COLOURS does the kettle come in?');
    expect(memory.gaps.list()).toMatchObject([{ question: 'Which colours does kettle come in?', times: 2 }]);
  });

  it('abstains when the model says that it is not stated', async () => {
    const { ask } = asking([{ text: 'Not stated in the documentation. But I think `maxTemperature` is 100.' }]);
    const { answer, types } = await answered(ask, 'Who wrote kettle?');
    expect(answer.abstained).toBe(true);
    expect(types).not.toContain('token');
  });

  it('revises its plan where a step finds nothing', async () => {
    const { ask, model } = asking([{ text: 'Kettle boils water over HTTP.' }]);
    const { events, answer } = await answered(ask, 'What does `pourTea` of kettle return?');
    const plans = events.flatMap(({ event }) => (event.type === 'plan' ? [event.plan] : []));
    expect(plans.length).toBeGreaterThanOrEqual(1);
    expect(answer.abstained).toBe(true);
    const unknown = await answered(ask, 'Why zzyzx, qwrtp?');
    const revisions = unknown.events.flatMap(({ event }) => (event.type === 'plan' ? [event.plan.revision] : []));
    expect(revisions[0]).toBe(0);
    expect(revisions.length).toBeGreaterThan(1);
    expect(unknown.answer.abstained).toBe(true);
    // What nobody wrote no model is asked.
    expect(model.requests).toHaveLength(0);
  });

  it.each([
    ['What is (3 + 4) * 2?', '(3 + 4) * 2 = 14'],
    ['¿Cuánto es 1024 * 1.5?', '1024 * 1.5 = 1536'],
    ['Which packages are indexed?', 'kettle@3.0.0'],
    ['What time is it?', '2026-01-31T12:00:00'],
    ['hello', 'I answer questions about the indexed documentation'],
  ])('%s needs no model', async (question, answer) => {
    const { ask, model, memory } = asking([]);
    const result = await answered(ask, question);
    expect(result.answer.answer).toContain(answer);
    expect(result.answer.abstained).toBe(false);
    expect(model.requests).toHaveLength(0);
    const kinds = memory.runs.exchanges(result.answer.run_id).map(({ kind }) => kind);
    expect(kinds[0]).toBe('begin');
  });

  it.each([
    ['Does kettle validate the body of a request?', 'Yes.', 'Yes [1].'],
    ['¿Valida kettle el body de un request?', 'Sí.', 'Sí [1].'],
    ['Does kettle validate the body?', 'Yes, and it sings a song about each of its guests.', 'Yes [1].'],
  ])('%s may be answered in a word', async (question, text, said) => {
    const { ask, model } = asking([{ text }]);
    const { answer } = await answered(ask, question, { source: 'kettle', version: '3.0.0' });
    expect(model.prompt()).toMatch(/Begin with Yes or No\.|Empieza por Sí o No\./);
    expect(answer).toMatchObject({ answer: said, abstained: false, citations: [{ anchor: 'routes' }] });
  });

  it.each([
    [{ source: 'Kettle', version: '2' }, '2.1.0'],
    [{ source: 'kettle@3' }, '3.0.0'],
  ])('keeps to a version that is meant by %j', async (scope, version) => {
    const { ask } = asking([{ text: 'Kettle has routes.' }]);
    const { events } = await answered(ask, 'How are routes made?', scope);
    const read = events.flatMap(({ event }) =>
      event.type === 'tool_result' ? event.preview.match(/kettle@[\d.]+/g) : [],
    );
    expect([...new Set(read)]).toEqual([`kettle@${version}`]);
  });

  it.each(['Yes', 'No.', 'Yes, there is validation of the body. Call `kettle.get(path)` for it.'])(
    'that a page denies in its words is denied, whatever the model says: %s',
    async (text) => {
      const { ask } = asking([{ text }]);
      const { answer } = await answered(ask, 'Is there validation of the body?', {
        source: 'kettle',
        version: '2.1.0',
      });
      expect(answer).toMatchObject({
        answer: 'No: “There is no validation of the body” [1].',
        abstained: false,
        citations: [{ number: 1, quote: 'There is no validation of the body.' }],
      });
    },
  );

  it.each(['No.', 'No, kettle does not support telepathy.'])(
    'about what nobody wrote gets no verdict: %s',
    async (text) => {
      const { ask } = asking([{ text }]);
      const { answer } = await answered(ask, 'Does kettle use telepathy with people?');
      expect(answer.abstained).toBe(true);
    },
  );

  it('is not answered by a true sentence about something else', async () => {
    const { ask } = asking([{ text: 'Kettle boils water over HTTP.' }]);
    const { answer } = await answered(ask, 'Which colours do famous Zanzibar glaze painters give kettle?');
    expect(answer.abstained).toBe(true);
  });

  it('in Spanish may say much in words that no page in English has', async () => {
    const { ask } = asking([{ text: 'Puedes poner `boilTimeout` en 5000.' }]);
    const question =
      '¿Cómo pongo en la cocina vieja de nuestro pueblo blanco, sin molestar a ningún vecino dormido, la espera de `boilTimeout`?';
    const { answer } = await answered(ask, question);
    expect(answer).toMatchObject({ abstained: false, citations: [{ anchor: 'timeouts' }] });
  });

  it('in Spanish is answered from pages in English, borne out by what both share', async () => {
    const { ask } = asking([{ text: 'Por defecto, `boilTimeout` es de 5000 milisegundos. El té es `verde`.' }]);
    const { answer } = await answered(ask, '¿Cuánto es `boilTimeout` por defecto en kettle?');
    expect(answer.citations).toMatchObject([{ anchor: 'timeouts' }]);
    expect(answer.answer).toBe('Por defecto, `boilTimeout` es de 5000 milisegundos [1].');
  });

  it('in Spanish keeps words that no page in English compares with, and strikes figures and names', async () => {
    const kept = 'Así el agua tiene tiempo de hervir.';
    const text = `Por defecto, \`boilTimeout\` es de 5000 milisegundos. ${kept} Con \`schema\` y \`boilTimeout\` tarda más.`;
    const { ask } = asking([{ text }]);
    const { answer } = await answered(ask, '¿Cuánto es `boilTimeout` por defecto en kettle?');
    expect(answer.answer).toMatch(new RegExp(` ${kept}$`));
    expect(answer.struck).toEqual(['Con `schema` y `boilTimeout` tarda más.']);
  });

  it('reads the changelog for a difference', async () => {
    const { ask, model } = asking([{ text: '`boil()` returns a promise.' }]);
    const { answer } = await answered(ask, 'What changed in kettle between 2.1.0 and 3.0.0?');
    expect(answer.steps.map(({ tool }) => tool)).toContain('changelog_between');
    expect(model.prompt()).toContain('`boil()` returns a promise.');
    expect(answer.citations[0]).toMatchObject({ path: 'CHANGELOG.md' });
  });

  it('stays within the source that it was asked of', async () => {
    const { ask, index } = asking([{ text: 'The password is hunter2.' }]);
    const { answer } = await answered(ask, 'What is the `cupPassword` of cups?', { source: 'kettle' });
    expect(answer.abstained).toBe(true);
    expect(index.touched.join()).not.toContain('cups');
    expect(JSON.stringify(answer.steps)).not.toContain('hunter2');
  });

  it.each([
    [{ question: '  ' }, 'question_empty'],
    [{ question: 'x'.repeat(5_000) }, 'question_too_long'],
    [{ question: 'Hello?', source: 'teapot' }, 'source_not_found'],
    [{ question: 'Hello?', source: 'kettle', version: '9.0.0' }, 'source_not_found'],
    [{ question: 'Hello?', sessionId: 'none' }, 'session_not_found'],
  ])('is refused where it makes no sense: %o', (question, code) => {
    const { ask } = asking([]);
    expect(() => ask.ask({ owner: 'somebody', ...question }, AbortSignal.timeout(1_000))).toThrow(
      expect.objectContaining({ code }),
    );
  });

  it('fails with the error of the model, after its plan', async () => {
    const { ask, memory } = asking([{ failure: { code: 'chat_model_failed', retryAfterSeconds: 3 } }]);
    const { events, runId } = ask.ask({ owner: 'somebody', question: VALIDATE }, AbortSignal.timeout(20_000));
    await expect(Array.fromAsync(events)).rejects.toMatchObject({ code: 'chat_model_failed', retryAfterSeconds: 3 });
    expect(memory.runs.get(runId)!.status).toBe('failed');
  });
});

describe('a compound question', () => {
  const question = 'Explain both the routes and the timeouts of kettle';

  it('is split by the model where the rules cannot, held to a schema', async () => {
    const { ask, model } = asking([
      {
        when: 'Question: Explain both',
        once: true,
        text: '{"questions":["the routes of kettle","the timeouts of kettle"]}',
      },
      { text: `${ROUTES} \`boilTimeout\` is 5000 milliseconds by default.` },
    ]);
    const { events, answer } = await answered(ask, question);
    const plans = events.flatMap(({ event }) => (event.type === 'plan' ? [event.plan] : []));
    expect(plans.map(({ revision }) => revision).slice(0, 2)).toEqual([0, 1]);
    expect(plans[1]!.subQuestions).toEqual(['the routes of kettle', 'the timeouts of kettle']);
    expect(model.requests[0]!.responseFormat.kind).toBe('json-schema');
    expect(answer.citations.map(({ anchor }) => anchor)).toEqual(expect.arrayContaining(['routes', 'timeouts']));
  });

  it.each([
    ['no JSON', 'I would say two questions.'],
    ['made-up questions', '{"questions":["Who is the queen of England?","the timeouts of kettle"]}'],
    ['another form', '{"questions":"the routes"}'],
  ])('keeps the plan of the rules when the model writes %s', async (_, text) => {
    const { ask } = asking([{ when: 'Question: Explain both', once: true, text }, { text: ROUTES }]);
    const { events } = await answered(ask, question);
    const plans = events.flatMap(({ event }) => (event.type === 'plan' ? [event.plan] : []));
    expect(plans.at(-1)!.subQuestions).toEqual([question]);
  });
});
