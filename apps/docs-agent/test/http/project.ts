import { join } from 'node:path';
import { TestFolder } from './test-folder.ts';

interface SamplePackage {
  /** Below the project. */
  readonly at: string;
  readonly name: string;
  readonly version: string;
  readonly files: Readonly<Record<string, string>>;
}

const KETTLE_3: SamplePackage = {
  at: 'node_modules/kettle',
  name: 'kettle',
  version: '3.0.0',
  files: {
    'README.md': `# Kettle

Kettle boils water over HTTP. Install it with \`npm install kettle\`.

## Routes

Call \`kettle.route(options)\` with a \`schema\` that validates the body of a request.

## Timeouts

\`boilTimeout\` is 5000 milliseconds by default. A kettle that takes longer rejects with \`ERR_COLD\`.
`,
    'CHANGELOG.md': `# Changelog

## 3.0.0

\`boil()\` returns a promise.

## 2.1.0

Adds \`kettle.get\`.
`,
    'index.d.ts': `/** Makes a kettle that is cold. */
export declare function createKettle(options?: KettleOptions): Kettle;

export interface KettleOptions {
  /** In milliseconds. */
  boilTimeout?: number;
}

export declare class Kettle {
  /** Heats the water. */
  boil(degrees: number): Promise<void>;
}
`,
  },
};

const KETTLE_2: SamplePackage = {
  at: 'packages/old/node_modules/kettle',
  name: 'kettle',
  version: '2.1.0',
  files: {
    'README.md': `# Kettle

## Routes

Call \`kettle.start(port)\`, then \`kettle.get(path)\`. There is no validation of the body of a request.
`,
  },
};

const SAUCER: SamplePackage = {
  at: 'node_modules/@cups/saucer',
  name: '@cups/saucer',
  version: '1.4.0',
  files: {
    'README.md': `# Saucer

A saucer stands below a cup. Its \`diameter\` is 14 centimetres by default.
`,
  },
};

/** Needed by the kettle, and named by nobody in the project. */
const WHISTLE: SamplePackage = {
  at: 'node_modules/whistle',
  name: 'whistle',
  version: '0.4.0',
  files: {
    'README.md': `# Whistle

The \`pitch\` of a whistle is 880 hertz.
`,
  },
};

const ALL = [KETTLE_3, KETTLE_2, SAUCER, WHISTLE];

/** A small project on disk with invented packages: one in two versions, one with a scope, one that only another needs. */
export class SampleProject extends TestFolder {
  constructor() {
    super('project');
    for (const sample of ALL) {
      this.write(join(sample.at, 'package.json'), manifestOf(sample));
      for (const [path, text] of Object.entries(sample.files)) this.write(join(sample.at, path), text);
    }
    this.#writeManifests(ALL);
  }

  /** Takes a package away as `npm uninstall` does. */
  uninstall(...names: string[]): void {
    const isGone = ({ name }: SamplePackage) => names.includes(name);
    for (const { at } of ALL.filter(isGone)) this.remove(at);
    this.#writeManifests(ALL.filter((sample) => !isGone(sample)));
  }

  #writeManifests(packages: readonly SamplePackage[]): void {
    const named = (wanted: readonly SamplePackage[]) =>
      Object.fromEntries(wanted.filter((one) => packages.includes(one)).map(({ name, version }) => [name, version]));
    const root = { name: 'tea-room', version: '1.0.0', dependencies: named([KETTLE_3, SAUCER]) };
    const old = { name: 'old', version: '1.0.0', dependencies: named([KETTLE_2]) };
    this.write('package.json', { ...root, workspaces: ['packages/*'] });
    this.write('packages/old/package.json', old);
    const installed = packages.map((sample) => [sample.at, { version: sample.version }]);
    this.write('package-lock.json', {
      name: 'tea-room',
      lockfileVersion: 3,
      packages: { '': root, 'packages/old': old, ...Object.fromEntries(installed) },
    });
  }
}

function manifestOf({ name, version, files }: SamplePackage): object {
  return { name, version, ...('index.d.ts' in files ? { types: 'index.d.ts' } : {}) };
}
