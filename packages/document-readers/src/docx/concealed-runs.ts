import type { RunStyles } from './run-styles.ts';

/**
 * WordprocessingML says of a run that it is hidden (`w:vanish`), of which colour and how large it is (ECMA-376 part 1,
 * 17.3.2), itself or by its styles; mammoth reads none of these. A highlight, which it reads, carries them over.
 */
const PROPERTIES = '<w:rPr>([\\s\\S]*?)<\\/w:rPr>';
const BETWEEN = '<\\/?w:(?:tbl|txbxContent)>|<\\/w:p>|<w:p(?:\\s[^>]*)?>|<w:pStyle\\s[^>]*>|<w:shd\\s';
const RUN = '<w:r(?:\\s[^>]*[^/>])?>';
/** Runs with their properties. Those of a paragraph's mark are matched as well: what they say holds for no text. */
const TOKENS = new RegExp(`${BETWEEN}|(${RUN})(?:\\s*<w:rPr\\s*\\/>|\\s*${PROPERTIES})?|${PROPERTIES}`, 'g');
const TOKENS_WITHOUT = new RegExp(`${BETWEEN}|(${RUN})(?:\\s*<w:rPr\\s*\\/>)?`, 'g');
const PARAGRAPH_STYLE = /^<w:pStyle\s+w:val=["']([^"']*)/;

/** Style map and style sheet that turn the marks into text that is hidden in HTML, for the same reasons. */
export const CONCEALED_STYLE_MAP = ['invisible', 'tiny', 'same-colour'].map(
  (reason) => `highlight[color='${reason}'] => span.${reason}`,
);
export const CONCEALED_STYLE_SHEET =
  '<style>.invisible{display:none}.tiny{font-size:0}.same-colour{color:white;background:white}</style>';

/** Marks the runs of a part of a document that nobody sees. */
export function markConcealedRuns(xml: string, styles: RunStyles): string {
  const marker = new Marker(styles, xml.includes('<w:background '));
  const mark = (token: string, run?: string, properties?: string) => marker.mark(token, run, properties);
  // Beyond the last end of properties none is looked for, from each beginning to the end of the text.
  const end = xml.lastIndexOf('</w:rPr>') + 1;
  return xml.slice(0, end + 7).replace(TOKENS, mark) + xml.slice(end + 7).replace(TOKENS_WITHOUT, (t, r) => mark(t, r));
}

class Marker {
  readonly #styles: RunStyles;
  readonly #hasPageColour: boolean;
  /** Those that are open: one within another where it has text boxes. */
  readonly #paragraphs: { style?: string | undefined; isShaded?: boolean }[] = [];
  /** Of tables and text boxes. */
  #depth = 0;

  constructor(styles: RunStyles, hasPageColour: boolean) {
    this.#styles = styles;
    this.#hasPageColour = hasPageColour;
  }

  mark(token: string, run: string | undefined, properties = ''): string {
    if (run) return this.#markRun(token, run, properties);
    const paragraph = this.#paragraphs.at(-1);
    if (token.startsWith('<w:pStyle') && paragraph) paragraph.style = PARAGRAPH_STYLE.exec(token)?.[1];
    else if (token.startsWith('<w:shd') && paragraph) paragraph.isShaded = true;
    else if (token === '</w:p>') this.#paragraphs.pop();
    else if (/^<w:p[ >]/.test(token) && !token.endsWith('/>')) this.#paragraphs.push({});
    else if (/^<\/?w:t/.test(token)) this.#depth += token.startsWith('</') ? -1 : 1;
    return token;
  }

  #markRun(token: string, run: string, properties: string): string {
    const paragraph = this.#paragraphs.at(-1);
    // What the properties were before somebody changed them holds no more.
    const look = this.#styles.lookOfRun(properties.split('<w:rPrChange')[0]!, paragraph?.style);
    const isOnGround = this.#hasPageColour || paragraph?.isShaded === true || this.#depth > 0 || look.hasGround;
    const reason = look.isVanished
      ? 'invisible'
      : look.isTiny
        ? 'tiny'
        : look.isWhite && !isOnGround
          ? 'same-colour'
          : undefined;
    return reason ? `${run}<w:rPr><w:highlight w:val="${reason}"/>${properties}</w:rPr>` : token;
  }
}
