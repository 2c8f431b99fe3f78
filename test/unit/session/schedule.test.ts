import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sleep } from '../../../src/session/index.ts';
import { periodOf } from '../../../src/session/schedule/period.ts';
import { openSession } from './harness.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-06-01T00:00:00Z') }));
afterEach(() => void vi.useRealTimers());

/** A session, and a function that notes at which ms of the test it was called. */
function open() {
  const opened = openSession();
  const start = Date.now();
  const calls: number[] = [];
  const note = (): void => void calls.push(Date.now() - start);
  const errors = () => opened.told.filter((message) => message.type === 'error').map(({ report }) => `${report.what}: ${report.message}`);
  return { ...opened, start, calls, note, errors };
}

describe('a period', () => {
  it('may be ms, or weeks, days, hours, minutes and seconds, alone or together and with decimals', () => {
    expect([250, '1w', '1d', '1h', '1m', '1s', '1m30s', '1h 30m', '0.5s', ' 1d  12h '].map(periodOf)).toEqual([
      250,
      7 * DAY,
      DAY,
      HOUR,
      60_000,
      1000,
      90_000,
      1.5 * HOUR,
      500,
      1.5 * DAY,
    ]);
  });

  it('is refused where it cannot be read, instead of becoming a busy loop', () => {
    for (const wrong of ['', ' ', 'soon', '1', '1x', '1s 1m', '1m 2m', '-1s', '0s', '1s!', 0, -5, NaN, Infinity, '0.0001s']) {
      expect(() => periodOf(wrong)).toThrow(/Option 'period' of state.scheduleTask must be .*, not /);
    }
  });
});

describe('state.scheduleTask', () => {
  it('runs at once and then every period', async () => {
    const { session, calls, note } = open();
    session.state.scheduleTask('tick', note, { period: '1s' });
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(2500);
    expect(calls).toEqual([0, 1000, 2000]);
  });

  it('runs once at a date, and at once if the date has passed', async () => {
    const { session, calls, note, start } = open();
    session.state.scheduleTask('once', note, { at: new Date(start + 40 * DAY) }); // longer than a timer can wait
    session.state.scheduleTask('late', note, { at: new Date(start - DAY) });
    await vi.advanceTimersByTimeAsync(50 * DAY);
    expect(calls).toEqual([0, 40 * DAY]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('counts the periods from a date', async () => {
    const { session, calls, note, start } = open();
    session.state.scheduleTask('tick', note, { at: new Date(start + 300), period: 1000 });
    await vi.advanceTimersByTimeAsync(2500);
    expect(calls).toEqual([300, 1300, 2300]);
  });

  it('keeps to the grid of its first run, does not overlap itself, and makes up for what passed meanwhile with one run', async () => {
    const { session, calls, note } = open();
    session.state.scheduleTask(
      'slow',
      async () => {
        note();
        await sleep(calls.length === 1 ? 3500 : 1);
      },
      { period: 1000 },
    );
    await vi.advanceTimersByTimeAsync(5500);
    expect(calls).toEqual([0, 3501, 4000, 5000]); // a timer of 0 ms takes 1
  });

  it('runs once when the machine has slept through many of its times, and at the next one after that', async () => {
    const { session, calls, note, start } = open();
    session.state.scheduleTask('tick', note, { period: '1h' });
    session.state.scheduleTask('cron', note, { cron: '0 * * * *' });
    await vi.advanceTimersByTimeAsync(1000);
    vi.setSystemTime(start + 8.5 * HOUR); // timers do not count while it sleeps
    await vi.advanceTimersByTimeAsync(60_000);
    const woken = calls.slice(1);
    expect(woken.length).toBe(2);
    expect(woken.every((at) => at >= 8.5 * HOUR && at <= 8.5 * HOUR + 60_000)).toBe(true);
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(calls.slice(3)).toEqual([9 * HOUR, 9 * HOUR]);
  });

  it('runs at the times of a cron expression, counted from a date where one is given', async () => {
    const { session, calls, note, start } = open();
    session.state.scheduleTask('cron', note, { cron: '*/20 * * * *', at: new Date(start + HOUR) });
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(calls).toEqual([80, 100, 120].map((minutes) => minutes * 60_000));
  });

  it('runs at the dates of an iterator, and forgets its name at the end', async () => {
    const { session, calls, note, start } = open();
    session.state.scheduleTask('dates', note, { at: [5, 10, 30].map((ms) => new Date(start + ms)) });
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([5, 10, 30]);
    expect(() => session.state.cancelTask('dates')).toThrow("there is no task 'dates'");
  });

  it('asks a function for the next date after each run, until it gives null', async () => {
    const { session, calls, note } = open();
    const next = vi.fn((now: Date) => (calls.length < 2 ? new Date(+now + 10) : null));
    session.state.scheduleTask('asked', note, { at: next });
    await vi.advanceTimersByTimeAsync(100);
    expect([calls, next.mock.calls.length]).toEqual([[10, 20], 3]);
  });

  it('ends, and says why, when the next date is not later than the last: that would be a busy loop', async () => {
    const { session, calls, note, start, errors } = open();
    session.state.scheduleTask('stuck', note, { at: () => new Date(start + 5) });
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([5]);
    expect(errors()).toEqual([
      expect.stringMatching(/^the times of the task 'stuck': Option 'at' .* must give a later date each time, not .*Z after .*Z\.$/),
    ]);
  });

  it('reports errors, of async functions too, and goes on', async () => {
    const { session, errors } = open();
    session.state.scheduleTask('sync', () => JSON.parse('{'), { period: 1000 });
    session.state.scheduleTask('async', () => Promise.reject(new Error('later')), { period: 1000 });
    await vi.advanceTimersByTimeAsync(1500);
    expect(errors().filter((text) => text.startsWith("the task 'sync'")).length).toBe(2);
    expect(errors().filter((text) => text === "the task 'async': later").length).toBe(2);
  });

  it('does nothing for the same function under the same name, and refuses another function', async () => {
    const { session, calls, note } = open();
    session.state.scheduleTask('tick', note, { period: 1000 });
    session.state.scheduleTask('tick', note, { period: 1 });
    expect(() => session.state.scheduleTask('tick', () => undefined, { period: 1 })).toThrow(
      "state.scheduleTask: there is a task 'tick' with another function; cancel it first.",
    );
    await vi.advanceTimersByTimeAsync(1500);
    expect(calls).toEqual([0, 1000]);
  });

  it('is per session: another session may use the same name', async () => {
    const [one, other] = [open(), open()];
    one.session.state.scheduleTask('tick', one.note, { period: 1000 });
    other.session.state.scheduleTask('tick', other.note, { period: 1000 });
    one.session.destroy();
    await vi.advanceTimersByTimeAsync(1500);
    expect([one.calls, other.calls]).toEqual([[], [0, 1000]]);
  });

  it('refuses options that say nothing, contradict each other, or cannot be read, and then keeps no task', () => {
    const { session, note } = open();
    const refused = (options: object, rule: string): void => {
      expect(() => session.state.scheduleTask('x', note, options)).toThrow(rule);
      expect(() => session.state.cancelTask('x')).toThrow("there is no task 'x'");
    };
    expect(() => session.state.scheduleTask('x', note, { period: 5, until: 9 } as never)).toThrow(
      '"until" is none of its options, { at, period, cron }.',
    );
    expect(() => session.state.scheduleTask('name', undefined as never, { period: 5 })).toThrow(
      new TypeError('state.scheduleTask: fn must be a function, not undefined.'),
    );
    refused({}, "'at', 'period' or 'cron' must be given");
    refused({ period: 1, cron: '* * * * *' }, 'exclude each other');
    refused({ at: () => null, cron: '* * * * *' }, "nothing for 'cron' to say");
    refused({ at: [], period: 5 }, "nothing for 'period' to say");
    refused({ at: new Date(NaN) }, 'must be a valid date');
    refused({ at: 'tomorrow' as never, period: '1d' }, "nothing for 'period' to say");
    refused({ at: {} as never }, 'must be a date, an iterator of dates or a function');
    refused({ cron: 'daily' }, 'must have five fields');
    refused(undefined as never, "'at', 'period' or 'cron' must be given");
    for (const at of [5, 'tomorrow', null]) refused({ at }, "state.scheduleTask: 'at' must be a date, an iterator of dates or a function");
    refused({ cron: 5 }, "Option 'cron' of state.scheduleTask must have five fields");
    for (const period of [null, {}]) refused({ period }, "Option 'period' of state.scheduleTask must be a number of ms");
    for (const fn of [undefined, 5]) {
      expect(() => session.state.scheduleTask('x', fn as never, { period: 1 })).toThrow(
        new TypeError(`state.scheduleTask: fn must be a function, not ${fn}.`),
      );
    }
    expect(() => session.state.cancelTask('x')).toThrow("there is no task 'x'");
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('state.cancelTask', () => {
  it('ends a task, also from within its own run', async () => {
    const { session, calls, note } = open();
    session.state.scheduleTask('tick', note, { period: 10 });
    session.state.scheduleTask(
      'self',
      () => {
        note();
        session.state.cancelTask('self');
      },
      { period: 10 },
    );
    await vi.advanceTimersByTimeAsync(15);
    session.state.cancelTask('tick');
    await vi.advanceTimersByTimeAsync(100);
    expect(calls).toEqual([0, 0, 10]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('refuses a name that nobody has', () => {
    expect(() => open().session.state.cancelTask('x')).toThrow("state.cancelTask: there is no task 'x'.");
  });
});
