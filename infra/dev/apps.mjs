import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { Failure } from './report.mjs';

/**
 * Every app with what its package.json says under "pareto": its port, the models that it loads, the apps that it needs
 * over HTTP, arguments for Node, and variables that its process has unless they are set.
 */
export function readApps(root = ROOT) {
  return readdirSync(join(root, 'apps'))
    .filter((name) => existsSync(join(root, 'apps', name, 'package.json')))
    .map((name) => {
      const { pareto = {} } = JSON.parse(readFileSync(join(root, 'apps', name, 'package.json'), 'utf8'));
      return {
        name,
        folder: join(root, 'apps', name),
        models: [],
        needs: [],
        nodeArguments: [],
        environment: {},
        ...pareto,
      };
    });
}

/** The chosen apps (all when none is named) after those that they need. */
export function chooseApps(names, apps) {
  const chosen = new Map();
  const add = (name, neededBy) => {
    const app = apps.find((candidate) => candidate.name === name);
    if (!app)
      throw new Failure(
        `there is no app "${name}"${neededBy ? ` (needed by ${neededBy})` : ''}`,
        `known: ${apps.map((known) => known.name).join(', ')}`,
      );
    if (chosen.has(name)) return;
    chosen.set(name, undefined);
    for (const needed of app.needs) add(needed, name);
    chosen.delete(name);
    chosen.set(name, app);
  };
  for (const name of names.length > 0 ? names : apps.map((app) => app.name)) add(name);
  return [...chosen.values()];
}
