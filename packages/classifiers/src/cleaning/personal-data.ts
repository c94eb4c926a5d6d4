const URL_ADDRESS = /(?<![\p{L}\p{N}_])(?:https?:\/\/|www\.)([^\s/<>"')\]]+)(?:\/[^\s<>"')\]]*)?/giu;
/** `\b`, for the letters of every language: an address neither begins nor ends with a dash or a dot. */
const EDGE = String.raw`(?:(?<=[\p{L}\p{N}_])(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}_]))`;
const EMAIL = new RegExp(
  String.raw`<?${EDGE}[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+${EDGE}>?`,
  'gu',
);
const IBAN = /(?<![\p{L}\p{N}_])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![\p{L}\p{N}_])/gu;
const CARD =
  /(?<![\p{L}\p{N}_-])\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}(?![\p{L}\p{N}_-])|(?<![\p{L}\p{N}_-])\d{16}(?![\p{L}\p{N}_-])/gu;
/**
 * International with "+", North American with an area code, or Spanish in groups: plain runs of digits stay, since orders
 * and serial numbers look like them.
 */
const PHONE =
  /(?<![\p{L}\p{N}_+.-])(?:\+\d{1,3}(?:[ .()-]{0,2}\d){6,12}|(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}|[6789]\d{2}[ .-]\d{3}[ .-]\d{3}|[6789]\d{2}[ .-]\d{2}[ .-]\d{2}[ .-]\d{2}|\d{3}[-.]\d{4})(?![\p{L}\p{N}_-])/gu;

/** E-mail addresses, accounts, phones and the paths of URLs replaced by what they are. */
export function maskPersonalData(text: string): string {
  return text
    .replace(EMAIL, '<email>')
    .replace(URL_ADDRESS, (_, host: string) => host.toLowerCase())
    .replace(IBAN, '<account>')
    .replace(CARD, '<account>')
    .replace(PHONE, '<phone>');
}
