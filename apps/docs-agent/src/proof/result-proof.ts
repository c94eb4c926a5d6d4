import { denialOf, type Source, supportOf } from '@pareto/grounding';
import { stands } from '../index/code-words.ts';
import type { CallResult } from './call-result.ts';
import { isDenied } from './denial.ts';
import { inWords, recordsOf } from './result-records.ts';

const MARK = /\s?\[\d{1,3}(?:\s*,\s*\d{1,3})*\]/g;
/** A call's own words that come back from it, UTF-16 code units: shorter ones may be the result's as well. */
const MIN_ECHO = 24;
/** Longer arguments are texts to work on, not what is asked about. */
const MAX_GIVEN = 80;

interface ReadResult {
  readonly sources: readonly Source[];
  /** Fields and lines. */
  readonly lines: readonly string[];
  /** What of the arguments is not the question's, but the model's. */
  readonly own: readonly string[];
}

/**
 * What the results of a question's calls bear out, by the same comparison as with pages. What a model put into a call
 * comes back from many: that bears nothing out.
 */
export class ResultProof {
  readonly #question: string;
  readonly #results: readonly ReadResult[];
  readonly #sources: readonly Source[];

  constructor(results: readonly CallResult[], question: string) {
    this.#question = question;
    this.#results = results.map((result) => read(result, question));
    this.#sources = this.#results.flatMap(({ sources }) => sources);
  }

  /** Whether a result names it, and does more than deny it. */
  names(term: string): boolean {
    return this.#results.some(
      ({ lines, own }) =>
        !own.some((text) => stands(term, text)) && lines.some((line) => stands(term, line) && !isDenied(term, line)),
    );
  }

  /** Whether one says what the sentence says: its words, its names, its figures. */
  bearsOut(sentence: string): boolean {
    return this.#sources.length > 0 && supportOf(sentence.replace(MARK, ''), this.#sources, this.#question).supported;
  }

  /** Whether every line of a block of code stands in one result. */
  holds(code: string): boolean {
    const wanted = code.split('\n').map(squeezed).filter(Boolean);
    return this.#results.some(({ sources }) => {
      const text = sources.map((source) => squeezed(source.text)).join(' ');
      return wanted.length > 0 && wanted.every((line) => text.includes(line));
    });
  }

  /** Whether what the question asks is so; undefined where no result says. */
  verdict(): boolean | undefined {
    if (this.#sources.length === 0) return undefined;
    if (denialOf(this.#question, this.#sources)) return false;
    return supportOf(this.#question, this.#sources).supported ? true : undefined;
  }
}

function read({ tool, arguments: args, text }: CallResult, question: string): ReadResult {
  const fields = fieldsIn(args);
  const own = fields.map(({ value }) => value).filter((value) => !question.includes(value));
  const given = fields
    .filter(({ value }) => question.includes(value) && value.length <= MAX_GIVEN && !value.includes('\n'))
    .map(({ key, value }) => `${inWords(key)}: ${value}`)
    .join('; ');
  const echoes = own.filter((value) => value.length >= MIN_ECHO);
  const rest = echoes.flatMap(spellings).reduce((left, echo) => left.replaceAll(echo, ' '), text);
  const sources = recordsOf(rest, { context: inWords(tool), given });
  const lines = recordsOf(text, { context: '', given: '' }).flatMap((source) => source.text.split(/;\s|\n/));
  return { sources, lines, own };
}

/** As it is, and as JSON has it. */
function spellings(text: string): string[] {
  return [text, JSON.stringify(text).slice(1, -1)];
}

/** Values of arguments at any depth, as texts. */
function fieldsIn(value: unknown, key = ''): { readonly key: string; readonly value: string }[] {
  if (typeof value !== 'object' || value === null) {
    const text = String(value ?? '');
    return text === '' ? [] : [{ key, value: text }];
  }
  return Object.entries(value).flatMap(([name, inner]) => fieldsIn(inner, Array.isArray(value) ? key : name));
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
