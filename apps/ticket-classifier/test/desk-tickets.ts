import { writeFileSync } from 'node:fs';

/** What three teams are written about. Every topic has words of its own: who has seen one knows little of the next. */
const TOPICS: Readonly<Record<string, readonly string[]>> = {
  workshop: [
    'the pump trips and shows E17',
    'the valve is stuck half open',
    'water drips from the lower seal',
    'the motor hums and does not turn',
    'the sensor reads minus forty degrees',
    'there is a smell of burning near the fan',
  ],
  office: [
    'the invoice names the wrong company',
    'we paid twice and want the money back',
    'the discount is missing from the quote',
    'our purchase order number has changed',
    'the tax rate is not the one of our country',
    'please send the receipt for March again',
  ],
  depot: [
    'the parcel has not arrived yet',
    'the pallet came with a broken corner',
    'two boxes are missing from the delivery',
    'the driver left it at the wrong door',
    'may we collect it ourselves on Friday',
    'we got the blue one in place of the green one',
  ],
};
const OPENERS = [
  'Hello,',
  'Good morning, this is about our order:',
  'Hi team,',
  'Dear all,',
  'Quick question,',
  'Once more:',
];
const DETAILS = [
  'It began on Monday.',
  'Our customer is waiting for an answer.',
  'I have written about this before and heard nothing.',
  'Photos can follow if they help.',
  'Somebody should call me before noon.',
  'The other site has the same.',
  'We would like to know by tomorrow.',
];

export interface DeskTicket {
  readonly text: string;
  readonly team: string;
}

/** Every topic with every opener and detail, in an order that mixes all of them. */
export function deskTickets(): DeskTicket[] {
  const all = Object.entries(TOPICS).flatMap(([team, topics]) =>
    topics.flatMap((topic) =>
      OPENERS.flatMap((opener) => DETAILS.map((detail) => ({ team, text: `${opener} ${topic}. ${detail}` }))),
    ),
  );
  // A step that has no factor in common with their number visits each once.
  const step = 331;
  return Array.from({ length: all.length }, (_, i) => all[(i * step) % all.length]!);
}

export function writeTickets(file: string, tickets: readonly DeskTicket[]): void {
  writeFileSync(file, tickets.map((ticket) => `${JSON.stringify(ticket)}\n`).join(''));
}
