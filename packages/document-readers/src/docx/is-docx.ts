import { zipEntries } from './zip-archive.ts';

/** The part of a Word document that holds its text. */
export const DOCUMENT = 'word/document.xml';

/** Whether an archive is a Word document. */
export function isDocx(archive: Buffer): boolean {
  try {
    return zipEntries(archive).some(({ name }) => name === DOCUMENT);
  } catch {
    return false;
  }
}
