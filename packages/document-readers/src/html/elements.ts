/** Elements whose content is no text of the page. */
export const SKIPPED = new Set(
  'script style template noscript svg math iframe object audio video canvas select datalist textarea nav'.split(' '),
);

/** Elements that begin and end a paragraph. */
export const BLOCKS = new Set(
  (
    'address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer ' +
    'form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section summary table ul'
  ).split(' '),
);

export const HEADING = /^h([1-6])$/;
export const LISTS = new Set(['ul', 'ol', 'menu', 'dir']);
/** Elements whose text is bold, as it is in the header of a table that is marked by nothing else. */
export const BOLD = new Set(['b', 'strong', 'th']);
