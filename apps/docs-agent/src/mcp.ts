import packageJson from '../package.json' with { type: 'json' };
import { readConfig } from './config.ts';
import { openDocumentation } from './documentation.ts';
import { serveOverStdio } from './tools/mcp/docs-server.ts';

/**
 * The docs tools for editors, over the Model Context Protocol on standard input and output. It reads the index of the
 * project, brings it to what is installed while it answers, and finds more with each package that is done.
 */
const config = readConfig();
const documentation = await openDocumentation(config);
const { index, tools, sources } = documentation;
// Standard output belongs to the protocol.
const say = (what: string) => process.stderr.write(`${what}\n`);
sources
  .indexProject(({ name, version }, problem) => {
    if (problem !== undefined) say(`${name} ${version ?? ''} could not be indexed`);
  })
  .then(
    () => say('the index is up to date'),
    (error: unknown) => say(`the project cannot be indexed: ${error instanceof Error ? error.message : 'unknown'}`),
  );
await serveOverStdio({ index, tools, version: packageJson.version });
await documentation.close();
