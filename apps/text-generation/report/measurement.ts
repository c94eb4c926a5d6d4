import { type FootprintJob, measureFootprint } from './footprint.ts';
import { measureQuality, type QualityJob } from './quality.ts';
import { measureSpeed, type SpeedJob } from './speed.ts';

export type Job = FootprintJob | SpeedJob | QualityJob;

export interface Results {
  readonly footprint: Awaited<ReturnType<typeof measureFootprint>>;
  readonly speed: Awaited<ReturnType<typeof measureSpeed>>;
  readonly quality: Awaited<ReturnType<typeof measureQuality>>;
}

/** Run as a process of its own for each measurement, so that nothing of one counts in another. */
async function measure(job: Job) {
  switch (job.kind) {
    case 'footprint':
      return measureFootprint(job);
    case 'speed':
      return measureSpeed(job);
    case 'quality':
      return measureQuality(job);
  }
}

if (import.meta.main) {
  const result = await measure(JSON.parse(process.argv[2]!) as Job);
  process.send!(result, () => process.exit(0));
}
