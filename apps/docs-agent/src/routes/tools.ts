import type { Service } from '@pareto/service-kit';
import { z } from 'zod';
import type { ToolCatalogue } from '../tools/tool-catalogue.ts';

const toolsAnswer = z.object({
  tools: z.array(
    z.object({
      name: z.string(),
      description: z.string(),
      parameters: z.unknown().describe('JSON Schema of the arguments'),
      effect: z.enum(['read', 'write']),
      cost: z.number().describe("Of a question's budget"),
      deadline_ms: z.number(),
    }),
  ),
});

export function toolRoutes(app: Service, { offers }: ToolCatalogue): void {
  app.get(
    '/v1/tools',
    { schema: { tags: ['tools'], summary: 'What the agent may use', response: { 200: toolsAnswer } } },
    async () => ({
      tools: offers.map(({ name, description, parameters, effect, cost, deadlineMs }) => ({
        name,
        description,
        parameters,
        effect,
        cost,
        deadline_ms: deadlineMs,
      })),
    }),
  );
}
