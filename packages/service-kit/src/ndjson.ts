import { StringDecoder } from 'node:string_decoder';

export type NdjsonLine =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly problem: string };

/**
 * Reads newline-delimited JSON as it arrives. A line that is not JSON, or longer than `maxLineCharacters`, is reported
 * with its number (from 1) and the lines after it are read all the same; blank lines are passed over.
 */
export async function* readNdjson(
  body: AsyncIterable<Buffer>,
  { maxLineCharacters }: { maxLineCharacters: number },
): AsyncGenerator<NdjsonLine> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  let line = 0;
  let tooLong = false;
  const read = (text: string): NdjsonLine[] => {
    line += 1;
    const skipped = tooLong || text.length > maxLineCharacters;
    tooLong = false;
    if (skipped) return [{ line, problem: `is longer than ${maxLineCharacters} characters` }];
    return text.trim() === '' ? [] : [parse(text, line)];
  };
  for await (const chunk of body) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop()!;
    for (const text of lines) yield* read(text);
    if (rest.length > maxLineCharacters) {
      tooLong = true;
      rest = '';
    }
  }
  rest += decoder.end();
  if (rest !== '' || tooLong) yield* read(rest);
}

function parse(text: string, line: number): NdjsonLine {
  try {
    return { line, value: JSON.parse(text) as unknown };
  } catch {
    return { line, problem: 'is not JSON' };
  }
}
