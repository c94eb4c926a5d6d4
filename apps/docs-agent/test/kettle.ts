import type { DocSymbol } from '../src/docs-index.ts';
import { SmallIndex } from './small-index.ts';

const README = `# Kettle

Kettle boils water over HTTP. Install it with \`npm install kettle\`.

## Routes

Call \`kettle.route(options)\` with a \`schema\` that validates the body of a request.

\`\`\`ts
import { createKettle } from "kettle";
const kettle = createKettle({ maxTemperature: 90 });
\`\`\`

## Options

\`maxTemperature\` is a number of degrees, 100 at most. See https://kettle.example.org/options for more.

### Timeouts

\`boilTimeout\` is 5000 milliseconds by default.
`;

const CHANGELOG = `# Changelog

## 3.0.0

\`boil()\` returns a promise.

## 2.1.0

Adds \`maxTemperature\`.

## 2.0.0

Drops \`kettle.start\`.
`;

const OLD_README = `# Kettle

## Routes

Call \`kettle.start(port)\`, then \`kettle.get(path)\`. There is no validation of the body.
`;

const CUPS = `# Cups

Cups hold what a kettle boils. They are secret: \`cupPassword\` is hunter2.
`;

export const kettleSymbols: readonly DocSymbol[] = [
  {
    source: 'kettle',
    version: '3.0.0',
    name: 'createKettle',
    kind: 'function',
    signature: 'export declare function createKettle(options?: KettleOptions): Kettle;',
    comment: 'Makes a kettle that is cold.',
    path: 'index.d.ts',
    line: 12,
    parent: undefined,
  },
  {
    source: 'kettle',
    version: '3.0.0',
    name: 'boil',
    kind: 'member',
    signature: 'boil(degrees: number): Promise<void>;',
    comment: undefined,
    path: 'index.d.ts',
    line: 20,
    parent: 'Kettle',
  },
];

/** A library in two versions, and a folder that no question about the library is about. */
export function kettleIndex(): SmallIndex {
  return new SmallIndex(
    [
      { source: 'kettle', version: '3.0.0', path: 'README.md', text: README },
      { source: 'kettle', version: '3.0.0', path: 'CHANGELOG.md', text: CHANGELOG },
      { source: 'kettle', version: '2.1.0', path: 'README.md', text: OLD_README },
      { source: 'cups', path: 'index.md', text: CUPS },
    ],
    kettleSymbols,
  );
}
