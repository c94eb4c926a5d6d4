interface CompletionRequest {
  readonly model: string;
  readonly prompt: string;
  readonly max_tokens: number;
}

/** Moments at which the pieces of a streamed completion came, in milliseconds of `performance.now()`. */
export async function streamTimes(url: string, request: CompletionRequest): Promise<number[]> {
  const answer = await fetch(`${url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...request, temperature: 0, stream: true }),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  const times: number[] = [];
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of answer.body!) {
    const events = (rest + decoder.decode(bytes, { stream: true })).split('\n\n');
    rest = events.pop()!;
    for (const event of events) if (/"text": ?"[^"]/.test(event)) times.push(performance.now());
  }
  return times;
}

/** Pieces a second of several completions at once, from the first of any to the last of all. */
export async function rateOf(url: string, request: CompletionRequest, streams: number): Promise<number> {
  const times = (await Promise.all(Array.from({ length: streams }, () => streamTimes(url, request)))).flat();
  // Some servers send several tokens in a piece, or a piece without text for a token: the number asked for is what came.
  const tokens = request.max_tokens * streams;
  return ((tokens - 1) / (Math.max(...times) - Math.min(...times))) * 1_000;
}
