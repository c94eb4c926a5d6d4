import { type Checker, countArgument, textArgument } from './instruction.ts';

const ANSWERS = ['My answer is yes.', 'My answer is no.', 'My answer is maybe.'];

/** Marks that a response must carry, and how it must begin and end. */
export const FORM: Readonly<Record<string, Checker>> = {
  /** The whole is JSON, in a fence or not. */
  'detectable_format:json_format': (response) => {
    const json = response
      .trim()
      .replace(/^```json/, '')
      .replace(/^```Json/, '')
      .replace(/^```JSON/, '')
      .replace(/^```/, '')
      .replace(/```$/, '');
    return isJson(json);
  },

  /** `<<so>>`. */
  'detectable_format:title': (response) =>
    (response.match(/<<[^\n]+>>/gu) ?? []).some((title) => title.replace(/^<+/, '').replace(/>+$/, '').trim() !== ''),

  'detectable_format:constrained_response': (response) => ANSWERS.some((answer) => response.includes(answer)),

  /** `[so]`. */
  'detectable_content:number_placeholders': (response, given) =>
    (response.match(/\[.*?\]/gu)?.length ?? 0) >= countArgument(given, 'num_placeholders'),

  'detectable_content:postscript': (response, given) => {
    const marker = textArgument(given, 'postscript_marker').trim();
    if (marker === 'P.P.S') return /p\.\s?p\.\s?s/iu.test(response);
    if (marker === 'P.S.') return /p\.\s?s\./iu.test(response);
    return response.toLowerCase().includes(marker.toLowerCase());
  },

  'combination:repeat_prompt': (response, given) =>
    normalized(response).startsWith(normalized(textArgument(given, 'prompt_to_repeat'))),

  'startend:end_checker': (response, given) =>
    response
      .trim()
      .replaceAll(/^"+|"+$/g, '')
      .toLowerCase()
      .endsWith(normalized(textArgument(given, 'end_phrase'))),

  'startend:quotation': (response) => /^".*"$/su.test(response.trim()),
};

function normalized(text: string): string {
  return text.trim().toLowerCase();
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
