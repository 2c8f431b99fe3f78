import { describe, expect, it } from 'vitest';
import type { Executor, Future, ThreadBoot } from '../../../src/thread/index.ts';
import { createPool, type Rig, spawn } from './rig.ts';

/** Whole numbers below `below`, the same for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return Math.floor((((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * below);
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Starts threads and counts those that live; one of seven does not start. */
function counted(random: (below: number) => number, living: Set<Worker>): (name: string, boot: ThreadBoot) => Promise<Worker> {
  return async (name, boot) => {
    await pause(random(3));
    if (random(7) === 0) throw new Error('no worker today');
    const worker = await spawn(name, boot);
    const terminate = worker.terminate.bind(worker);
    living.add(worker);
    return Object.assign(worker, {
      terminate: () => {
        living.delete(worker);
        terminate();
      },
    });
  };
}

/** Tasks of all sorts; none of them ends by itself where `n` is 5. */
function tasksOf({ thread }: Rig) {
  return [
    thread((n: number) => (n === 5 ? new Promise<number>(() => {}) : n)),
    thread(async (n: number) => (await new Promise((resolve) => setTimeout(resolve, n)), n === 5 ? new Promise<number>(() => {}) : n)),
    thread((n: number): number | Promise<number> => {
      if (n === 5) return new Promise(() => {});
      if (n % 2) throw new RangeError('odd');
      return n;
    }),
  ];
}

describe('pools and sessions, whatever happens', () => {
  for (let seed = 1; seed <= 12; seed++) {
    it(`settle every future and leave no thread (seed ${seed})`, async () => {
      const random = randomFrom(seed);
      const living = new Set<Worker>();
      const { pool, connect } = createPool({ size: 2, grace: 5, idle: 10, spawn: counted(random, living) });
      const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;
      const sessions = new Map<Rig, { tasks: ReturnType<typeof tasksOf>; executors: Executor[] }>();
      const futures: Future<unknown>[] = [];
      const keep = (future: Future<unknown>): void => {
        void future.catch(() => {});
        futures.push(future);
      };
      const open = (): void => {
        const rig = connect();
        sessions.set(rig, { tasks: tasksOf(rig), executors: [rig.threads] });
      };
      open();
      open();
      for (let i = 0; i < 120; i++) {
        const act = random(16);
        const rig = pick([...sessions.keys()]);
        const session = sessions.get(rig)!;
        if (act < 9) keep(pick(session.executors).submit<[number], unknown>(pick(session.tasks), random(6)));
        else if (act === 9) keep(pick(session.tasks).with({ retries: 1, timeout: 5 + random(20), priority: random(3) })(random(6)));
        else if (act === 10 && futures.length > 0) pick(futures).cancel();
        else if (act === 11 && session.executors.length < 4) session.executors.push(new rig.ThreadPool({ size: 1 + random(2) }));
        else if (act === 12 && session.executors.length > 1)
          void session.executors[1 + random(session.executors.length - 1)]!.shutdown({
            wait: random(2) === 0,
            cancelFutures: random(2) === 0,
          });
        else if (act === 13) rig.client.resize(1 + random(3));
        else if (act === 14) await pause(random(4));
        else if (act === 15 && sessions.size > 1 && random(3) === 0) {
          sessions.delete(rig);
          rig.end();
          if (random(2)) open();
        }
      }
      await pause(20);
      // What is left hangs by design: it is given up, and so is its session.
      for (const future of futures) future.cancel();
      const results = await Promise.allSettled(futures);
      expect(results).toHaveLength(futures.length);
      for (const rig of sessions.keys()) rig.end();
      for (let i = 0; i < 100 && living.size > 0; i++) await pause(5);
      expect(living.size).toBe(0);
      expect([pool.tasks, pool.threads]).toEqual([0, 0]);
    });
  }
});
