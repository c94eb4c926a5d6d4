import { describe, expect, it } from 'vitest';
import { INSTRUCTION_KINDS, type InstructionArguments, scoreInstructions } from '../src/index.ts';

/** For every kind: arguments, responses that follow, responses that do not. */
const CASES: Readonly<Record<string, readonly [InstructionArguments, readonly string[], readonly string[]]>> = {
  'keywords:existence': [{ keywords: ['river', 'boat'] }, ['Boats on the River'], ['A river', '']],
  'keywords:frequency': [
    { keyword: 'rain ', frequency: 2, relation: 'at least' },
    ['Rain, rain and sun', 'rainrain'],
    ['rain'],
  ],
  'keywords:forbidden_words': [{ forbidden_words: ['rock', 'c++'] }, ['rocks and c'], ['A ROCK.', 'I like C++ more']],
  'keywords:letter_frequency': [
    { letter: 'E', let_frequency: 3, let_relation: 'less than' },
    ['see a cat'],
    ['Ease the bee'],
  ],
  'change_case:english_capital': [{}, ['ALL OF IT, 100 %!'], ['All of it', 'ВСЕ ЭТО', '100 %']],
  'change_case:english_lowercase': [{}, ['all of it, 100 %!'], ['All of it', 'всё это']],
  'change_case:capital_word_frequency': [
    { capital_frequency: 3, capital_relation: 'at least' },
    ['**STOP** at THE well-known NATO-RUSSIA line', "I DON'T"],
    ['STOP at THE Line'],
  ],
  'punctuation:no_comma': [{}, ['one; two'], ['one, two']],
  'language:response_language': [{ language: 'th' }, ['สวัสดีครับ ok'], ['Hello in Thai: สวัสดี']],
  'length_constraints:number_words': [
    { num_words: 4, relation: 'at least' },
    ["It's a dog", 'één twee drie vier'],
    ['only three words'],
  ],
  'length_constraints:number_sentences': [
    { num_sentences: 3, relation: 'less than' },
    ['Dr. Smith ate at 3.30 p.m. in the U.S. Then he "slept."', 'A list:\n- no\n- full\n- stops'],
    ['One. Two! Three?', '1. Eat. 2. Sleep'],
  ],
  'length_constraints:number_paragraphs': [
    { num_paragraphs: 2 },
    ['one\n***\ntwo', '*** one *** two ***'],
    ['one\n\ntwo', 'one *** *** two'],
  ],
  'length_constraints:nth_paragraph_first_word': [
    { num_paragraphs: 2, nth_paragraph: 2, first_word: 'Firstly' },
    ['One.\n\n"Firstly, two.', 'One.\n\nfirstly two.\n\n'],
    ['Firstly.\n\nTwo.', 'One.\n\nFirstly.\n\nThree.', 'One.\n\n\n\nFirstly.'],
  ],
  'detectable_format:number_bullet_lists': [
    { num_bullets: 2 },
    ['Two:\n* one\n  - two', '* one\n\n* two'],
    ['* one', '* one\n* two\n* three', '**bold**\n* one'],
  ],
  'detectable_format:multiple_sections': [
    { section_spliter: 'Section', num_sections: 2 },
    ['Section 1\nthis\nSection 2\nthat'],
    ['Section 1\nthis\nSection two', 'SECTION 1 SECTION 2'],
  ],
  'detectable_format:number_highlighted_sections': [
    { num_highlights: 2 },
    ['*one* and *two*', '**one** and *two*'],
    ['*one*', '** ** and * *'],
  ],
  'combination:two_responses': [
    {},
    ['one ****** two', '****** one ****** two'],
    ['one', 'same ****** same', '1******2******3'],
  ],
  'detectable_format:json_format': [
    {},
    ['{"a": [1, null]}', '```json\n{"a": 1}\n```', ' ```\n[1]\n``` '],
    ['Here it is: {"a": 1}', '{a: 1}'],
  ],
  'detectable_format:title': [{}, ['<<Ode to joy>>\nJoy'], ['<Ode to joy>', '<<>>', '<<Ode\nto joy>>']],
  'detectable_format:constrained_response': [{}, ['My answer is maybe. Who knows'], ['Maybe', 'my answer is no.']],
  'detectable_content:number_placeholders': [{ num_placeholders: 2 }, ['Dear [name], of [place]'], ['Dear [name]']],
  'detectable_content:postscript': [{ postscript_marker: 'P.P.S' }, ['Bye.\nP. P. S. More'], ['Bye.\nP.S. More']],
  'combination:repeat_prompt': [
    { prompt_to_repeat: 'Who is Ada?' },
    ['  who is Ada? A mathematician.'],
    ['Sure. Who is Ada?', 'Who was Ada?'],
  ],
  'startend:end_checker': [
    { end_phrase: 'The End.' },
    ['And so on. the end.', '"So on. The End."'],
    ['The End. Really.'],
  ],
  'startend:quotation': [{}, ['"All of\nit"', ' "yes" '], ['"', 'He said "yes"', '“All of it”']],
};

const verdict = (id: string, response: string, given: InstructionArguments = {}) =>
  scoreInstructions(response, [{ id, arguments: given }])[0]!;

describe('instructions', () => {
  it('each have responses that follow and that do not', () => {
    expect(Object.keys(CASES).sort()).toEqual(INSTRUCTION_KINDS);
  });

  it.each(Object.entries(CASES))('%s', (id, [given, following, violating]) => {
    for (const response of following) expect(verdict(id, response, given).strict, response).toBe(true);
    for (const response of violating) expect(verdict(id, response, given).strict, response).toBe(false);
  });

  it('count from both sides of a threshold', () => {
    const words = (relation: string) =>
      verdict('length_constraints:number_words', 'one two', { num_words: 2, relation }).strict;
    expect([words('at least'), words('less than')]).toEqual([true, false]);
    expect(() => words('around')).toThrow(/unknown relation "around"/);
  });

  it.each([
    ['Dr. Smith of the U.S. Navy met J. R. Lee at 3.30 p.m. on a boat.', 1],
    ['He left at 5 p.m. They stayed... The end', 3],
    ['1. Eat.\n2. Sleep.', 4],
    ['- eat\n- sleep\n\n- work', 1],
    ['"Go!" (She went.) See x.com/a.b?', 3],
  ])('count sentences as Punkt does: %s', (text, count) => {
    const follows = (relation: string, threshold: number) =>
      verdict('length_constraints:number_sentences', text, { relation, num_sentences: threshold }).strict;
    expect([follows('at least', count), follows('less than', count + 1)]).toEqual([true, true]);
  });

  it('tell a marker that is written out', () => {
    const follows = (response: string, marker: string) =>
      verdict('detectable_content:postscript', response, { postscript_marker: marker }).strict;
    expect(follows('p. s. more', 'P.S.')).toBe(true);
    expect(follows('PS more', 'P.S.')).toBe(false);
    expect(follows('and a Note: more', 'NOTE:')).toBe(true);
  });

  it('need their arguments', () => {
    expect(() => verdict('keywords:existence', 'x')).toThrow(/list of texts "keywords"/);
    expect(() => verdict('startend:end_checker', 'x')).toThrow(/text argument "end_phrase"/);
    expect(() => verdict('detectable_format:number_bullet_lists', 'x')).toThrow(/whole number "num_bullets"/);
  });
});

describe('the loose measure', () => {
  it('allows a first line, a last line and asterisks', () => {
    const ending = { end_phrase: 'Done.' };
    expect(verdict('startend:end_checker', 'Work.\nDone.\nAnything else?', ending)).toMatchObject({
      strict: false,
      loose: true,
    });
    expect(verdict('startend:quotation', 'Sure!\n**"Quoted"**')).toMatchObject({ strict: false, loose: true });
    expect(verdict('startend:quotation', 'Sure!\nHere:\nQuoted')).toMatchObject({ strict: false, loose: false });
  });
});

describe('what cannot be checked', () => {
  it('is said, and counts as neither followed nor not', () => {
    expect(verdict('language:response_language', 'Ja', { language: 'de' }).isChecked).toBe(false);
    expect(verdict('startend:rhyme', 'Ja').isChecked).toBe(false);
    expect(verdict('language:response_language', 'ja', { language: 'ko' })).toMatchObject({
      isChecked: true,
      strict: false,
    });
  });
});
