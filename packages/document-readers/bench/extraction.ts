import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Section, summarize } from '@pareto/evaluation';

const ROOT = join(import.meta.dirname, '../../..');
const DATA = process.env.PARETO_DATA ?? join(ROOT, '../shared/data');
const PYTHON = process.env.BENCH_PYTHON ?? join(ROOT, '.data/venvs/bench/bin/python');
const ROUNDS = 3;
const CORE = '0';
const GOALS = { pdftotext: 0.5, pypdf: 5 };
const NAMES = {
  pdftotext: 'pdftotext -bbox',
  pypdf: 'pypdf extract_text',
  warm: 'ours, warm',
  cold: 'ours, first pass of a process',
};

interface Rate {
  readonly pages: number;
  readonly seconds: number;
}

/**
 * Pages for each second of computing, from files to text: ours with blocks, tables, boxes and concealed text. Computing is
 * counted, not the clock: what else the machine does takes no part.
 */
export default async function bench(): Promise<Section> {
  const files = readFiles();
  const isPinned = await succeeds('taskset', ['-c', CORE, 'true']);
  const hasPdftotext = await succeeds('pdftotext', ['-v']);
  const rates: Record<keyof typeof NAMES, number[]> = { pdftotext: [], pypdf: [], warm: [], cold: [] };
  const resident: number[] = [];
  const unread = new Set<string>();
  let pages = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = JSON.parse(
      await pinned(isPinned, process.execPath, [join(import.meta.dirname, 'extraction-rate.ts'), ...files]),
    ) as {
      cold: Rate;
      warm: Rate;
      residentBytes: number;
    };
    pages = ours.warm.pages;
    rates.cold.push(ours.cold.pages / ours.cold.seconds);
    rates.warm.push(ours.warm.pages / ours.warm.seconds);
    resident.push(ours.residentBytes / 2 ** 20);
    if (hasPdftotext) rates.pdftotext.push(pages / (await pdftotextSeconds(isPinned, files)));
    rates.pypdf.push(await pypdfRate(isPinned, files, unread));
  }
  return section({ rates, pages, files: files.length, resident, unread: unread.size, isPinned });
}

function section(measured: {
  rates: Record<keyof typeof NAMES, number[]>;
  pages: number;
  files: number;
  resident: number[];
  unread: number;
  isPinned: boolean;
}): Section {
  const { rates, pages, files, resident, unread, isPinned } = measured;
  const median = (name: keyof typeof NAMES) => (rates[name].length > 0 ? summarize(rates[name]).median : undefined);
  const ratio = (peer: 'pdftotext' | 'pypdf') => median('warm')! / (median(peer) ?? Number.NaN);
  const verdict = (peer: 'pdftotext' | 'pypdf') =>
    `${ratio(peer).toFixed(2)}× ${NAMES[peer]}, goal ${GOALS[peer]}×${ratio(peer) < GOALS[peer] ? ': MISSED' : ''}`;
  const rows = (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((name) => {
    if (rates[name].length === 0) return [[NAMES[name], 'not installed', '', '']];
    const { median: middle, min, max } = summarize(rates[name]);
    const relative = median('pdftotext') ? (middle / median('pdftotext')!).toFixed(2) : '';
    return [[NAMES[name], middle.toFixed(0), `${min.toFixed(0)}–${max.toFixed(0)}`, relative]];
  });
  return {
    title: 'Text extraction from PDFs',
    notes: [
      `${files} filings, ${pages} pages; ${ROUNDS} rounds in which each takes its turn${isPinned ? ', pinned to one core' : ', not pinned to a core'}.`,
      `Warm: ${[...(rates.pdftotext.length > 0 ? [verdict('pdftotext')] : []), verdict('pypdf')].join('; ')}. A document that is read in a process of its own meets the compiler cold: that is the last row.`,
      `pdftotext writes words with boxes and starts anew for each file. pypdf writes plain text; time to load it is not counted${unread > 0 ? `, nor are ${unread} files that it cannot decrypt without another package` : ''}.`,
      `Peak memory of our process over all files, three times: ${summarize(resident).median.toFixed(0)} MiB.`,
    ],
    columns: ['reader', 'pages/CPU s (median)', 'range', '× pdftotext'],
    rows,
    data: { pages, rates, residentMiB: resident },
  };
}

function readFiles(): string[] {
  const folder = join(DATA, 'pdf/financebench');
  if (!existsSync(folder))
    throw new Error(`the files of this benchmark are not here: ${folder} (PARETO_DATA says where)`);
  const names = readdirSync(folder).filter((name) => name.endsWith('.pdf'));
  return names.sort().map((name) => join(folder, name));
}

async function pinned(isPinned: boolean, file: string, args: readonly string[]): Promise<string> {
  const [program, ...others] = isPinned ? ['taskset', '-c', CORE, file, ...args] : [file, ...args];
  const { stdout } = await promisify(execFile)(program!, others, { maxBuffer: 2 ** 26 });
  return stdout;
}

/** The shell tells what its children computed. */
const EACH_FILE = 'for file; do pdftotext -bbox "$file" /dev/null; done; times';
const TIMES = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/;

async function pdftotextSeconds(isPinned: boolean, files: readonly string[]): Promise<number> {
  const [, ...times] = TIMES.exec(await pinned(isPinned, 'sh', ['-c', EACH_FILE, 'sh', ...files]))!;
  const [userMinutes = 0, user = 0, systemMinutes = 0, system = 0] = times.map(Number);
  return 60 * (userMinutes + systemMinutes) + user + system;
}

/** Over the files that it can read. */
async function pypdfRate(isPinned: boolean, files: readonly string[], unread: Set<string>): Promise<number> {
  const script = join(import.meta.dirname, 'peers/pypdf_rate.py');
  const rates = JSON.parse(await pinned(isPinned, PYTHON, [script, ...files])) as (Rate & { path: string })[];
  for (const { path, pages } of rates) if (pages === 0) unread.add(path);
  const sum = (measure: (rate: Rate) => number) => rates.reduce((total, rate) => total + measure(rate), 0);
  return sum(({ pages }) => pages) / sum(({ seconds }) => seconds);
}

async function succeeds(program: string, args: readonly string[]): Promise<boolean> {
  return promisify(execFile)(program, [...args]).then(
    () => true,
    () => false,
  );
}
