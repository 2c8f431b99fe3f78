import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sleep } from '../../../src/session/index.ts';
import { openSession } from './harness.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('addPeriodicCallback', () => {
  it('calls first after one period, then every period, and counts before the call', async () => {
    const { session } = openSession();
    const start = Date.now();
    const calls: number[][] = [];
    const periodic = session.state.addPeriodicCallback(() => calls.push([periodic.counter, Date.now() - start]), { period: 100 });
    await vi.advanceTimersByTimeAsync(350);
    expect(calls).toEqual([
      [1, 100],
      [2, 200],
      [3, 300],
    ]);
  });

  it('never overlaps itself: the next call starts max(period, run time) after the last', async () => {
    const { session } = openSession();
    const start = Date.now();
    const starts: number[] = [];
    session.state.addPeriodicCallback(
      async () => {
        starts.push(Date.now() - start);
        await sleep(80);
      },
      { period: 50 },
    );
    await vi.advanceTimersByTimeAsync(320);
    expect(starts).toEqual([50, 131, 212, 293]); // a timer of 0 ms takes 1
  });

  it('stops after its next call when as many calls as a lower count have been', async () => {
    const { session } = openSession();
    const periodic = session.state.addPeriodicCallback(() => undefined, { period: 50, count: 9 });
    await vi.advanceTimersByTimeAsync(210);
    periodic.count = 2;
    await vi.advanceTimersByTimeAsync(300);
    expect([periodic.running, periodic.counter]).toEqual([false, 5]);
    periodic.count = null;
    periodic.start();
    await vi.advanceTimersByTimeAsync(510);
    expect([periodic.running, periodic.counter]).toEqual([true, 10]);
  });

  it('calls a generator to its end before the next call', async () => {
    const { session } = openSession();
    const steps: string[] = [];
    session.state.addPeriodicCallback(
      async function* () {
        steps.push('start');
        yield sleep(80);
        steps.push('end');
      },
      { period: 50, count: 2 },
    );
    await vi.advanceTimersByTimeAsync(300);
    expect(steps).toEqual(['start', 'end', 'start', 'end']);
  });

  it('does not overlap a call of before it was stopped and started again', async () => {
    const { session } = openSession();
    const log: string[] = [];
    const periodic = session.state.addPeriodicCallback(
      async () => {
        log.push('start');
        await sleep(100);
        log.push('end');
      },
      { period: 10 },
    );
    await vi.advanceTimersByTimeAsync(15);
    periodic.stop();
    periodic.start();
    await vi.advanceTimersByTimeAsync(240);
    periodic.stop();
    await vi.advanceTimersByTimeAsync(200);
    expect(log.join(' ')).toMatch(/^(start end ?){3}$/);
  });

  it('may change its period in a call, which applies from that call on', async () => {
    const { session } = openSession();
    const start = Date.now();
    const starts: number[] = [];
    const periodic = session.state.addPeriodicCallback(
      () => {
        starts.push(Date.now() - start);
        periodic.period = 50;
      },
      { period: 10 },
    );
    await vi.advanceTimersByTimeAsync(170);
    expect(starts).toEqual([10, 60, 110, 160]);
  });

  it('stops after count calls and gives as many again when it is restarted', async () => {
    const { session } = openSession();
    const fn = vi.fn();
    const periodic = session.state.addPeriodicCallback(fn, { period: 10, count: 3 });
    await vi.advanceTimersByTimeAsync(100);
    expect([fn.mock.calls.length, periodic.running]).toEqual([3, false]);
    periodic.start();
    await vi.advanceTimersByTimeAsync(100);
    expect(fn.mock.calls.length).toBe(6);
  });

  it('stops after its timeout', async () => {
    const { session } = openSession();
    const fn = vi.fn();
    const periodic = session.state.addPeriodicCallback(fn, { period: 10, timeout: 35 });
    await vi.advanceTimersByTimeAsync(100);
    expect([fn.mock.calls.length, periodic.running]).toEqual([4, false]);
  });

  it('does not notice that the clock of the machine is set, as after a sleep', async () => {
    const { session } = openSession();
    const periodic = session.state.addPeriodicCallback(() => vi.setSystemTime(Date.now() - 60_000), { period: 100, timeout: 1000 });
    await vi.advanceTimersByTimeAsync(250);
    expect(periodic.counter).toBe(2);
    vi.setSystemTime(Date.now() + 3_600_000);
    await vi.advanceTimersByTimeAsync(500);
    expect([periodic.counter, periodic.running]).toEqual([7, true]);
  });

  it('reports an error and goes on', async () => {
    const { session, told } = openSession();
    const periodic = session.state.addPeriodicCallback(
      () => {
        throw new Error('tick');
      },
      { period: 10 },
    );
    await vi.advanceTimersByTimeAsync(25);
    expect(told.filter((message) => message.type === 'error').length).toBe(2);
    expect(periodic.running).toBe(true);
  });

  it('can be started and stopped by its parameter, applies a new period at once, and refuses to start twice', async () => {
    const { session } = openSession();
    const fn = vi.fn();
    const periodic = session.state.addPeriodicCallback(fn, { period: 1000, start: false });
    await vi.advanceTimersByTimeAsync(2000);
    expect(fn).not.toHaveBeenCalled();
    periodic.running = true;
    expect(() => periodic.start()).toThrow('Periodic callback has already started.');
    periodic.period = 10;
    await vi.advanceTimersByTimeAsync(25);
    expect(fn).toHaveBeenCalledTimes(2);
    periodic.running = false;
    await vi.advanceTimersByTimeAsync(100);
    expect(fn).toHaveBeenCalledTimes(2);
  });

  it('waits for a period of any length, also one that no timer can count', async () => {
    const { session } = openSession();
    const month = 30 * 24 * 3_600_000;
    const fn = vi.fn();
    session.state.addPeriodicCallback(fn, { period: month });
    await vi.advanceTimersByTimeAsync(month - 1);
    expect(fn).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(fn).toHaveBeenCalledTimes(1);
  });

  it('refuses what is no function', () => {
    const { state } = openSession().session;
    for (const wrong of [undefined, 'x'] as never[]) {
      const rule = `state.addPeriodicCallback: fn must be a function, not ${wrong}.`;
      expect(() => state.addPeriodicCallback(wrong)).toThrow(new TypeError(rule));
    }
  });

  it('refuses an option that is not there', () => {
    const { state } = openSession().session;
    expect(() => state.addPeriodicCallback(() => {}, { periode: 2 } as never)).toThrow(
      new TypeError('state.addPeriodicCallback: "periode" is none of its options, { period, count, timeout, start }.'),
    );
    expect(() => state.addPeriodicCallback(() => {}, 1000 as never)).toThrow(
      new TypeError('state.addPeriodicCallback: 1000 is none of its options, { period, count, timeout, start }.'),
    );
  });

  it('ends with its session', async () => {
    const { session } = openSession();
    const fn = vi.fn();
    const periodic = session.state.addPeriodicCallback(fn, { period: 10 });
    session.destroy();
    await vi.advanceTimersByTimeAsync(100);
    expect([fn.mock.calls.length, periodic.running]).toEqual([0, false]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
