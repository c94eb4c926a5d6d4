import { ServiceError } from '@pareto/contracts';
import type { BackEnd } from '../back-ends/back-end.ts';

/** A name of its own for a model, with others to turn to when it fails. */
export interface Route {
  readonly primary: string;
  readonly fallback: readonly string[];
}

export interface Target {
  /** In the order in which they are tried. */
  readonly chain: readonly BackEnd[];
  /** LoRA adapter of the first. */
  readonly adapter: string | undefined;
}

/** Finds what a caller means by a model's name. It never fetches anything. */
export class Router {
  readonly backEnds: readonly BackEnd[];
  readonly routes: Readonly<Record<string, Route>>;
  readonly #byId: ReadonlyMap<string, BackEnd>;

  constructor(backEnds: readonly BackEnd[], routes: Readonly<Record<string, Route>>) {
    this.backEnds = backEnds;
    this.routes = routes;
    this.#byId = new Map(backEnds.map((backEnd) => [backEnd.id, backEnd]));
  }

  /** @throws ServiceError `model_not_found`, naming those that exist. */
  resolve(name: string): Target {
    if (Object.hasOwn(this.routes, name)) {
      const { primary, fallback } = this.routes[name]!;
      return { chain: [primary, ...fallback].map((id) => this.#byId.get(id)!), adapter: undefined };
    }
    const backEnd = this.#byId.get(name);
    if (backEnd) return { chain: [backEnd], adapter: undefined };
    const colon = name.lastIndexOf(':');
    const base = this.#byId.get(name.slice(0, Math.max(colon, 0)));
    const adapter = name.slice(colon + 1);
    if (base && (base.model?.adapters.includes(adapter) ?? true)) return { chain: [base], adapter };
    const known = [...this.#byId.keys(), ...Object.keys(this.routes)].join(', ');
    throw new ServiceError('model_not_found', `no model "${name.slice(0, 200)}"; there are: ${known}`, {
      param: 'model',
    });
  }
}
