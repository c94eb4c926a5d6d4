/** An event of a stream, its data parsed. */
export interface ServerEvent {
  readonly event: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into events of many shapes, and fail where one differs
  readonly data: any;
}

/** All events of an answer, until it ends. */
export async function serverEvents(answer: Response): Promise<ServerEvent[]> {
  const blocks = (await answer.text()).split('\n\n').filter((block) => /^data: /m.test(block));
  return blocks.map((block) => ({
    event: /^event: (.*)$/m.exec(block)?.[1] ?? 'message',
    data: JSON.parse(/^data: (.*)$/m.exec(block)![1]!),
  }));
}
