/** Server-sent events with JSON data, from the bytes of a response. @yields `{ event, data }` */
export async function* serverEvents(body) {
  const decoder = new TextDecoder();
  let open = '';
  for await (const chunk of body) {
    open += decoder.decode(chunk, { stream: true });
    const blocks = open.split('\n\n');
    open = blocks.pop();
    for (const block of blocks) {
      const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line) ?? []);
      const value = (wanted) => fields.find(([, name]) => name === wanted)?.[2];
      const data = value('data');
      if (data !== undefined) yield { event: value('event') ?? 'message', data: JSON.parse(data) };
    }
  }
}
