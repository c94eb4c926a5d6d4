/**
 * Prints pages and seconds of computing of reading the given files in this process: first cold, then warm.
 *
 *     node extraction-rate.ts FILE.pdf …
 */
import { readFileSync } from 'node:fs';
import { inflateAtOnce } from '../src/pdf/inflate.ts';
import { openPdf } from '../src/pdf/pdf-pages.ts';

// As the child process that reads documents does.
inflateAtOnce();

async function read(): Promise<{ pages: number; seconds: number }> {
  let pages = 0;
  const began = process.cpuUsage();
  for (const path of process.argv.slice(2)) {
    const document = await openPdf(new Uint8Array(readFileSync(path)));
    for await (const _ of document.read()) pages += 1;
    await document.close();
  }
  const { user, system } = process.cpuUsage(began);
  return { pages, seconds: (user + system) / 1_000_000 };
}

const cold = await read();
await read();
const warm = await read();
console.log(JSON.stringify({ cold, warm, residentBytes: process.resourceUsage().maxRSS * 1_024 }));
