import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readApps } from './apps.mjs';
import { DATA } from './paths.mjs';
import { Failure, say } from './report.mjs';
import { HOST, startApps } from './running-apps.mjs';
import { serverEvents } from './server-events.mjs';

const APP = 'docs-agent';
const HELP = `npm run ask -- "question"       ask the docs agent, and watch its steps

  -c, --continue          go on with the last conversation: "And in version 4?"
  -s, --source <name>     only this package or folder
  -v, --version <version> of that package
      --url <url>         a docs agent elsewhere (DOCS_AGENT_URL); its key in DOCS_AGENT_KEY
      --json              the answer as JSON, nothing else

Without a docs agent at ${HOST} one is started for the question; npm start -- ${APP} keeps it running.`;

const OPTIONS = {
  continue: { type: 'boolean', short: 'c' },
  source: { type: 'string', short: 's' },
  version: { type: 'string', short: 'v' },
  url: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
};

/** Of the last conversation: its address, token and id. A test has a file of its own. */
const CONVERSATION = process.env.DOCS_AGENT_CONVERSATION ?? join(DATA, APP, 'conversation.json');

/** `npm run ask`. Resolves with the exit code: 0 for an answer, 2 where the documentation does not answer. */
export async function ask(args) {
  const { values, positionals } = parsed(args);
  const question = positionals.join(' ').trim();
  if (values.help || question === '') {
    say.plain(HELP);
    return values.help ? 0 : 1;
  }
  const here = `http://${HOST}:${readApps().find(({ name }) => name === APP).port}`;
  const url = (values.url ?? process.env.DOCS_AGENT_URL ?? here).replace(/\/+$/, '');
  const running = url === here && !(await isThere(url)) ? await startForOne(values.json) : undefined;
  try {
    return await put(url, question, values);
  } finally {
    running?.stop();
    await running?.ended;
  }
}

function parsed(args) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Failure(error.message, 'npm run ask -- --help');
  }
}

async function isThere(url) {
  const answer = await fetch(`${url}/health/live`).catch(() => undefined);
  return answer?.ok === true;
}

async function startForOne(isQuiet) {
  if (!isQuiet) say.step(`no docs agent is running: starting one (npm start -- ${APP} keeps it)`);
  const running = await startApps([APP]);
  if (!(await running.ready)) throw new Failure('the docs agent did not start', `npm start -- ${APP} shows its log`);
  return running;
}

async function put(url, question, { source, version, json, continue: goesOn }) {
  const known = readConversation(url);
  const key = process.env.DOCS_AGENT_KEY;
  const headers = {
    'content-type': 'application/json',
    ...(known.token ? { 'x-session-token': known.token } : {}),
    ...(key ? { authorization: `Bearer ${key}` } : {}),
  };
  const session = goesOn && known.session ? { session_id: known.session } : {};
  const body = JSON.stringify({ question, source, version, stream: true, ...session });
  const began = Date.now();
  const response = await fetch(`${url}/v1/ask`, { method: 'POST', headers, body }).catch(() => {
    throw new Failure(`nothing answers at ${url}`, `npm start -- ${APP}`);
  });
  if (!response.ok) throw await refusal(response);
  const token = response.headers.get('x-session-token') ?? known.token;
  const show = json ? () => undefined : shown(began);
  for await (const { event, data } of serverEvents(response.body)) {
    if (event === 'error') throw new Failure(data.detail, data.code);
    show(event, data);
    if (event !== 'done') continue;
    writeConversation({ url, token, session: data.session_id });
    if (json) say.plain(JSON.stringify(data, null, 2));
    return data.abstained ? 2 : 0;
  }
  throw new Failure('the answer broke off', 'ask again');
}

async function refusal(response) {
  const { detail, title, code } = await response.json().catch(() => ({}));
  const advice = code === 'session_not_found' ? 'ask without --continue' : (code ?? `status ${response.status}`);
  return new Failure(detail ?? title ?? 'the docs agent refused', advice);
}

/** Steps as they happen, then the answer sentence by sentence, then the pages that it cites. */
function shown(began) {
  let hasText = false;
  const write = (text) => process.stdout.write(text);
  return (event, data) => {
    if (event === 'plan') {
      const on = data.sources.map(({ source }) => source).join(', ');
      say.step(`${data.revision > 0 ? 'plan changed' : 'plan'}: ${data.kind}${on ? `, about ${on}` : ''}`);
    } else if (event === 'tool_call') {
      say.step(`${data.tool} ${JSON.stringify(data.arguments)}`);
    } else if (event === 'tool_result') {
      say.plain(`    ${data.status}, ${data.ms} ms: ${data.preview.replace(/\s+/g, ' ').slice(0, 90)}`);
    } else if (event === 'token') {
      if (!hasText) write('\n');
      hasText = true;
      write(data.text);
    } else if (event === 'done') {
      say.plain(hasText ? '\n' : `\n${data.answer}\n`);
      for (const line of citedPages(data.citations)) say.plain(`  ${line}`);
      if (data.struck.length > 0) say.plain(`  struck, for no page has it: ${data.struck.join(', ')}`);
      const cut = data.finish_reason === 'stop' ? '' : `, cut off: ${data.finish_reason}`;
      say.done(`${data.abstained ? 'not in the documentation' : 'answered'}${cut}`, began);
    }
  };
}

function citedPages(citations) {
  const lines = citations.map(
    ({ number, source, version, path, anchor }) =>
      `[${number}] ${source}${version ? ` ${version}` : ''}  ${path}${anchor ? `#${anchor}` : ''}`,
  );
  return [...new Set(lines)];
}

function readConversation(url) {
  if (!existsSync(CONVERSATION)) return {};
  const known = JSON.parse(readFileSync(CONVERSATION, 'utf8'));
  return known.url === url ? known : {};
}

function writeConversation(conversation) {
  mkdirSync(dirname(CONVERSATION), { recursive: true });
  // The token in it lets its bearer read the conversations.
  writeFileSync(CONVERSATION, JSON.stringify(conversation), { mode: 0o600 });
}
