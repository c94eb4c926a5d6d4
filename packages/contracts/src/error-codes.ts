/** What went wrong, in terms that hold for every transport. `service-kit` maps each kind to one HTTP status. */
export const ERROR_KINDS = [
  'invalid-input',
  'unauthorized',
  'not-found',
  'conflict',
  'too-large',
  'unsupported',
  'unprocessable',
  'overloaded',
  'timed-out',
  'cancelled',
  'upstream-failed',
  'upstream-invalid',
  'internal',
] as const;

export type ErrorKind = (typeof ERROR_KINDS)[number];

interface ErrorCodeEntry {
  readonly kind: ErrorKind;
  /** One line for a person: what the code means, the same for every occurrence. */
  readonly title: string;
}

/**
 * Every stable error code. A client may switch on these; `docs/errors.md` lists them, and a test
 * fails when a code is used nowhere, or stands in only one of the two places.
 */
export const ERROR_CODES = {
  request_invalid: { kind: 'invalid-input', title: 'The request does not match the schema of this route' },
  body_unreadable: { kind: 'invalid-input', title: 'The body is not well-formed JSON' },
  body_too_large: { kind: 'too-large', title: 'The body is larger than this route accepts' },
  media_type_unsupported: { kind: 'unsupported', title: 'The route does not accept this content type' },
  text_malformed: { kind: 'invalid-input', title: 'A text holds a lone surrogate or a NUL' },
  route_not_found: { kind: 'not-found', title: 'No such route' },
  api_key_invalid: { kind: 'unauthorized', title: 'The API key is not known' },
  api_key_required: { kind: 'unauthorized', title: 'This route needs an API key' },
  rate_limited: { kind: 'overloaded', title: 'Too many requests from this caller' },
  request_timed_out: { kind: 'timed-out', title: 'The request did not finish in time' },
  request_cancelled: { kind: 'cancelled', title: 'The caller left before the answer' },
  config_invalid: { kind: 'invalid-input', title: 'The configuration is not valid' },
  internal_error: { kind: 'internal', title: 'An unexpected failure inside the service' },

  model_unknown: { kind: 'not-found', title: 'The catalogue has no such model' },
  model_missing: { kind: 'internal', title: 'A model file is not on this machine' },
  model_corrupt: { kind: 'upstream-invalid', title: 'A model file does not have the pinned size or hash' },
  model_download_failed: { kind: 'upstream-failed', title: 'No source delivered the model file' },
  model_untrusted: {
    kind: 'upstream-failed',
    title: 'A model bundle is not what its manifest says, or holds what bundles may not',
  },
  disk_full: { kind: 'internal', title: 'Not enough disk space' },
  model_load_failed: { kind: 'upstream-failed', title: 'A model bundle could not be loaded' },
  registry_unavailable: { kind: 'upstream-failed', title: 'The model registry does not answer' },
  registry_invalid: { kind: 'upstream-invalid', title: 'The model registry answered something unexpected' },
  rollback_unavailable: { kind: 'conflict', title: 'The model has no version to go back to' },

  embedder_failed: { kind: 'upstream-failed', title: 'The embedding back end did not answer' },
  embedder_invalid: {
    kind: 'upstream-invalid',
    title: 'The embedding back end answered something that is no embedding',
  },
  batch_too_large: { kind: 'too-large', title: 'More items than one call accepts' },

  store_unavailable: { kind: 'upstream-failed', title: 'The vector store does not answer' },
  dimensions_mismatch: {
    kind: 'invalid-input',
    title: 'A vector has another number of dimensions than its collection',
  },
  store_invalid: { kind: 'upstream-invalid', title: 'The vector store answered something unexpected' },
  vector_invalid: { kind: 'invalid-input', title: 'A vector holds an element that is not finite' },
  filter_invalid: { kind: 'invalid-input', title: 'The filter is not valid' },
  filter_operator_unknown: { kind: 'invalid-input', title: 'The filter uses an operator that does not exist' },

  query_empty: { kind: 'invalid-input', title: 'The query has no text' },
  query_too_long: { kind: 'too-large', title: 'The query is longer than the limit' },
  k_out_of_range: { kind: 'invalid-input', title: 'k lies outside the accepted range' },
  engine_unknown: { kind: 'invalid-input', title: 'No such search engine' },
  engine_unavailable: { kind: 'conflict', title: 'The engine has no vectors for this collection' },
  collection_name_invalid: { kind: 'invalid-input', title: 'The collection name is not valid' },
  collection_not_found: { kind: 'not-found', title: 'No such collection' },
  collection_exists: { kind: 'conflict', title: 'The collection exists with other settings' },
  document_not_found: { kind: 'not-found', title: 'No such document' },
  index_model_mismatch: { kind: 'conflict', title: 'The collection was indexed with another embedder' },
  model_not_found: { kind: 'not-found', title: 'This service has no such model' },
  parameter_unsupported: { kind: 'invalid-input', title: 'The model cannot honour a parameter of the request' },
  context_length_exceeded: { kind: 'invalid-input', title: 'The prompt is longer than the context of the model' },
  schema_unsupported: {
    kind: 'invalid-input',
    title: 'A JSON Schema uses something that decoding cannot enforce, or is too large',
  },
  content_unsupported: { kind: 'invalid-input', title: 'A message holds a part that the model cannot read' },
  queue_full: { kind: 'overloaded', title: 'Every slot is taken and the queue is full' },
  quota_exceeded: { kind: 'overloaded', title: 'The caller used up the tokens of this day' },
  concurrency_exceeded: { kind: 'overloaded', title: 'The caller has too many requests at once' },
  budget_exceeded: { kind: 'overloaded', title: 'The daily budget of a hosted model is used up' },
  chat_model_failed: { kind: 'upstream-failed', title: 'The model did not answer' },
  chat_model_invalid: { kind: 'upstream-invalid', title: 'The model server answered something unexpected' },
  pdf_encrypted: { kind: 'unprocessable', title: 'The PDF is encrypted and asks for a password' },
  pdf_no_text: { kind: 'unprocessable', title: 'The PDF holds pictures of pages and no text' },
  document_unreadable: { kind: 'unprocessable', title: 'The file is damaged beyond reading' },
  document_too_complex: { kind: 'unprocessable', title: 'Reading the file took more memory or time than is allowed' },
  pages_too_many: { kind: 'unprocessable', title: 'The document has more pages than is allowed' },
  document_type_unsupported: { kind: 'unsupported', title: 'The content of the file is of no type that can be read' },
  document_too_large: { kind: 'too-large', title: 'The file is larger than the limit' },
  documents_quota_exceeded: {
    kind: 'overloaded',
    title: 'The caller keeps as many documents, pages or bytes as allowed',
  },
  document_read_only: { kind: 'conflict', title: 'The document belongs to everybody and cannot be changed' },
  page_not_found: { kind: 'not-found', title: 'The document has no such page' },
  upload_empty: { kind: 'invalid-input', title: 'The form holds no file' },
  question_empty: { kind: 'invalid-input', title: 'The question has no text' },
  question_too_long: { kind: 'too-large', title: 'The question is longer than the limit' },
  session_token_invalid: {
    kind: 'unauthorized',
    title: 'The session token is none of this service, or its time is up',
  },
  ticket_empty: { kind: 'invalid-input', title: 'The ticket has no text' },
  ticket_too_large: { kind: 'too-large', title: 'The ticket is larger than the limit' },
  email_unreadable: { kind: 'unprocessable', title: 'The e-mail is damaged beyond reading' },
  label_unknown: { kind: 'invalid-input', title: 'The model has no such label' },
  feedback_not_found: { kind: 'not-found', title: 'No such feedback' },
  feedback_full: { kind: 'overloaded', title: 'As much feedback is kept as allowed' },
  classifier_failed: { kind: 'upstream-failed', title: 'The classifier did not answer' },
  session_not_found: { kind: 'not-found', title: 'No such session, or it belongs to somebody else' },
  fact_not_found: { kind: 'not-found', title: 'No such fact, or it belongs to somebody else' },
  run_not_found: { kind: 'not-found', title: 'No such run of a question, or it belongs to somebody else' },
  source_not_found: { kind: 'not-found', title: 'No such source of documentation' },
  tool_failed: { kind: 'upstream-failed', title: 'What a tool asks did not answer' },
  tool_answer_invalid: { kind: 'upstream-invalid', title: 'What a tool asks answered something unexpected' },
  address_forbidden: {
    kind: 'invalid-input',
    title: 'The address is none of the allowed hosts, or leads into a private network',
  },
  map_too_small: { kind: 'conflict', title: 'The collection has too few documents for a map' },
} as const satisfies Record<string, ErrorCodeEntry>;

export type ErrorCode = keyof typeof ERROR_CODES;
