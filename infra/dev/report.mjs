/** Something that stops the work and that the person at the keyboard can mend: what happened, and what to do. */
export class Failure extends Error {
  constructor(what, advice) {
    super(`${what}: ${advice}`);
  }
}

const isTerminal = Boolean(process.stdout.isTTY);
const paint = (code, text) => (isTerminal ? `\x1b[${code}m${text}\x1b[0m` : text);

export const say = {
  step: (text) => console.log(`${paint(36, '›')} ${text}`),
  done: (text, since) =>
    console.log(`${paint(32, '✓')} ${text} ${paint(2, `(${((Date.now() - since) / 1000).toFixed(1)} s)`)}`),
  failure: (error) => console.error(`${paint(31, '✗')} ${error.message}`),
  app: (name, text) => console.log(`${paint(2, `${name} |`)} ${text}`),
  plain: (text) => console.log(text),
};
