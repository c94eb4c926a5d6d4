import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAMPLE_DOCUMENTS } from './index.ts';

/** `node write.ts FOLDER` writes the sample company's documents for people who want to look at them. */
const folder = process.argv[2];
if (folder === undefined) {
  console.error('usage: node apps/rag-assistant/src/samples/write.ts FOLDER');
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
for (const { name, write } of SAMPLE_DOCUMENTS) {
  const began = performance.now();
  const bytes = await write();
  writeFileSync(join(folder, name), bytes);
  console.log(`${name}  ${Math.ceil(bytes.length / 1_024)} KB  ${Math.round(performance.now() - began)} ms`);
}
