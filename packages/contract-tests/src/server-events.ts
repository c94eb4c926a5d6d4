/** An event of a stream, its data parsed. */
export interface ServerEvent {
  /** What a client sends back as `Last-Event-ID`; undefined where the server gives none. */
  readonly id: string | undefined;
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of many shapes, and fail where one differs
  readonly data: any;
}

/** All events of an answer, until it ends. */
export function serverEvents(answer: Response): Promise<ServerEvent[]> {
  return Array.fromAsync(serverEventsOf(answer));
}

/** The events of an answer as they come; who stops reading leaves the connection. Comments are passed over. */
export async function* serverEventsOf({ body }: Response): AsyncGenerator<ServerEvent> {
  let open = '';
  for await (const text of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const blocks = (open + text).split('\n\n');
    open = blocks.pop()!;
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (data !== undefined) yield { id: field('id'), event: field('event') ?? 'message', data: JSON.parse(data) };
    }
  }
}
