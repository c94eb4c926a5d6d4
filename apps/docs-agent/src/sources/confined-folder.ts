import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';

export interface FolderLimits {
  readonly files: number;
  /** Of one file. */
  readonly fileBytes: number;
  /** Of all files together. */
  readonly totalBytes: number;
  /** Folders below folders. */
  readonly depth: number;
}

export const DEFAULT_LIMITS: FolderLimits = {
  files: 3_000,
  fileBytes: 2 * 2 ** 20,
  totalBytes: 64 * 2 ** 20,
  depth: 8,
};

const SNIFFED_BYTES = 8_192;
const MAX_NOTES = 20;

/** Reads the files of one folder that nobody vouches for: never anything outside of it, and no more than its limits. */
export class ConfinedFolder {
  readonly root: string;
  /** Why files were left out, for a person. */
  readonly notes: string[] = [];
  readonly #limits: FolderLimits;
  readonly #texts = new Map<string, string | undefined>();
  #bytes = 0;

  /** @throws Error of the file system where there is no such folder. */
  constructor(folder: string, limits: FolderLimits = DEFAULT_LIMITS) {
    this.root = realpathSync(folder);
    this.#limits = limits;
  }

  /** The text of a file by its path with forward slashes; undefined where it is not there or may not be read. */
  text(path: string): string | undefined {
    const normal = posix.normalize(path);
    if (!this.#texts.has(normal)) this.#texts.set(normal, this.#read(normal));
    return this.#texts.get(normal);
  }

  /** Paths of files below a folder, in order; `node_modules` and hidden ones are passed over. */
  files(
    below: string,
    isWanted: (path: string) => boolean,
    { depth: maxDepth = this.#limits.depth }: { depth?: number } = {},
  ): string[] {
    const found: string[] = [];
    const walk = (folder: string, depth: number): void => {
      if (this.#inside(folder) === undefined) return;
      for (const entry of readdirSync(join(this.root, folder), { withFileTypes: true }).sort(byName)) {
        if (found.length >= this.#limits.files) {
          this.#note(`there are more than ${this.#limits.files} files`);
          return;
        }
        const path = posix.join(folder, entry.name);
        // Links to folders are not followed: they may lead in circles.
        if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
        if (!entry.isDirectory()) {
          if (isWanted(path)) found.push(path);
        } else if (depth < maxDepth) walk(path, depth + 1);
        else if (maxDepth > 0) this.#note(`${path} lies deeper than ${maxDepth} folders`);
      }
    };
    walk(posix.normalize(below), 0);
    return found;
  }

  #read(path: string): string | undefined {
    const file = this.#inside(path);
    if (file === undefined) return undefined;
    const stats = statSync(file);
    if (!stats.isFile()) return undefined;
    if (stats.size > this.#limits.fileBytes)
      return this.#note(`${path} is larger than ${this.#limits.fileBytes} bytes`);
    if (this.#bytes + stats.size > this.#limits.totalBytes) {
      return this.#note(`${path} and later files are beyond ${this.#limits.totalBytes} bytes together`);
    }
    const bytes = readFileSync(file);
    if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) return this.#note(`${path} is no text`);
    this.#bytes += bytes.length;
    return bytes
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .replaceAll('\0', '');
  }

  /** The real place of a path, where it is inside of the folder and exists. */
  #inside(path: string): string | undefined {
    if (path.includes('\0') || path.startsWith('..') || posix.isAbsolute(path)) return undefined;
    try {
      const real = realpathSync(join(this.root, path));
      if (real === this.root || real.startsWith(this.root + sep)) return real;
    } catch {
      return undefined;
    }
    return this.#note(`${path} leads out of the folder`);
  }

  #note(note: string): undefined {
    if (this.notes.length < MAX_NOTES && !this.notes.includes(note)) this.notes.push(note);
  }
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
