import { describe, expect, it } from 'vitest';
import { createNamespace, type Heddle } from '../../../src/namespace.ts';
import { openSession } from './harness.ts';

/** What waits for what is taken already. */
async function taken(lock: { acquire(): Promise<boolean> }): Promise<() => Promise<boolean>> {
  await lock.acquire();
  return () => lock.acquire();
}

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

  it.each<[string, (own: Heddle) => Promise<() => Promise<unknown>>]>([
    ['a lock', async ({ Lock }) => taken(new Lock())],
    ['a permit', async ({ Semaphore }) => taken(new Semaphore())],
    [
      'a notification',
      async ({ Condition }) => {
        const condition = new Condition();
        return async () => {
          await condition.acquire();
          return condition.wait();
        };
      },
    ],
    [
      'an event',
      async ({ Event }) => {
        const event = new Event();
        return () => event.wait();
      },
    ],
    [
      'a barrier',
      async ({ Barrier }) => {
        const barrier = new Barrier(2);
        return () => barrier.wait();
      },
    ],
    [
      'an item',
      async ({ Queue }) => {
        const queue = new Queue();
        return () => queue.get({ timeout: 1e6 });
      },
    ],
    [
      'room for an item',
      async ({ Queue }) => {
        const queue = new Queue(1);
        await queue.put(1);
        return () => queue.put(2);
      },
    ],
    [
      'items to be worked off',
      async ({ Queue }) => {
        const queue = new Queue();
        await queue.put(1);
        return () => queue.join();
      },
    ],
  ])('wakes nothing that waits for %s, nor answers what still asks, so that no loop spins', async (_what, prepare) => {
    const { session } = openSession();
    const wait = await prepare(createNamespace(session));
    let turns = 0;
    const loop = async (): Promise<void> => {
      while (turns < 100) {
        await wait().catch(() => undefined);
        turns++;
      }
    };
    void loop();
    await new Promise((resolve) => setTimeout(resolve, 5));
    session.destroy();
    void loop();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(turns).toBe(0);
  });

  it('runs nothing that still waits for its lock', async () => {
    const { session } = openSession();
    const { withLock } = createNamespace(session);
    const log: string[] = [];
    let finish: () => void = () => {};
    const first = withLock(() => new Promise<void>((resolve) => (finish = resolve)));
    const second = withLock(() => log.push('second'));
    const held = first();
    void second();
    await new Promise((resolve) => setTimeout(resolve, 0));
    session.destroy();
    finish();
    await held;
    void second();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(log).toEqual([]);
  });

  it('lets a sleep end before, by its own signal', async () => {
    const { session } = openSession();
    const { sleep } = createNamespace(session);
    const waiting = sleep(1e6, { signal: AbortSignal.timeout(5) });
    await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' });
    await expect(sleep(-1)).rejects.toThrow('ms must be at least 0');
    // It would not be heard.
    await expect(sleep(1e6, AbortSignal.timeout(5) as never)).rejects.toThrow('is none of its options, { signal }.');
  });
});
