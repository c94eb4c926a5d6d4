/** A question that the sample project answers, and what a model writes about it. */
export const QUESTION = 'How do I validate the body of a request with kettle 3?';
export const ROUTES = 'Call `kettle.route(options)` with a `schema` that validates the body of a request.';
export const TIMEOUT = '`boilTimeout` is 5000 milliseconds by default.';
/** Nothing in the project says a word of it. */
export const UNANSWERED = 'Which colours does kettle come in?';
