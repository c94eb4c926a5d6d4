const UNITS =
  /\b(?:in|en)\s+(?:U\.?S\.?\s+)?(?:\$|€|dollars|thousands|millions|billions|miles|millones|euros|percent)|\b(?:dollars|amounts|shares|importes|cifras)\b.*\b(?:thousands|millions|billions|miles|millones)\b|^\(?(?:thousands|millions|billions|miles|millones)\b|^\(?unaudited\b|^\(?sin auditar/i;

/** Words that say what a table's figures are: "in millions, except per share data". */
export function saysUnits(text: string): boolean {
  return text.length < 120 && UNITS.test(text);
}
