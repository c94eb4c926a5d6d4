const MAX_SECONDS = 24 * 60 * 60;

/** Whole seconds, from either form of the header; undefined when it is absent or means nothing. */
export function retryAfterSeconds(headers: Headers): number | undefined {
  const milliseconds = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  const value = headers.get('retry-after') ?? '';
  const seconds = /^\d+(?:\.\d+)?$/u.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  const wait = Number.isFinite(milliseconds) ? milliseconds / 1_000 : seconds;
  return Number.isFinite(wait) && wait >= 0 ? Math.min(Math.ceil(wait), MAX_SECONDS) : undefined;
}
