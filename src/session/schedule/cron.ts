const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

const SHORTHANDS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** How far ahead a time is looked for: 29 February on a certain weekday may be 40 years away. */
const YEARS = 41;

/** What one field allows. */
interface Field {
  readonly allows: ReadonlySet<number>;
  /** Whether it stood as `*`. */
  readonly any: boolean;
}

/** The times of a cron expression, in the local time of the machine. */
export interface Cron {
  /** The first one after `time`, both in ms since 1970. */
  next(time: number): number;
}

/**
 * Reads a cron expression of five fields (minute, hour, day of month, month, day of week), or six with seconds first:
 * `*`, numbers, names of months and days, ranges, lists and steps, and the shorthands `@hourly` to `@yearly`. Where day of
 * month and day of week are both given, a day that fits either will do, as in Unix.
 *
 * A time that a clock set forward leaves out does not come that day; one that a clock set back repeats comes once, unless
 * the hour is `*`.
 *
 * @throws RangeError that names the field, and for an expression whose time never comes.
 */
export function parseCron(text: string): Cron {
  const plain = String(text).trim();
  const fields = (SHORTHANDS[plain.toLowerCase()] ?? plain).split(/\s+/);
  if (fields.length === 5) fields.unshift('0');
  if (fields.length !== 6) throw wrong(text, 'must have five fields (minute hour day month weekday) or six, with seconds first');
  const read = (index: number, name: string, low: number, high: number, names: readonly string[] = []): Field =>
    readField(fields[index] as string, names, low, high, (rule) => wrong(text, `${rule} in its ${name} '${fields[index]}'`));
  const second = read(0, 'second', 0, 59);
  const minute = read(1, 'minute', 0, 59);
  const hour = read(2, 'hour', 0, 23);
  const date = read(3, 'day of month', 1, 31);
  const month = read(4, 'month', 1, 12, ['', ...MONTHS]);
  const weekday = read(5, 'day of week', 0, 7, DAYS);

  const isDay = (at: Date): boolean => {
    const fits = [date.allows.has(at.getDate()), weekday.allows.has(at.getDay()) || (at.getDay() === 0 && weekday.allows.has(7))];
    return date.any || weekday.any ? fits.every(Boolean) : fits.some(Boolean);
  };

  /** Goes on to the next time that may fit, in the largest steps possible; undefined if it never comes. */
  const seek = (time: number): number | undefined => {
    const at = new Date(Math.floor(time / 1000 + 1) * 1000);
    const last = at.getFullYear() + YEARS;
    while (at.getFullYear() <= last) {
      if (!month.allows.has(at.getMonth() + 1)) at.setTime(+new Date(at.getFullYear(), at.getMonth() + 1));
      else if (!isDay(at)) at.setTime(+new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1));
      else if (!hour.allows.has(at.getHours()) || (!hour.any && isRepeated(at))) skip(at, 60 - at.getMinutes(), at.getSeconds());
      else if (!minute.allows.has(at.getMinutes())) skip(at, 1, at.getSeconds());
      else if (!second.allows.has(at.getSeconds())) skip(at, 0, -1);
      else return +at;
    }
    return undefined;
  };

  if (seek(Date.now()) === undefined) throw wrong(text, 'names a time that never comes');
  return { next: (time) => seek(time) ?? Infinity };
}

/** Moves by elapsed time and not by the clock's, which may go back. */
function skip(at: Date, minutes: number, seconds: number): void {
  at.setTime(+at + minutes * 60_000 - seconds * 1000);
}

/** Whether the clock showed this time before, on the same day. */
function isRepeated(at: Date): boolean {
  return +new Date(at.getFullYear(), at.getMonth(), at.getDate(), at.getHours(), at.getMinutes(), at.getSeconds()) < +at;
}

function readField(text: string, names: readonly string[], low: number, high: number, fault: (rule: string) => Error): Field {
  const number = (part: string): number => {
    const named = part === '' ? -1 : names.indexOf(part.toUpperCase());
    const value = named >= 0 ? named : /^\d+$/.test(part) ? Number(part) : NaN;
    if (!(value >= low && value <= high)) throw fault(`must have numbers from ${low} to ${high}`);
    return value;
  };
  const allows = new Set<number>();
  for (const item of text.split(',')) {
    const [range = '', by, more] = item.split('/');
    const step = by === undefined ? 1 : /^[1-9]\d*$/.test(by) ? Number(by) : NaN;
    if (more !== undefined || !step) throw fault('must have a whole number from 1 behind each /');
    const [from, to] = range === '*' ? [low, high] : boundsOf(range.split('-'), number, by === undefined ? undefined : high, fault);
    if (from > to) throw fault('must have ranges that go upwards');
    for (let value = from; value <= to; value += step) allows.add(value);
  }
  return { allows, any: text === '*' };
}

/** One number is a range of its own; with a step, `5/10` counts from there to the end. */
function boundsOf(ends: string[], number: (part: string) => number, open: number | undefined, fault: (rule: string) => Error) {
  if (ends.length > 2) throw fault('must have ranges of two numbers');
  const from = number(ends[0] ?? '');
  return [from, ends[1] === undefined ? (open ?? from) : number(ends[1])] as const;
}

function wrong(text: string, rule: string): RangeError {
  return new RangeError(`Option 'cron' of state.scheduleTask ${rule}, not ${JSON.stringify(text)}.`);
}
