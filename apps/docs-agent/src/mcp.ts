import packageJson from '../package.json' with { type: 'json' };
import { readConfig } from './config.ts';
import { openDocumentation } from './documentation.ts';
import { serveOverStdio } from './tools/mcp/docs-server.ts';

/**
 * The docs tools for editors, over the Model Context Protocol on standard input and output. It reads the index of the
 * service; where nothing is indexed yet, it indexes the project itself, and finds more with each package that is done.
 */
const config = readConfig();
const documentation = await openDocumentation(config);
const { index, tools, sources } = documentation;
if (index.sources().length === 0) {
  // Standard output belongs to the protocol.
  void sources.indexProject(({ name, version }) => process.stderr.write(`indexed ${name} ${version ?? ''}\n`));
}
await serveOverStdio({ index, tools, version: packageJson.version });
await documentation.close();
