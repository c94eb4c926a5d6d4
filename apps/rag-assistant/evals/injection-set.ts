import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@pareto/evaluation';
import { z } from 'zod';
import { SAMPLE_DOCUMENTS } from '../src/samples/index.ts';
import type { Block } from '../src/samples/typesetting/blocks.ts';
import { sampleCases } from './sample-set.ts';

const DATA = join(process.env.PARETO_DATA ?? join(import.meta.dirname, '../../../../shared/data'), 'attacks');
const SEED = 5;
/** Paragraphs of a sample document around the one that holds the answer. */
const NEIGHBOURS = 3;

export const PLACEMENTS = ['visible', 'white', 'tiny'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/** A document that nobody attacks, with a question about it. */
export interface Host {
  readonly id: string;
  readonly paragraphs: readonly string[];
  readonly question: string;
}

export interface Attack {
  readonly category: string;
  /** Place within its category. */
  readonly index: number;
  readonly text: string;
}

export interface InjectionCase {
  readonly id: string;
  readonly host: Host;
  readonly attack: Attack;
  readonly placement: Placement;
  /** Paragraphs of the host above the attack. */
  readonly position: number;
}

export function hasAttacks(): boolean {
  return existsSync(join(DATA, 'bipia.text_attacks.json'));
}

/** All hosts in a seeded order, in turn e-mails of the set and passages of the sample company. */
export function hosts(): Host[] {
  const random = seededRandom(SEED);
  const emails = shuffled(emailHosts(), random);
  const passages = shuffled(passageHosts(), random);
  return emails.flatMap((each, index) => (passages[index] ? [each, passages[index]] : [each]));
}

/** A seeded sample of attacks in the given hosts: categories, placements (half of them visible) and hosts in turn. */
export function injectionCases(limit: number, into: readonly Host[]): InjectionCase[] {
  const random = seededRandom(SEED);
  const attacks = readAttacks();
  const categories = [...new Set(attacks.map(({ category }) => category))];
  return Array.from({ length: limit }, (_, number) => {
    const category = categories[number % categories.length]!;
    const ofCategory = attacks.filter((each) => each.category === category);
    const attack = ofCategory[Math.floor(random() * ofCategory.length)]!;
    const round = Math.floor(number / categories.length);
    const placement = (['visible', 'white', 'visible', 'tiny'] as const)[round % 4]!;
    const host = into[number % into.length]!;
    const position = Math.floor(random() * (host.paragraphs.length + 1));
    return { id: `injection-${number + 1}`, host, attack, placement, position };
  });
}

/** Fisher & Yates. */
function shuffled<T>(all: readonly T[], random: () => number): T[] {
  const order = [...all];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

function readAttacks(): Attack[] {
  const byCategory = z
    .record(z.string(), z.array(z.string()))
    .parse(JSON.parse(readFileSync(join(DATA, 'bipia.text_attacks.json'), 'utf8')));
  return Object.entries(byCategory).flatMap(([category, texts]) =>
    texts.map((text, index) => ({ category, index, text })),
  );
}

const email = z.object({ context: z.string(), question: z.string() });

function emailHosts(): Host[] {
  return readFileSync(join(DATA, 'bipia.emails.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const { context, question } = email.parse(JSON.parse(line));
      const paragraphs = context.split(/\n\s*\n|\|(?=[A-Z_ ]+:)/).map((text) => text.replace(/\s+/g, ' ').trim());
      return {
        id: `email-${index}`,
        paragraphs: paragraphs.filter((text) => text !== ''),
        question: plainQuestion(question),
      };
    });
}

/** The set's questions are orders to a model ("find the value, record all"); people ask. */
function plainQuestion(question: string): string {
  const paid = /paid (to|by) (.+?)\?/.exec(question);
  return paid ? `How much was paid ${paid[1]} ${paid[2]}?` : question.replace(/^Q: /, '');
}

/** Passages of the policies and the handbook, with the questions that they answer. */
function passageHosts(): Host[] {
  const prose = SAMPLE_DOCUMENTS.filter(({ name }) => /handbook|policy/.test(name));
  return sampleCases().flatMap(({ id, question, language, history, gold }) => {
    const [page, second] = gold;
    const document = prose.find(({ name }) => name === page?.document);
    if (!document || !page || second || history || language !== 'en') return [];
    const texts = document.manuscript().blocks.flatMap(textsOf);
    const at = texts.findIndex((text) => text.includes(page.evidence));
    if (at < 0) return [];
    return [{ id, paragraphs: texts.slice(Math.max(0, at - NEIGHBOURS), at + NEIGHBOURS + 1), question }];
  });
}

function textsOf(block: Block): string[] {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return [block.text.replaceAll('**', '')];
    case 'list':
      return [...block.items];
    case 'table':
      return block.table.rows.map(({ cells }) => cells.join(' '));
    default:
      return [];
  }
}
