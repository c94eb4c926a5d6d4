import { runService } from '@pareto/service-kit';
import { compose } from './compose.ts';
import { readConfig } from './config.ts';

await runService(async () => {
  const config = readConfig();
  return { app: await compose(config), config };
});
