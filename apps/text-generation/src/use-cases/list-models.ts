import { ServiceError } from '@pareto/contracts';
import type { BackEnd } from '../back-ends/back-end.ts';
import type { Router } from '../routing/router.ts';

export interface ModelDescription {
  readonly id: string;
  readonly kind: string;
  readonly state: 'loading' | 'ready' | 'failed';
  readonly capabilities: readonly string[];
  readonly contextLength: number | undefined;
  readonly slots: number | undefined;
  readonly licence: string | undefined;
  readonly adapters: readonly string[];
  /** Of a route: the models that it tries, in order. */
  readonly routesTo?: readonly string[];
  readonly report?: unknown;
}

/** Every name that a request may give as its model. */
export class ListModels {
  readonly #router: Router;
  readonly #embedder: ModelDescription | undefined;
  readonly #reports: Readonly<Record<string, unknown>>;

  /** @param reports measurements by model id. */
  constructor(router: Router, embedder: ModelDescription | undefined, reports: Readonly<Record<string, unknown>>) {
    this.#router = router;
    this.#embedder = embedder;
    this.#reports = reports;
  }

  all(): ModelDescription[] {
    const { backEnds, routes } = this.#router;
    const byId = new Map(backEnds.map((backEnd) => [backEnd.id, this.#describe(backEnd)]));
    const named = Object.entries(routes).map(([id, { primary, fallback }]): ModelDescription => {
      const { adapters: _, ...first } = byId.get(primary)!;
      return { ...first, id, adapters: [], routesTo: [primary, ...fallback] };
    });
    const shadowed = new Set(Object.keys(routes));
    const own = [...byId.values()].filter(({ id }) => !shadowed.has(id));
    return [...own, ...named, ...(this.#embedder ? [this.#embedder] : [])];
  }

  /** @throws ServiceError `model_not_found`. */
  get(id: string): ModelDescription {
    const found = this.all().find((model) => model.id === id);
    if (found) return found;
    const { chain, adapter } = this.#router.resolve(id);
    const base = this.#describe(chain[0]!);
    if (adapter === undefined || !base.adapters.includes(adapter)) {
      throw new ServiceError('model_not_found', `no model "${id.slice(0, 200)}"`, { param: 'model' });
    }
    return { ...base, id, adapters: [] };
  }

  #describe({ id, state, model, options }: BackEnd): ModelDescription {
    return {
      id,
      kind: options.kind,
      state,
      capabilities: [...(model?.capabilities ?? [])],
      contextLength: model?.contextLength,
      slots: model?.slots,
      licence: options.licence,
      adapters: model?.adapters ?? [],
      ...(Object.hasOwn(this.#reports, id) ? { report: this.#reports[id] } : {}),
    };
  }
}
