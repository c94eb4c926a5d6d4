/** Answers with one line that never ends. */
import { once } from 'node:events';

process.stdout.write('{"type":"ready"}\n');
const part = 'x'.repeat(1_000_000);
for (;;) if (!process.stdout.write(part)) await once(process.stdout, 'drain');
