import { CHAMPION, type ModelRegistry, PREVIOUS } from '@pareto/contracts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

export interface ModelRegistryUnderTest {
  /** Holds sound bundles as the versions 1 and 2 of the model `banking77`, of which 1 is the champion. */
  readonly registry: ModelRegistry;
  /** Opens a second registry over the same models. */
  reopen(): ModelRegistry;
  /** Makes the bundle of version 2 one that nobody may trust. */
  damage(): void;
  dispose(): Promise<void>;
}

const NAME = 'banking77';

/** The behaviour that every `ModelRegistry` shares. Call it at the top level of a test file. */
export function describeModelRegistry(name: string, create: () => Promise<ModelRegistryUnderTest>): void {
  describe(`${name} as a ModelRegistry`, () => {
    let underTest: ModelRegistryUnderTest;
    const versions = async (registry = underTest.registry) =>
      Object.fromEntries(Object.entries(await registry.aliases(NAME)).map(([alias, model]) => [alias, model.version]));

    beforeEach(async () => {
      underTest = await create();
    }, 120_000);
    afterEach(() => underTest.dispose());

    it('lists its models and the versions that have a name', async () => {
      expect(await underTest.registry.list()).toEqual([NAME]);
      expect(await versions()).toEqual({ [CHAMPION]: 1 });
      expect(underTest.registry.isDegraded).toBe(false);
    });

    it('moves and adds names, for everybody, and keeps the others', async () => {
      await underTest.registry.setAliases(NAME, { [PREVIOUS]: 1, [CHAMPION]: 2 });
      await underTest.registry.setAliases(NAME, { canary: 1 });
      const expected = { [CHAMPION]: 2, [PREVIOUS]: 1, canary: 1 };
      expect(await versions()).toEqual(expected);
      expect(await versions(underTest.reopen())).toEqual(expected);
    });

    it('gives a version one revision, whoever asks and by whatever name, and versions different ones', async () => {
      await underTest.registry.setAliases(NAME, { [PREVIOUS]: 2, canary: 1 });
      const aliases = await underTest.registry.aliases(NAME);
      expect(aliases.canary).toEqual(aliases[CHAMPION]);
      expect(aliases[PREVIOUS]?.revision).not.toBe(aliases[CHAMPION]?.revision);
      expect(await underTest.reopen().aliases(NAME)).toEqual(aliases);
    });

    it('locates the bundle of a version, again and again', async () => {
      const champion = (await underTest.registry.aliases(NAME))[CHAMPION]!;
      const located = await underTest.registry.locate(champion);
      expect(located).toMatchObject({ model: champion, manifest: { name: NAME, version: 1 } });
      expect(await underTest.registry.locate(champion)).toEqual(located);
    });

    it('locates no bundle that is damaged', async () => {
      underTest.damage();
      await underTest.registry.setAliases(NAME, { [CHAMPION]: 2 });
      const champion = (await underTest.registry.aliases(NAME))[CHAMPION]!;
      await expect(underTest.registry.locate(champion)).rejects.toMatchObject({ code: 'model_untrusted' });
    });

    it('names no version that there is not, and changes nothing then', async () => {
      const change = underTest.registry.setAliases(NAME, { [CHAMPION]: 2, canary: 3 });
      await expect(change).rejects.toMatchObject({ code: 'model_not_found' });
      expect(await versions()).toEqual({ [CHAMPION]: 1 });
    });

    it.each(['clinc150', '', '..', '../banking77', 'Banking77', 'banking77/1', '%2e%2e'])(
      'knows no model "%s"',
      async (unknown) => {
        const notFound = { code: 'model_not_found' };
        await expect(underTest.registry.aliases(unknown)).rejects.toMatchObject(notFound);
        await expect(underTest.registry.setAliases(unknown, { [CHAMPION]: 1 })).rejects.toMatchObject(notFound);
      },
    );

    it('does nothing for a caller that has left', async () => {
      const signal = AbortSignal.abort();
      const champion = (await underTest.registry.aliases(NAME))[CHAMPION]!;
      await expect(underTest.registry.locate(champion, { signal })).rejects.toThrow();
    });
  });
}
