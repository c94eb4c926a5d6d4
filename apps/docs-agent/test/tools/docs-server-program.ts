import { serveOverStdio } from '../../src/tools/mcp/docs-server.ts';
import { readPage } from '../../src/tools/read-page.ts';
import { searchDocs } from '../../src/tools/search-docs.ts';
import { kettleIndex } from '../kettle.ts';

await serveOverStdio({ index: kettleIndex(), tools: [searchDocs, readPage], version: '0.1.0' });
