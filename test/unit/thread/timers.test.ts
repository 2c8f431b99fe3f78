import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Timers } from '../../../src/thread/timers.ts';

describe('Timers', () => {
  let timers: Timers;
  let fn: ReturnType<typeof vi.fn<() => void>>;
  let now = 0;
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    vi.spyOn(performance, 'now').mockImplementation(() => now);
    [timers, fn, now] = [new Timers(), vi.fn(), 0];
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** The timers of `ms` come when it is `late` so much later, as in a page that was frozen. */
  const pass = (ms: number, late = 0): void => {
    now += ms + late;
    vi.advanceTimersByTime(ms);
  };

  it('go off when their time has come, once', () => {
    timers.set('a', 100, fn);
    pass(99);
    expect(fn).not.toHaveBeenCalled();
    pass(1, 500);
    pass(1000);
    expect(fn).toHaveBeenCalledTimes(1);
  });

  it('wait once more when their page was frozen: what they wait for was, too', () => {
    timers.set('a', 100, fn);
    pass(100, 60_000);
    expect(fn).not.toHaveBeenCalled();
    pass(99);
    expect(fn).not.toHaveBeenCalled();
    pass(1, 60_000);
    expect(fn).toHaveBeenCalledTimes(1);
  });

  it('do not go off when what they wait for has come meanwhile', () => {
    timers.set('a', 100, fn);
    pass(100, 60_000);
    timers.clear('a');
    pass(1000);
    expect(fn).not.toHaveBeenCalled();
  });
});
