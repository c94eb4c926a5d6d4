import { type Automaton, automatonOf } from './automaton.ts';
import { parsePattern } from './regular-expression.ts';

const MONTH_AND_DAY =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))';
const LEAP_YEAR = '(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)';
const DATE = `(?:[0-9]{4}-${MONTH_AND_DAY}|${LEAP_YEAR}-02-29)`;
const HOUR = '(?:[01][0-9]|2[0-3])';
const TIME = `${HOUR}:[0-5][0-9]:[0-5][0-9](?:\\.[0-9]{1,6})?(?:Z|[+-]${HOUR}:[0-5][0-9])`;
const TIME_OF_DURATION = 'T(?:[0-9]{1,4}H(?:[0-9]{1,4}M(?:[0-9]{1,4}S)?)?|[0-9]{1,4}M(?:[0-9]{1,4}S)?|[0-9]{1,4}S)';
const DAYS_OF_DURATION = '(?:[0-9]{1,4}Y(?:[0-9]{1,4}M(?:[0-9]{1,4}D)?)?|[0-9]{1,4}M(?:[0-9]{1,4}D)?|[0-9]{1,4}D)';
const BYTE = '(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const IPV4 = `${BYTE}(?:\\.${BYTE}){3}`;
const GROUP = '[0-9a-fA-F]{1,4}';
/** Labels of up to 30 letters, digits and hyphens: a part of what DNS allows, so that no name is too long. */
const LABEL = '[a-zA-Z0-9]{1,20}(?:-[a-zA-Z0-9]{1,9})?';
/** A last label that begins with a digit could be taken for an address. */
const LAST_LABEL = '[a-zA-Z][a-zA-Z0-9]{0,19}(?:-[a-zA-Z0-9]{1,9})?';
const HOST = `(?:${LABEL}\\.){0,3}${LAST_LABEL}`;
const URI_CHARACTER = "(?:[a-zA-Z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})";

/** Exact where the format is finite; of `email`, `hostname` and `uri` the common part, so that all that is written is valid. */
const PATTERNS: Readonly<Record<string, string>> = {
  date: DATE,
  time: TIME,
  'date-time': `${DATE}T${TIME}`,
  duration: `P(?:${DAYS_OF_DURATION}(?:${TIME_OF_DURATION})?|${TIME_OF_DURATION}|[0-9]{1,4}W)`,
  uuid: '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}',
  ipv4: IPV4,
  ipv6: ipv6(),
  hostname: HOST,
  email: `[a-zA-Z0-9_+-]{1,30}(?:\\.[a-zA-Z0-9_+-]{1,30})?@(?:${LABEL}\\.){1,3}${LAST_LABEL}`,
  uri: `https?://${HOST}(?::[1-9][0-9]{0,3})?(?:/${URI_CHARACTER}*)?(?:\\?${URI_CHARACTER}*)?(?:#${URI_CHARACTER}*)?`,
};

const automata = new Map<string, Automaton>();

/** The texts of a format; undefined where it is not known. */
export function formatAutomaton(format: string): Automaton | undefined {
  const pattern = Object.hasOwn(PATTERNS, format) ? PATTERNS[format] : undefined;
  if (pattern === undefined) return undefined;
  let automaton = automata.get(format);
  if (!automaton) {
    automaton = automatonOf(parsePattern(`^(?:${pattern})$`));
    automata.set(format, automaton);
  }
  return automaton;
}

/** Eight groups, or fewer with `::` for at least one of zeros. */
function ipv6(): string {
  const shortened = Array.from({ length: 8 }, (_, before) => {
    const after = 7 - before;
    const left = before === 0 ? ':' : `(?:${GROUP}:){${before}}`;
    return after === 0 ? `${left}:` : `${left}:(?:${GROUP}(?::${GROUP}){0,${after - 1}})?`;
  });
  return [`(?:${GROUP}:){7}${GROUP}`, ...shortened].join('|');
}
