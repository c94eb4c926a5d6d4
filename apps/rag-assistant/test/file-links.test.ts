import { describe, expect, it } from 'vitest';
import { FileLinks } from '../src/file-links.ts';

const HOUR = 3_600_000;
const ANA = { id: 'key:ana', expiresAt: undefined };

describe('FileLinks', () => {
  it('opens one document of one tenant, for an hour', () => {
    let now = 1_000;
    const links = new FileLinks(() => now);
    const token = links.token(ANA.id, 'a');
    expect(links.opens(ANA, 'a', token)).toBe(true);
    expect(links.opens(ANA, 'b', token)).toBe(false);
    expect(links.opens({ ...ANA, id: 'key:ben' }, 'a', token)).toBe(false);
    now += HOUR - 1;
    expect(links.opens(ANA, 'a', token)).toBe(true);
    now += 1;
    expect(links.opens(ANA, 'a', token)).toBe(false);
  });

  it('takes no later end than it gave, and no tokens of another process', () => {
    const links = new FileLinks(() => 1_000);
    const [until, signature] = links.token(ANA.id, 'a').split('.');
    const later = (Number.parseInt(until!, 36) + HOUR).toString(36);
    for (const token of ['', '.', `${later}.${signature}`, `${until}.`, `${until}.${signature}x`, `${until}`]) {
      expect(links.opens(ANA, 'a', token)).toBe(false);
    }
    expect(new FileLinks(() => 1_000).opens(ANA, 'a', links.token(ANA.id, 'a'))).toBe(false);
  });

  it('ends with the session of its tenant', () => {
    const links = new FileLinks(() => 1_000);
    const token = links.token('session:x', 'a');
    expect(links.opens({ id: 'session:x', expiresAt: 1_001 }, 'a', token)).toBe(true);
    expect(links.opens({ id: 'session:x', expiresAt: 1_000 }, 'a', token)).toBe(false);
  });
});
