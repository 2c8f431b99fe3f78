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

  it('wakes nothing that sleeps, so that a loop which catches its errors ends, too', async () => {
    const { session } = openSession();
    const { sleep } = createNamespace(session);
    let turns = 0;
    const loop = async (): Promise<void> => {
      for (;;) {
        turns++;
        await sleep(5).catch(() => undefined);
      }
    };
    void loop();
    await new Promise((resolve) => setTimeout(resolve, 30));
    session.destroy();
    const [before] = [turns, await new Promise((resolve) => setTimeout(resolve, 30))];
    expect(before).toBeGreaterThan(1);
    expect(turns).toBe(before);
  });

  it('lets a sleep end before, by its own signal', async () => {
    const { session } = openSession();
    const { sleep } = createNamespace(session);
    const waiting = sleep(1e6, { signal: AbortSignal.timeout(5) });
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(sleep(-1)).rejects.toThrow('ms must be at least 0');
  });
});
