import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelBundle } from '../src/index.ts';

interface Variant {
  readonly breaks: string;
  readonly path: readonly (string | number)[];
  readonly value: unknown;
}

const golden = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, `../golden/${name}`), 'utf8'));

/** The golden manifest with one value in place of another. */
function changed({ path, value }: Variant): unknown {
  const manifest = golden('model-bundle.json');
  const owner = path.slice(0, -1).reduce((inner, key) => inner[key] as never, manifest as Record<string, unknown>);
  owner[path.at(-1)!] = value;
  return manifest;
}

describe('the manifest of a model bundle', () => {
  it.each(['model-bundle.json', 'model-bundle.plain.json'])('is valid as %s has it, and stays what it is', (name) => {
    expect(modelBundle.parse(golden(name))).toEqual(golden(name));
  });

  it.each(golden('model-bundle.invalid.json') as Variant[])('is refused with $breaks', (variant) => {
    expect(modelBundle.safeParse(changed(variant)).success).toBe(false);
  });

  it('may keep the base as it is, with heads alone', () => {
    const frozen = { path: ['adapter'], value: { method: 'none' }, breaks: '' };
    expect(modelBundle.safeParse(changed(frozen)).success).toBe(true);
  });
});
