import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { chooseApps } from '../apps.mjs';
import { summarizeJUnit } from '../pytest.mjs';
import { Failure } from '../report.mjs';
import { stampOf } from '../setup.mjs';
import { readable } from '../start.mjs';
import { summarize } from '../test.mjs';

const DEV = join(import.meta.dirname, '..');
const run = promisify(execFile);

describe('chooseApps', () => {
  const app = (name: string, needs: string[] = []) => ({ name, needs, folder: '', models: [] });
  const apps = [app('gallery', ['agent', 'search']), app('agent', ['search']), app('search')];

  it('starts what an app needs before it', () => {
    expect(chooseApps(['gallery'], apps).map(({ name }) => name)).toEqual(['search', 'agent', 'gallery']);
  });

  it('takes all apps when none is named', () => {
    expect(chooseApps([], apps)).toHaveLength(3);
  });

  it('names the apps that exist to somebody who asks for another', () => {
    expect(() => chooseApps(['serach'], apps)).toThrow(/no app "serach".*known: gallery, agent, search/);
    expect(() => chooseApps(['serach'], apps)).toThrow(Failure);
  });
});

describe('stampOf', () => {
  it('changes with the lock file and the major version of Node, and with nothing else', () => {
    const stamp = stampOf('lock', 'v24.1.0');
    expect(stampOf('lock', 'v24.9.0')).toBe(stamp);
    expect(stampOf('lock', 'v26.0.0')).not.toBe(stamp);
    expect(stampOf('lock 2', 'v24.1.0')).not.toBe(stamp);
  });
});

describe('readable', () => {
  it('prints a line of JSON as a person reads it and leaves other lines alone', () => {
    expect(readable('{"level":"info","time":1,"pid":2,"hostname":"h","name":"n","msg":"answered","status":200}')).toBe(
      'answered status=200',
    );
    expect(readable('{"level":"error","msg":"failed","err":{"message":"why"}}')).toBe('error failed why');
    expect(readable('plain words')).toBe('plain words');
  });
});

describe('summarize', () => {
  it('counts files that broke before their tests as failures, and names what was skipped', () => {
    const test = (status: string, fullName = 'a test') => ({ status, fullName });
    const report = {
      testResults: [
        { status: 'passed', assertionResults: [test('passed'), test('skipped', 'x (needs a Docker engine)')] },
        { status: 'failed', assertionResults: [] },
      ],
    };
    expect(summarize(report)).toEqual({ passed: 1, failed: 1, skipped: ['x (needs a Docker engine)'] });
  });
});

describe('summarizeJUnit', () => {
  it('counts what pytest writes: parts that are missing by name, errors before a test as failures', () => {
    const report = `<?xml version="1.0"?><testsuites><testsuite name="pytest" errors="1" failures="1" skipped="2" tests="6">
      <testcase classname="tests.test_a" name="test_one[&lt;a&gt;]" time="0.1" /><testcase classname="tests.test_a" name="test_two" time="0.1"></testcase>
      <testcase classname="tests.test_a" name="test_it_works" time="0"><skipped type="pytest.skip" message="(needs model files)">a.py:3: &lt;skip&gt;</skipped></testcase>
      <testcase classname="" name="tests.test_b" time="0"><skipped type="pytest.skip" message="could not import &quot;x&quot;">b.py</skipped></testcase>
      <testcase classname="tests.test_c" name="test_x" time="0"><failure message="assert 1 == 2">E &lt;testcase /&gt;</failure></testcase>
      <testcase classname="" name="tests.test_d" time="0"><error message="collection failure">ImportError</error></testcase>
      </testsuite></testsuites>`;
    expect(summarizeJUnit(report)).toEqual({
      passed: 2,
      failed: 2,
      skipped: ['tests.test_a test it works (needs model files)', 'tests.test b could not import "x"'],
    });
  });
});

describe('commands', () => {
  const scripts = (file: string): Record<string, string> =>
    JSON.parse(readFileSync(join(DEV, '../..', file), 'utf8')).scripts;

  it('are all in the help, and npm has each', async () => {
    const { stdout } = await run(process.execPath, [join(DEV, 'cli.mjs'), '--help']);
    const named = [...stdout.matchAll(/^ {2}npm (?:run )?([a-z]+)/gm)].map(([, name]) => name);
    expect(new Set(named)).toEqual(new Set(Object.keys(scripts('package.json'))));
    expect(named).toEqual(expect.arrayContaining(['repro', 'pytest']));
  });

  it('run the tests of the Python packages for turbo as well', () => {
    expect(scripts('packages/training/package.json')).toMatchObject({ test: 'node ../../infra/dev/cli.mjs pytest' });
  });
});

/** A repository with one small app and the runner itself, so that starting and stopping are real. */
describe('npm start', () => {
  let root: string;
  let child: ChildProcess | undefined;
  afterEach(() => {
    child?.kill('SIGKILL');
    rmSync(root, { recursive: true, force: true });
  });

  function repository(appSource: string, port: number): string {
    root = mkdtempSync(join(tmpdir(), 'pareto-dev-'));
    cpSync(DEV, join(root, 'infra/dev'), { recursive: true, filter: (path) => !path.endsWith('/test') });
    writeFileSync(join(root, 'package-lock.json'), '{}');
    writeFileSync(join(root, '.node-version'), process.versions.node);
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(join(root, 'node_modules/.pareto-stamp'), stampOf('{}', process.version));
    mkdirSync(join(root, 'apps/small/src'), { recursive: true });
    writeFileSync(
      join(root, 'apps/small/package.json'),
      JSON.stringify({ type: 'module', pareto: { port, models: [], needs: [] } }),
    );
    writeFileSync(join(root, 'apps/small/src/main.ts'), appSource);
    return join(root, 'infra/dev/cli.mjs');
  }

  const APP = `
    import { createServer } from 'node:http';
    const server = createServer((_request, response) => response.end('{}')).listen(Number(process.env.PORT));
    process.on('SIGTERM', () => { console.log('stopping cleanly'); server.close(); server.closeAllConnections(); });
  `;

  async function freePort(): Promise<number> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    return port;
  }

  it('shows the addresses when the app is ready, and stops it on Ctrl-C', async () => {
    const port = await freePort();
    child = spawn(process.execPath, [repository(APP, port), 'start', 'small'], { stdio: 'pipe' });
    let output = '';
    for await (const chunk of child.stdout!) {
      output += chunk;
      if (output.includes('Ctrl-C stops') && !output.includes('stopping')) child.kill('SIGINT');
    }
    const code = child.exitCode ?? (await once(child, 'exit'))[0];
    expect(code).toBe(0);
    expect(output).toContain(`http://localhost:${port}`);
    expect(output).toContain('stopping cleanly');
  }, 30_000);

  it('says in one line that a port is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const failure = await run(process.execPath, [repository(APP, port), 'start', 'small']).catch((error) => error);
    server.close();
    expect(failure.code).toBe(1);
    expect(failure.stderr.trim().split('\n')).toEqual([expect.stringContaining(`port ${port} is in use`)]);
  }, 30_000);

  it('ends with an error when an app ends by itself', async () => {
    const failure = await run(process.execPath, [repository('process.exit(3)', await freePort()), 'start']).catch(
      (error) => error,
    );
    expect(failure.code).toBe(1);
    expect(failure.stderr).toContain('small ended (exit code 3)');
  }, 30_000);
});
