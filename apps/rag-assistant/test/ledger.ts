import type { Client } from './client.ts';
import { pdfOf } from './pdf.ts';

/** What a name stands for: a document with the words of one upload, or nothing. */
type State = { readonly id: string | undefined; readonly word: string } | 'absent';

interface Upload {
  /** On every page of this upload, and nowhere else. */
  readonly word: string;
  readonly pages: number;
  readonly name: string;
  readonly content: Uint8Array | string;
}

const SUBJECTS = ['The lighthouse blinked', 'Seven geese landed', 'A tram stopped', 'Rain fell', 'My aunt laughed'];

let uploads = 0;

/** A file whose pages all have a word that no other file has. Long ones are texts, to be quickly made. */
async function newUpload(name: string, pages: number): Promise<Upload> {
  uploads += 1;
  const word = `zq${uploads.toString(36)}xw`;
  const texts = Array.from({ length: pages }, (_, i) => {
    // No two pages begin alike: what stands at the top of all is a running header.
    const subject = SUBJECTS.at(i % SUBJECTS.length)!;
    return `${subject} ${'again and '.repeat(Math.floor(i / SUBJECTS.length) % 4)}once, said ${word} on its sheet ${i + 1}.`;
  });
  const content = name.endsWith('.pdf') ? await pdfOf(texts) : texts.join('\f');
  return { name, word, pages, content };
}

/**
 * What one caller did with one name, and therefore what a service that was killed may hold of it: the last state that was
 * acknowledged, or that of the request which was under way.
 */
export class LedgerEntry {
  readonly name: string;
  readonly #pages: number;
  readonly #pagesOf = new Map<string, number>();
  #next: Upload | undefined;
  #acknowledged: State = 'absent';
  #underWay: State | undefined;
  /** Words of documents whose deletion was acknowledged. */
  readonly forgotten: string[] = [];

  constructor(name: string, pages: number) {
    this.name = name;
    this.#pages = pages;
  }

  get isAbsent(): boolean {
    return this.#acknowledged === 'absent';
  }

  /** Makes the next file, which takes time that shall not count. */
  async prepare(): Promise<void> {
    this.#next ??= await newUpload(this.name, this.#pages);
  }

  async upload(caller: Client): Promise<void> {
    await this.prepare();
    const { word, content, pages } = this.#next!;
    this.#next = undefined;
    this.#pagesOf.set(word, pages);
    const id = this.#acknowledged === 'absent' ? undefined : this.#acknowledged.id;
    this.#underWay = { id, word };
    const { status, body } = await caller.upload({ name: this.name, content });
    if (status !== 202) throw new Error(`an upload was answered ${status} ${body.code}`);
    if (id !== undefined && body.documents[0].id !== id) throw new Error('a new version has another id');
    this.#acknowledged = { id: body.documents[0].id, word };
    this.#underWay = undefined;
  }

  async delete(caller: Client): Promise<void> {
    if (this.#acknowledged === 'absent') return;
    const { id, word } = this.#acknowledged;
    this.#underWay = 'absent';
    const { status } = await caller.call('DELETE', `/v1/documents/${id}`);
    if (status !== 204) throw new Error(`a deletion was answered ${status}`);
    this.forgotten.push(word);
    this.#acknowledged = 'absent';
    this.#underWay = undefined;
  }

  /**
   * Compares a service at rest with what it may hold, and notes what it does hold.
   * @returns what is wrong.
   */
  async settle(caller: Client, listed: readonly { id: string; name: string }[]): Promise<string[]> {
    const named = listed.filter(({ name }) => name === this.name);
    const allowed = [this.#acknowledged, ...(this.#underWay ? [this.#underWay] : [])];
    this.#underWay = undefined;
    const [document] = named;
    if (named.length > 1) return [`${this.name}: ${named.length} documents of one name`];
    if (!document) {
      this.#acknowledged = 'absent';
      return allowed.includes('absent') ? [] : [`${this.name}: lost`];
    }
    const { id } = document;
    const { status, problem, pages } = await caller.settled(id);
    if (status !== 'ready') return [`${this.name}: ${status} (${problem?.code})`];
    const wrong: string[] = [];
    const first = await caller.call('GET', `/v1/documents/${id}/pages/1`);
    const word = /zq\w+xw/.exec(first.body.text)?.[0] ?? '';
    const state = allowed.find((one) => one !== 'absent' && one.word === word && (one.id ?? id) === id);
    if (!state) wrong.push(`${this.name}: holds ${word}, allowed ${JSON.stringify(allowed)}`);
    if (pages !== this.#pagesOf.get(word)) wrong.push(`${this.name}: ${pages} pages`);
    const found = await caller.passages(`What was said on the sheet of ${word}?`, { document_ids: [id], k: 50 });
    const foundPages = found.map(({ page }) => page);
    if (found.some(({ text }) => !text.includes(word))) wrong.push(`${this.name}: finds another version`);
    if (new Set(foundPages).size !== foundPages.length) wrong.push(`${this.name}: finds passages twice`);
    if (foundPages.length !== Math.min(50, pages)) wrong.push(`${this.name}: finds ${foundPages.length} of ${pages}`);
    this.#acknowledged = { id, word };
    return wrong;
  }
}
