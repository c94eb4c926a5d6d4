import { ServiceError } from '@pareto/contracts/service-error';
import mammoth from 'mammoth';
import { type HtmlFlow, htmlFlow } from '../html/html-flow.ts';
import { CONCEALED_STYLE_MAP, CONCEALED_STYLE_SHEET, markConcealedRuns } from './concealed-runs.ts';
import { DOCUMENT } from './is-docx.ts';
import { RunStyles } from './run-styles.ts';
import { inflate, storedZip, type ZipEntry, zipEntries } from './zip-archive.ts';

const PROPERTIES = 'docProps/core.xml';
const STYLES = 'word/styles.xml';
const TEXTS = [DOCUMENT, 'word/footnotes.xml', 'word/endnotes.xml'];
/** Behind each note, mammoth leads back to where it is referred to. */
const BACK_TO_TEXT = / ?<a href="#(?:foot|end)note-ref-\d+">↑<\/a>/g;
/** Where a page or a column of text ends, its words do. */
const BREAKS = ["br[type='page'] => hr", "br[type='column'] => hr"];
/** Parts that hold text or say how it is to be read; pictures and fonts are left in the archive. */
const READ = /^(\[Content_Types\]\.xml|_rels\/.*|word\/(_rels\/.*|[^/]+\.xml)|docProps\/core\.xml)$/;
/** Of XML, inflated. A book of 1,000 pages has about 10 MB; mammoth needs some twenty times that to read it. */
const MAX_XML_BYTES = 16 * 2 ** 20;

/**
 * Text of a Word document, headings, lists, tables and notes, through mammoth; headers and footers are left out.
 * @throws ServiceError `document_too_complex` when its parts are larger than a document's are.
 */
export async function docxFlow(archive: Buffer): Promise<HtmlFlow> {
  const parts = xmlParts(archive);
  const styles = new RunStyles(parts.get(STYLES)?.toString('utf8') ?? '');
  for (const name of TEXTS) {
    const xml = parts.get(name)?.toString('utf8');
    if (xml !== undefined) parts.set(name, Buffer.from(markConcealedRuns(xml, styles)));
  }
  const { value: html } = await mammoth.convertToHtml(
    { buffer: storedZip(parts) },
    {
      styleMap: [
        ...CONCEALED_STYLE_MAP,
        ...BREAKS,
        "p[style-name='Title'] => h1:fresh",
        "p[style-name='Subtitle'] => h2:fresh",
      ],
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      includeEmbeddedStyleMap: false,
      externalFileAccess: false,
    },
  );
  const title = /<dc:title>([^<]*)<\/dc:title>/.exec(parts.get(PROPERTIES)?.toString('utf8') ?? '')?.[1] ?? '';
  return htmlFlow(`${CONCEALED_STYLE_SHEET}<title>${title}</title>${html.replace(BACK_TO_TEXT, '')}`);
}

/** Inflated within what they declare, and that within bounds: a bomb is found before anything is built from it. */
function xmlParts(archive: Buffer): Map<string, Buffer> {
  const entries = zipEntries(archive).filter(({ name }) => READ.test(name));
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_XML_BYTES) throw tooLarge();
  return new Map(entries.map((entry) => [entry.name, inflated(archive, entry)]));
}

function inflated(archive: Buffer, entry: ZipEntry): Buffer {
  try {
    return inflate(archive, entry);
  } catch (cause) {
    throw cause instanceof RangeError ? tooLarge(cause) : cause;
  }
}

function tooLarge(cause?: unknown): ServiceError {
  return new ServiceError('document_too_complex', 'The parts of the document are too large.', { cause });
}
