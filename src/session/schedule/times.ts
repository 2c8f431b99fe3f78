import { checkOptions } from '../../param/index.ts';
import { parseCron } from './cron.ts';
import { periodOf } from './period.ts';

/** Gives the next date from the current one; null ends the schedule. */
type NextDate = (now: Date) => Date | null;

/** When a scheduled task runs. */
export interface ScheduleOptions {
  /**
   * A date: the first run, or with `cron` the time after which it counts. An iterable or iterator of dates, or a function that
   * gives the next one: all runs. A date that has passed runs at once.
   */
  at?: Date | Iterable<Date> | Iterator<Date> | NextDate;
  /** From one run to the next: ms, or a text such as `'1h 30m'`; see {@link periodOf}. Without `at` the first run is at once. */
  period?: number | string;
  /** A cron expression, in local time; see {@link parseCron}. */
  cron?: string;
}

/**
 * The times of a schedule, in ms since 1970: `next(began)` gives the first one after the last run began (undefined before the
 * first run), and undefined at the end. It may lie in the past: then the task is late. What passed before `began` is made up for.
 */
export type Times = (began: number | undefined) => number | undefined;

/** @throws TypeError or RangeError for options that say nothing, too much, or what cannot be read. */
export function timesOf(options: ScheduleOptions = {}): Times {
  checkOptions('state.scheduleTask', options, ['at', 'period', 'cron']);
  const { at, period, cron } = options;
  if (at instanceof Date && Number.isNaN(+at)) throw new RangeError("Option 'at' of state.scheduleTask must be a valid date.");
  if (at === undefined || at instanceof Date) {
    if (period !== undefined && cron !== undefined) throw refuse("'period' and 'cron' exclude each other");
    if (cron !== undefined) return byCron(cron, at);
    if (period !== undefined) return byPeriod(periodOf(period), at);
    if (at) return (began) => (began === undefined ? +at : undefined);
    throw refuse("'at', 'period' or 'cron' must be given");
  }
  if (period !== undefined || cron !== undefined) {
    throw refuse(`'at' gives all times itself, so that there is nothing for '${cron === undefined ? 'period' : 'cron'}' to say`);
  }
  return byDates(at);
}

function byPeriod(period: number, at: Date | undefined): Times {
  const start = Number(at ?? Date.now());
  return (began) => (began === undefined ? start : start + (Math.floor((began - start) / period) + 1) * period);
}

function byCron(text: string, at: Date | undefined): Times {
  const cron = parseCron(text);
  return (began) => cron.next(began ?? Math.max(Date.now(), Number(at ?? 0)));
}

function byDates(at: Iterable<Date> | Iterator<Date> | NextDate): Times {
  const give = giver(at);
  let last = -Infinity;
  return () => {
    const date = give();
    if (date === null || date === undefined) return undefined;
    if (!(date instanceof Date) || Number.isNaN(+date)) {
      throw new TypeError(`Option 'at' of state.scheduleTask must give valid dates, not ${String(date)}.`);
    }
    if (+date <= last) {
      const [given, before] = [date.toISOString(), new Date(last).toISOString()];
      throw new RangeError(`Option 'at' of state.scheduleTask must give a later date each time, not ${given} after ${before}.`);
    }
    return (last = +date);
  };
}

function giver(at: Iterable<Date> | Iterator<Date> | NextDate): () => Date | null | undefined {
  if (typeof at === 'function') return () => at(new Date());
  const dates = (Object(at) === at && Symbol.iterator in at ? at[Symbol.iterator]() : at) as Iterator<Date> | undefined;
  if (typeof dates?.next !== 'function') throw refuse("'at' must be a date, an iterator of dates or a function that gives the next one");
  return () => {
    const { done, value } = dates.next();
    return done ? null : (value as Date);
  };
}

function refuse(rule: string): TypeError {
  return new TypeError(`state.scheduleTask: ${rule}.`);
}
