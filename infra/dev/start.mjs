import { say } from './report.mjs';
import { startApps } from './running-apps.mjs';

/** `npm start`: sets up, runs the apps, and stops them on Ctrl-C. Resolves with the exit code when all have ended. */
export async function start(names) {
  const { apps, ready, ended } = await startApps(names, { onLine: (name, line) => say.app(name, readable(line)) });
  if (await ready) table(apps);
  return ended;
}

/** A log line of an app as a person reads it. */
export function readable(line) {
  try {
    const { level, msg, time, pid, hostname, name, reqId, err, ...rest } = JSON.parse(line);
    const fields = Object.entries(rest).map(
      ([key, value]) => `${key}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
    );
    return [level === 'info' ? '' : level, msg, ...fields, err?.message].filter(Boolean).join(' ');
  } catch {
    return line;
  }
}

function table(apps) {
  const width = Math.max(...apps.map((app) => app.name.length));
  say.plain('');
  for (const { name, port } of apps)
    say.plain(`  ${name.padEnd(width)}  http://localhost:${port}   http://localhost:${port}/docs`);
  say.plain('\n  Ctrl-C stops.\n');
}
