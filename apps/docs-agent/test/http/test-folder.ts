import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A folder of a test with files in it. */
export class TestFolder {
  /** Without links on the way to it. */
  readonly folder: string;

  constructor(name: string) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), `pareto-${name}-`)));
  }

  at(path: string): string {
    return join(this.folder, path);
  }

  /** @param content an object is written as JSON. */
  write(path: string, content: string | object): void {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  }

  remove(path = '.'): void {
    rmSync(this.at(path), { recursive: true, force: true });
  }
}
