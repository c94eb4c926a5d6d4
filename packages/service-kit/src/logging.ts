/** Fields that never reach the log, wherever a logged object holds them. */
const REDACTED = ['authorization', 'cookie', 'set-cookie', 'x-session-token', 'x-api-key'];

/** Pino's options: lines of JSON without bodies, query strings or secrets. */
export function loggerOptions(name: string, level: string) {
  return {
    name,
    level,
    redact: {
      paths: REDACTED.flatMap((field) => [
        `["${field}"]`,
        `headers["${field}"]`,
        // Of requests, answers, and options that plugins log.
        `*.headers["${field}"]`,
      ]),
      censor: '[redacted]',
    },
    formatters: { level: (label: string) => ({ level: label }) },
  };
}
