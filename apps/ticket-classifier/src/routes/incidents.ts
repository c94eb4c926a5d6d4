import type { Service } from '@pareto/service-kit';
import type { Incidents } from '../incidents/incidents.ts';
import { incidentsAnswer } from './schemas.ts';

export function incidentRoutes(app: Service, incidents: Incidents): void {
  app.get(
    '/v1/incidents',
    {
      schema: {
        tags: ['incidents'],
        summary: 'Bursts of tickets that are alike',
        description: 'Nothing of the tickets is kept but a keyed signature (MinHash), times and labels.',
        response: { 200: incidentsAnswer },
      },
    },
    async () => ({
      window_ms: incidents.limits.windowMs,
      tickets: incidents.limits.tickets,
      incidents: incidents.list().map(({ id, model, label, count, firstSeen, lastSeen, ratePerMinute }) => ({
        id,
        model,
        label: label ?? null,
        count,
        first_seen: new Date(firstSeen).toISOString(),
        last_seen: new Date(lastSeen).toISOString(),
        rate_per_minute: Math.round(ratePerMinute * 100) / 100,
      })),
    }),
  );
}
