/** What a call came to that is no page: what a compiler says, a list, the answer of another service. */
export interface CallResult {
  readonly tool: string;
  readonly arguments: unknown;
  readonly text: string;
}
