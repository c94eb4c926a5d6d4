import type { LocatedBundle } from '@pareto/contracts';
import type { ModelLoader, SmokeAnswer } from '../src/index.ts';

/** What a test's loader makes: it knows its version, and whether it is open. */
export interface OpenModel {
  readonly version: number;
  isOpen: boolean;
}

/** A loader that can be slow, fail, and answer its smoke texts wrongly, by version. */
export class ScriptedLoader implements ModelLoader<OpenModel> {
  readonly made: OpenModel[] = [];
  readonly wait = new Map<number, Promise<void>>();
  readonly failing = new Set<number>();
  readonly lying = new Set<number>();

  async load({ model, manifest }: LocatedBundle): Promise<OpenModel> {
    await this.wait.get(model.version);
    if (this.failing.has(model.version)) throw new Error('out of memory');
    const made = { version: model.version, isOpen: true };
    this.made.push(made);
    this.#smoke.set(made, manifest.smoke);
    return made;
  }

  async answer(model: OpenModel): Promise<SmokeAnswer[]> {
    const shift = this.lying.has(model.version) ? 0.06 : 0.04;
    return this.#smoke
      .get(model)!
      .map(({ labels, probability }) =>
        Object.fromEntries(
          Object.entries(labels).map(([head, label]) => [head, [{ label, probability: probability[head]! - shift }]]),
        ),
      );
  }

  async close(model: OpenModel): Promise<void> {
    if (!model.isOpen) throw new Error('closed twice');
    model.isOpen = false;
  }

  /** Versions that are loaded now. */
  get open(): number[] {
    return this.made.filter(({ isOpen }) => isOpen).map(({ version }) => version);
  }

  readonly #smoke = new WeakMap<OpenModel, LocatedBundle['manifest']['smoke']>();
}
