/** Answers with pages and never ends, whatever was asked. */
import { once } from 'node:events';

const page = { width: 0, height: 0, text: 'x'.repeat(10_000), blocks: [], concealed: [] };
process.stdout.write('{"type":"ready"}\n{"type":"opened","pages":1000000,"title":""}\n');
for (let number = 1; ; number += 1) {
  const line = `${JSON.stringify({ type: 'page', page: { ...page, number } })}\n`;
  if (!process.stdout.write(line)) await once(process.stdout, 'drain');
}
