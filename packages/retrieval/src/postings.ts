const FIRST_CAPACITY = 4;

/** The documents that hold a term, with how often: two parallel arrays that grow by doubling. */
export class PostingList {
  documents = new Int32Array(FIRST_CAPACITY);
  frequencies = new Uint16Array(FIRST_CAPACITY);
  length = 0;
  /** Documents of the list that are not deleted: the document frequency. */
  live = 0;

  push(document: number, frequency: number): void {
    if (this.length === this.documents.length) {
      const documents = new Int32Array(this.length * 2);
      documents.set(this.documents);
      this.documents = documents;
      const frequencies = new Uint16Array(this.length * 2);
      frequencies.set(this.frequencies);
      this.frequencies = frequencies;
    }
    this.documents[this.length] = document;
    this.frequencies[this.length] = Math.min(frequency, 0xffff);
    this.length += 1;
    this.live += 1;
  }

  /** Drops what was deleted and gives the others their new numbers. @param renumbered -1 for a deleted document. */
  compact(renumbered: Int32Array): void {
    let kept = 0;
    for (let i = 0; i < this.length; i += 1) {
      const document = renumbered[this.documents[i]!]!;
      if (document < 0) continue;
      this.documents[kept] = document;
      this.frequencies[kept] = this.frequencies[i]!;
      kept += 1;
    }
    this.length = kept;
    this.documents = this.documents.slice(0, Math.max(kept, FIRST_CAPACITY));
    this.frequencies = this.frequencies.slice(0, Math.max(kept, FIRST_CAPACITY));
  }
}
