import { describe, expect, it } from 'vitest';
import { Admission } from '../src/admission.ts';

describe('Admission', () => {
  it('turns away what goes over the limit, and lets in again when work has ended, well or not', async () => {
    const admission = new Admission(10);
    const work = Promise.withResolvers<void>();
    const running = admission.run(8, () => work.promise);
    await expect(admission.run(3, async () => 'in')).rejects.toMatchObject({
      code: 'queue_full',
      retryAfterSeconds: 1,
    });
    await expect(admission.run(2, async () => 'in')).resolves.toBe('in');
    work.reject(new Error('failed'));
    await expect(running).rejects.toThrow('failed');
    expect(admission.inWork).toBe(0);
  });

  it('lets one request with more than the limit in when there is no other', async () => {
    const admission = new Admission(10);
    await expect(admission.run(11, async () => 'in')).resolves.toBe('in');
  });
});
