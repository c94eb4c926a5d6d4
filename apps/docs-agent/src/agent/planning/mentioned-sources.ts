import type { DocSource, SourceFilter } from '../../docs-index.ts';

/** Packages whose names are words of every question; they are meant only where the question says so. */
const COMMON_WORDS = new Set(
  `accepts arg args array bin body buffer bytes call case child client code color colors command config convert cookie core
  data debug depth destroy diff encode end error errors events expect extend fetch file files flat forwarded fresh get glob
  has help http https ignore import imports index inherits input io is json keys kind level levels lib link list log
  logger map match memory merge methods mime module ms name names net next node object on once open option options order
  out output package parse path paths pattern pipe plugin process promise proxy pump queue range read reader require
  response retry route router run safe schema select semver send server session set signal sort source split start state
  stream string strip style table tar test text time token tools tree type types undo url use util value vary version
  void watch which word write yes yaml el la que con para por`.split(/\s+/),
);
const VERSION = String.raw`\d+(?:\.\d+){0,2}(?:-[\w.]+)?|\d+\.x`;
const MAX_SOURCES = 4;

export interface MentionedSource extends SourceFilter {
  readonly source: string;
  /** As the question writes it: "5", "5.1" or "5.1.0". */
  readonly version: string | undefined;
}

/** The sources that a question names, in the order of the question, with the version that stands behind each. */
export function mentionedSources(question: string, sources: readonly DocSource[]): MentionedSource[] {
  const found: (MentionedSource & { at: number; length: number })[] = [];
  const folded = question.toLowerCase();
  const names = new Set(sources.map((source) => source.name));
  for (const name of names) {
    const match = mayBeNamed(name, folded)
      ? (patternOf(name).exec(question) ?? inParts(name, question))
      : byScope(name, question, names);
    if (match) found.push({ at: match.index, length: match[0].length, source: name, version: match.groups?.version });
  }
  return found
    .sort((a, b) => a.at - b.at || b.length - a.length)
    .filter(({ at, length }, i, all) => !all.slice(0, i).some((other) => at < other.at + other.length && length > 0))
    .slice(0, MAX_SOURCES)
    .map(({ source, version }) => ({ source, version }));
}

/** `@fastify/helmet` as people say it: "the helmet plugin of Fastify"; `@lancedb/lancedb` as "LanceDB". */
function inParts(name: string, question: string): RegExpExecArray | null {
  const [, scope, bare] = /^@([^/]+)\/(.+)$/.exec(name) ?? [];
  if (scope === undefined || bare === undefined) return null;
  const word = (text: string) => new RegExp(`(?<![\\w@/.-])${escaped(text)}(?![\\w/-])`, 'iu');
  return word(scope).test(question) ? word(bare).exec(question) : null;
}

/** "The Scalar plugin" is `@scalar/fastify-api-reference`, where nothing else is of that name. */
function byScope(name: string, question: string, names: ReadonlySet<string>): RegExpExecArray | null {
  const scope = /^@([^/]+)\//.exec(name)?.[1];
  if (scope === undefined || COMMON_WORDS.has(scope) || !question.toLowerCase().includes(scope)) return null;
  const isOnly = !names.has(scope) && [...names].every((other) => other === name || !other.startsWith(`@${scope}/`));
  return isOnly ? new RegExp(`(?<![\\w@/.-])${escaped(scope)}(?![\\w/-])`, 'iu').exec(question) : null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('-', '[- ]');
}

/** Rules nearly all names out, at a hundredth of what an expression costs. */
function mayBeNamed(name: string, question: string): boolean {
  return name
    .toLowerCase()
    .split(/[-_ @/]/)
    .every((part) => question.includes(part));
}

/** "better-sqlite3" also as "better sqlite3"; a common word only in backticks, with a version, or as a package. */
function patternOf(name: string): RegExp {
  const text = name
    .split(/[-_ ]/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('[-_ ]');
  const version = String.raw`(?:\s*@\s*[~^]?|\s+v(?:ersion|ersión|\.)?\s*|\s+)(?<version>${VERSION})(?![\w.]*[a-z])`;
  const edges = [String.raw`(?<![\w@/.-])`, String.raw`(?![\w/-]|\.[a-z])`] as const;
  const plain = `${edges[0]}${text}${edges[1]}(?:${version})?`;
  if (!COMMON_WORDS.has(name.toLowerCase()) && name.length > 2) return new RegExp(plain, 'iu');
  const meant = [
    `\`${text}(?:${version})?\``,
    `${edges[0]}${text}(?:${version})`,
    `(?:package|module|library|paquete|módulo|librería|biblioteca)\\s+${text}${edges[1]}`,
    `${edges[0]}${text}\\s+(?:package|module|library)`,
  ];
  // One name for the group is enough: the others stand without.
  return new RegExp(meant.map((one, i) => (i === 1 ? one : one.replaceAll('?<version>', '?:'))).join('|'), 'iu');
}

const SPAN = [
  new RegExp(
    String.raw`(?:from|between|de(?:sde)?|entre)\s+(?:la\s+)?(?:[@\w/.-]+[\s@])?(?:v(?:ersion|ersión)?\.?\s*)?(${VERSION})\s+(?:to|and|a|y|hasta|hacia)\s+(?:la\s+)?(?:[@\w/.-]+[\s@])?(?:v(?:ersion|ersión)?\.?\s*)?(${VERSION})`,
    'iu',
  ),
  new RegExp(String.raw`v?(${VERSION})\s*(?:→|->|=>|vs\.?|to|a)\s*v?(${VERSION})`, 'iu'),
];
const NAMED_VERSION = new RegExp(
  String.raw`(?<![\w.])(?:(?:v(?:ersion|ersión)?\.?\s*|@)(${VERSION})|(\d+\.(?:\d+(?:\.\d+)?|x)))(?![\w]|\.\d)`,
  'giu',
);

/** The versions that a question names, older first where it names a span. */
export function versionsOf(question: string): string[] {
  for (const pattern of SPAN) {
    const match = pattern.exec(question);
    if (match) return [match[1]!, match[2]!].sort(byVersion);
  }
  return [...new Set([...question.matchAll(NAMED_VERSION)].map((match) => match[1] ?? match[2]!))]
    .slice(0, 2)
    .sort(byVersion);
}

export function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
