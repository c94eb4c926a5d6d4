import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from './bundles.ts';
import { deskTickets, writeTickets } from './desk-tickets.ts';
import { hasModels, startService } from './service.ts';
import { hasTraining, train } from './training.ts';

const MODEL = 'desk';
/** With so few the first model knows six topics of eighteen. */
const FIRST_ROWS = '6';
const CORRECTED = 300;
const PHRASE = 'Somebody should call me before noon';

describe.skipIf(!hasModels || !hasTraining)('the loop (needs the training packages and model files)', () => {
  it('goes from feedback to a challenger, through the gate, to new answers', { timeout: 600_000 }, async () => {
    const folder = temporaryFolder();
    const [registry, mlflow] = [join(folder, 'registry'), join(folder, 'mlflow')];
    mkdirSync(mlflow);
    const tickets = deskTickets();
    writeTickets(join(folder, 'desk.jsonl'), tickets);
    const options = [
      '--scale',
      'tiny',
      '--methods',
      'lora',
      '--labels',
      'team',
      '--holdout',
      '0.2',
      '--rows',
      FIRST_ROWS,
    ];
    const places = [
      '--data',
      join(folder, 'desk.jsonl'),
      '--name',
      MODEL,
      '--registry',
      registry,
      '--work',
      join(folder, 'work'),
    ];
    await train(mlflow, [...options, ...places, '--set', 'epochs=1']);

    const { client } = await startService({ DEFAULT_MODEL: MODEL }, { registry, dataDir: join(folder, 'data') });
    const answers = async () => {
      const items = tickets.map(({ text }, id) => ({ id, body: text }));
      const { body } = await client.post('/v1/classify/batch', { items });
      return body.results.map(({ label, model }: { label: string; model: { version: number } }) => ({
        label,
        ...model,
      }));
    };
    const before = await answers();
    expect(before[0].version).toBe(1);
    for (const [i, { text, team }] of tickets.slice(0, CORRECTED).entries()) {
      const { status } = await client.post('/v1/feedback', { ticket: text, predicted: before[i].label, correct: team });
      expect(status).toBe(201);
    }
    const exported = await client.withKey('GET', '/v1/feedback/export');
    writeFileSync(join(folder, 'feedback.jsonl'), exported.body);

    const said = await train(mlflow, [...options, ...places, '--with-feedback', join(folder, 'feedback.jsonl')]);
    expect(said).toContain('The challenger becomes champion.');
    await expect.poll(async () => (await client.model()).version, { timeout: 30_000 }).toBe(2);

    const after = await answers();
    const right = (given: { label: string }[]) => given.filter(({ label }, i) => label === tickets[i]!.team).length;
    expect(after[0].version).toBe(2);
    expect(right(after)).toBeGreaterThan(right(before));
    expect(right(after) / tickets.length).toBeGreaterThan(0.95);

    const back = await client.withKey('POST', `/v1/models/${MODEL}/rollback`);
    expect(back.body).toMatchObject({ version: 1, previous_version: 2 });
    const again = await answers();
    expect(again[0].version).toBe(1);
    // Which texts share a batch moves int8's last digits, and a label where two are as good as even.
    const changed = again.filter(({ label }: { label: string }, i: number) => label !== before[i].label);
    expect(changed.length).toBeLessThan(tickets.length / 100);
    // Neither what was tracked nor what serves holds a ticket.
    expect(filesHolding(folder, PHRASE).map((file) => file.split('/')[0])).not.toContain('mlflow');
    expect(filesHolding(registry, PHRASE)).toEqual([]);
  });
});

/** Files below a folder that hold a text, relative to it. */
function filesHolding(folder: string, text: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => existsSync(path) && readFileSync(path).includes(text))
    .map((path) => path.slice(folder.length + 1));
}
