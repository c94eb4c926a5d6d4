interface CompletionRequest {
  readonly model: string;
  readonly prompt: string;
  readonly max_tokens: number;
}

interface Chunk {
  readonly choices?: readonly { readonly text?: string; readonly finish_reason?: string | null }[];
  readonly error?: { readonly message: string };
}

/**
 * Moments at which the pieces of a streamed completion came, in milliseconds of `performance.now()`. An answer that
 * ends by itself before `max_tokens` is an error: what is counted is the number asked for.
 */
export async function streamTimes(url: string, request: CompletionRequest): Promise<number[]> {
  const answer = await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...request, temperature: 0, stream: true }),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  const times: number[] = [];
  let reason: string | undefined;
  for await (const data of eventsOf(answer.body!)) {
    const now = performance.now();
    if (data === '[DONE]') break;
    const { choices, error } = JSON.parse(data) as Chunk;
    if (error) throw new Error(`${url}: ${error.message}`);
    if (choices?.[0]?.text) times.push(now);
    reason = choices?.[0]?.finish_reason ?? reason;
  }
  if (reason !== 'length')
    throw new Error(`${url}: the answer ended with "${reason}" before ${request.max_tokens} tokens`);
  return times;
}

/** Tokens a second of several completions at once, from the first of any to the last of all. */
export async function rateOf(url: string, request: CompletionRequest, streams: number): Promise<number> {
  const times = (await Promise.all(Array.from({ length: streams }, () => streamTimes(url, request)))).flat();
  // Some servers send several tokens in a piece, or a piece without text for a token: the number asked for is what came.
  const tokens = request.max_tokens * streams;
  return ((tokens - 1) / (Math.max(...times) - Math.min(...times))) * 1_000;
}

/** What the events of a stream hold; servers differ in the ends of their lines. */
async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    for (const line of lines) if (line.startsWith('data: ')) yield line.slice('data: '.length);
  }
}
