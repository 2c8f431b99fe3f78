import { describe, expect, it } from 'vitest';
import { createNamespace } from '../../../src/namespace.ts';
import { openSession } from './harness.ts';

describe('a session that has ended', () => {
  it('rejects the tasks that wait and those that still come', async () => {
    const { session } = openSession();
    const { thread } = createNamespace(session);
    const double = thread((n: number) => n * 2);
    const waiting = double(1);
    session.destroy();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
    await expect(double(2)).rejects.toThrow('its session has ended');
  });
});
