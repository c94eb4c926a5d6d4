/** One outage, told by five people. */
export const OUTAGE = [
  'Since ten this morning the payment page shows error 502 and nobody in our shop can pay',
  'Since this morning the payment page shows error 502, nobody in our shop can pay!',
  'The payment page shows error 502 since ten this morning, nobody can pay in our shop',
  'since 10:05 this morning the payment page shows error 502 and nobody in our shop can pay. Order 88213',
  'Hello, since ten this morning the payment page shows error 502 and nobody in our shop can pay',
];

/** Of other matters, each of its own. */
export const UNRELATED = [
  'Can I have the chair in green?',
  'The lamp flickers when it is dimmed',
  'How long does shipping to Portugal take?',
  'I forgot my password',
  'Please send the invoice for March once more',
  'My parcel has not arrived yet, where is it?',
];
