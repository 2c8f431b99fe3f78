const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 } as const;

const PART = /(\d+(?:\.\d+)?)\s*([wdhms])/g;

/**
 * A period in ms, from a number of ms or a text of weeks, days, hours, minutes and seconds in this order, each of them at
 * most once and with decimals where wanted: `'1w'`, `'1h 30m'`, `'1m30s'`, `'0.5s'`.
 *
 * @throws RangeError for anything else and for less than 1 ms: a period that cannot be read must not become a busy loop.
 */
export function periodOf(period: number | string): number {
  const ms = typeof period === 'string' ? read(period) : period;
  if (ms >= 1 && ms < Infinity) return ms;
  const rule = "must be a number of ms from 1, or a text such as '1d 2h' or '1m30s' (units w d h m s)";
  throw new RangeError(`Option 'period' of state.scheduleTask ${rule}, not ${JSON.stringify(period) ?? String(period)}.`);
}

function read(text: string): number {
  const parts = [...text.matchAll(PART)];
  const units = parts.map(([, , unit]) => unit).join('');
  const isWhole = text.replace(PART, '').trim() === '' && /^w?d?h?m?s?$/.test(units);
  if (!isWhole) return NaN;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit as keyof typeof UNITS], 0);
}
