import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../..');

/** The dependency table: what each layer's sources may import of the others. See docs/architecture.md. */
const LAYERS = {
  contracts: { members: ['contracts'], imports: [] },
  pure: { members: ['chunking', 'retrieval', 'grounding', 'evaluation', 'wordpiece'], imports: ['contracts'] },
  runtime: { members: ['onnx-encoder'], imports: ['contracts', 'pure'] },
  adapters: {
    members: [
      'model-store',
      'embeddings',
      'classifiers',
      'chat-models',
      'vector-stores',
      'document-readers',
      'model-registry',
    ],
    imports: ['contracts', 'pure', 'runtime'],
  },
  shell: { members: ['service-kit'], imports: ['contracts'] },
  bridges: { members: ['langchain'], imports: ['contracts'] },
  suites: { members: ['contract-tests'], imports: ['contracts'] },
  apps: {
    members: ['semantic-search', 'ticket-classifier', 'docs-agent', 'rag-assistant', 'text-generation'],
    imports: ['contracts', 'pure', 'adapters', 'shell', 'bridges'],
  },
} as const;

/** Workspaces without TypeScript sources of their own. */
const OUTSIDE = ['training'];
const MAX_LINES = 300;

const workspaces = ['packages', 'apps'].flatMap((group) =>
  readdirSync(join(ROOT, group))
    .filter((name) => existsSync(join(ROOT, group, name, 'package.json')))
    .map((name) => {
      const folder = join(ROOT, group, name);
      const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
        name: string;
        dependencies?: Record<string, string>;
        devDependencies?: Record<string, string>;
      };
      return { name, group, folder, manifest, sources: filesBelow(join(folder, 'src')), others: filesBelow(folder) };
    }),
);
const modules = workspaces.filter(({ name }) => !OUTSIDE.includes(name));

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name) && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const statements = /\bfrom '([^']+)'|\bimport\('([^']+)'\)|\bimport '([^']+)'/g;
  return [...text.matchAll(statements)].map((match) => match[1] ?? match[2] ?? match[3]!);
}

/** The package of an import: `@scope/name` or `name`; undefined for files and Node's own. */
function packageOf(specifier: string): string | undefined {
  if (specifier.startsWith('.') || specifier.startsWith('node:')) return undefined;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function allowed(name: string): Set<string> {
  const layer = Object.values(LAYERS).find((candidate) => (candidate.members as readonly string[]).includes(name));
  return new Set((layer?.imports ?? []).flatMap((other) => LAYERS[other].members as readonly string[]));
}

describe('the dependency table', () => {
  it('places every workspace', () => {
    const placed = Object.values(LAYERS).flatMap(({ members }) => members as readonly string[]);
    expect(workspaces.map(({ name }) => name).sort()).toEqual([...placed, ...OUTSIDE].sort());
  });

  it.each(modules.map((workspace) => [workspace.name, workspace] as const))(
    '%s imports only what its layer may',
    (name, { sources, manifest }) => {
      const used = new Set(sources.flatMap(importsOf).flatMap((specifier) => packageOf(specifier) ?? []));
      const ours = [...used]
        .filter((dependency) => dependency.startsWith('@pareto/'))
        .map((dependency) => dependency.slice('@pareto/'.length));
      expect(ours.filter((other) => !allowed(name).has(other))).toEqual([]);
      const declared = Object.keys(manifest.dependencies ?? {});
      expect([...used].filter((dependency) => !declared.includes(dependency))).toEqual([]);
      expect(declared.filter((dependency) => !used.has(dependency) && !UNIMPORTED.has(dependency))).toEqual([]);
    },
  );

  it.each(modules.map((workspace) => [workspace.name, workspace] as const))(
    '%s declares what its tests and benchmarks import',
    (name, workspace) => {
      const { dependencies, devDependencies } = workspace.manifest;
      const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
        devDependencies: Record<string, string>;
      };
      const declared = new Set([
        `@pareto/${name}`,
        ...Object.keys({ ...dependencies, ...devDependencies, ...root.devDependencies }),
      ]);
      const used = workspace.others.flatMap(importsOf).flatMap((specifier) => packageOf(specifier) ?? []);
      expect([...new Set(used)].filter((dependency) => !declared.has(dependency))).toEqual([]);
    },
  );

  it('keeps LangChain to its own package and the docs agent', () => {
    const users = modules.filter(({ others }) =>
      others.flatMap(importsOf).some((specifier) => specifier.includes('langchain')),
    );
    expect(users.map(({ name }) => name).filter((name) => !['langchain', 'docs-agent'].includes(name))).toEqual([]);
  });
});

/** Needed at run time by a dependency and never imported by name: LanceDB's peer. */
const UNIMPORTED = new Set(['apache-arrow']);

describe('sources', () => {
  it('read the environment only where an app or a program begins', () => {
    const readers = modules
      .flatMap(({ sources }) => sources)
      .filter((file) => readFileSync(file, 'utf8').includes('process.env'));
    const allowedReaders = /(apps\/[^/]+\/src\/config|model-store\/src\/(cli|wheels))\.ts$/;
    expect(readers.map((file) => relative(ROOT, file)).filter((file) => !allowedReaders.test(file))).toEqual([]);
  });

  it(`stay within ${MAX_LINES} lines`, () => {
    const files = [...workspaces.flatMap(({ others }) => others), ...filesBelow(join(ROOT, 'infra'))];
    const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > MAX_LINES + 1);
    expect(long.map((file) => relative(ROOT, file))).toEqual([]);
  });

  it('pin exact versions', () => {
    const loose = workspaces.flatMap(({ name, manifest: { dependencies, devDependencies } }) =>
      Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
        .map(([dependency, version]) => `${name}: ${dependency}@${version}`),
    );
    expect(loose).toEqual([]);
  });
});
