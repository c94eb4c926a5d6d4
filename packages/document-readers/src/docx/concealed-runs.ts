/**
 * WordprocessingML says of a run that it is hidden (`w:vanish`), of which colour and how large it is (ECMA-376 part 1,
 * 17.3.2); mammoth reads none of these. A highlight, which it reads, carries them over.
 */
const HIDDEN = /<w:(?:vanish|webHidden|specVanish)(?:\s+w:val="(?:1|true|on)")?\s*\/>/;
/** Half points: text of a point or less. */
const TINY = /<w:sz\s+w:val="[0-2]"\s*\/>/;
const WHITE = /<w:color\s[^>]*w:val="(?:f[a-f0-9]f[a-f0-9]f[a-f0-9])"/i;
/** What lies behind text: of a paragraph or a run here; tables and text boxes have theirs from styles as well. */
const GROUND = /<w:(?:shd|highlight)\s/;
const TOKENS = /<\/?w:(?:tbl|txbxContent)>|<w:p[ >]|<w:shd\s|<w:rPr>([\s\S]*?)<\/w:rPr>/g;

/** Style map and style sheet that turn the marks into text that is hidden in HTML, for the same reasons. */
export const CONCEALED_STYLE_MAP = ['invisible', 'tiny', 'same-colour'].map(
  (reason) => `highlight[color='${reason}'] => span.${reason}`,
);
export const CONCEALED_STYLE_SHEET =
  '<style>.invisible{display:none}.tiny{font-size:0}.same-colour{color:white;background:white}</style>';

/** Marks the runs of a document that nobody sees. */
export function markConcealedRuns(documentXml: string): string {
  const hasPageColour = documentXml.includes('<w:background ');
  let depth = 0;
  let isShaded = false;
  return documentXml.replace(TOKENS, (token, properties: string | undefined) => {
    if (properties === undefined) {
      if (token.startsWith('<w:p')) isShaded = false;
      else if (token.startsWith('<w:shd')) isShaded = true;
      else depth += token.startsWith('</') ? -1 : 1;
      return token;
    }
    const reason = concealment(properties, hasPageColour || isShaded || depth > 0);
    if (!reason) return token;
    return `<w:rPr>${properties.replace(/<w:highlight\s[^>]*\/>/, '')}<w:highlight w:val="${reason}"/></w:rPr>`;
  });
}

function concealment(properties: string, isOnGround: boolean): string | undefined {
  if (HIDDEN.test(properties)) return 'invisible';
  if (TINY.test(properties)) return 'tiny';
  return WHITE.test(properties) && !isOnGround && !GROUND.test(properties) ? 'same-colour' : undefined;
}
