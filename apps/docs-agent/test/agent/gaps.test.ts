import { describe, expect, it } from 'vitest';
import { answered, asking } from './asking.ts';

const DECLINE = 'Not stated in the documentation.';
/** The plan finds pages, which do not answer: tools are offered. */
const UNANSWERED = 'Which glaze has the Zanzibar kettle?';
const searching = (query: string) => ({ toolCalls: [{ name: 'search_docs', arguments: { query } }] });

describe('a gap of the documentation', () => {
  it('is what the model finds no answer to in its last step', async () => {
    const searches = ['glaze', 'colour', 'paint', 'enamel'].map((query) => ({ once: true, ...searching(query) }));
    const { ask, memory } = asking([...searches, { text: DECLINE }]);
    const { answer } = await answered(ask, UNANSWERED);
    expect(answer).toMatchObject({ abstained: true, finish_reason: 'stop', usage: { modelCalls: 5 } });
    expect(memory.gaps.list()).toMatchObject([{ question: UNANSWERED, times: 1 }]);
  });

  it('is what a model that repeats itself then declines', async () => {
    const again = { once: true, ...searching('glaze') };
    const { ask, memory } = asking([again, again, again, { text: DECLINE }]);
    const { answer } = await answered(ask, UNANSWERED);
    expect(answer).toMatchObject({ abstained: true, finish_reason: 'repetition' });
    expect(memory.gaps.list()).toHaveLength(1);
  });

  it('is what it declines before it runs on past its answer', async () => {
    const { ask, memory } = asking([{ text: `${DECLINE} ${'But I think that all is well. '.repeat(100)}` }], {
      budgets: { answerTokens: 40 },
    });
    const { answer } = await answered(ask, UNANSWERED);
    expect(answer).toMatchObject({ abstained: true, finish_reason: 'tokens' });
    expect(memory.gaps.list()).toHaveLength(1);
  });

  it('is what nobody wrote a word of', async () => {
    const { ask, memory } = asking([]);
    expect((await answered(ask, 'Why zzyzx, qwrtp?')).answer.abstained).toBe(true);
    expect(memory.gaps.list()).toHaveLength(1);
  });

  it.each([
    ['its steps', Array.from({ length: 5 }, (_, n) => ({ once: true, ...searching(`glaze ${n}`) })), {}, 'steps'],
    ['patience with one call', [searching('glaze')], {}, 'repetition'],
    ['its tokens', [searching('glaze')], { tokens: 1 }, 'tokens'],
    [
      'its tokens in a sentence',
      [{ text: 'Kettles are lovely things that '.repeat(50) }],
      { answerTokens: 10 },
      'tokens',
    ],
  ])('is none where %s ended the run', async (_, replies, budgets, finish) => {
    const { ask, memory } = asking(replies, { budgets });
    const { answer } = await answered(ask, UNANSWERED);
    expect(answer).toMatchObject({ abstained: true, finish_reason: finish });
    expect(memory.gaps.list()).toEqual([]);
  });

  it('is none where no search worked', async () => {
    const { ask, memory, index } = asking([{ text: DECLINE }]);
    index.search = () => Promise.reject(new Error('the index is closed'));
    const { answer } = await answered(ask, UNANSWERED);
    expect(answer.abstained).toBe(true);
    expect(memory.gaps.list()).toEqual([]);
  });
});
