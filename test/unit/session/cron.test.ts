import { Cron } from 'croner';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCron } from '../../../src/session/schedule/cron.ts';

const home = process.env['TZ'];

/** Runs the tests of a block in one time zone; Node looks at the variable whenever it is set. */
function inZone(zone: string): void {
  beforeAll(() => void (process.env['TZ'] = zone));
  afterAll(() => {
    if (home === undefined) delete process.env['TZ'];
    else process.env['TZ'] = home;
  });
}

/** The next `count` times after `from`, as local texts. */
function times(text: string, from: string, count: number): string[] {
  const cron = parseCron(text);
  const found: string[] = [];
  for (let time = +new Date(from); found.length < count;) {
    time = cron.next(time);
    const at = new Date(time);
    found.push(`${at.toDateString()} ${at.toTimeString().slice(0, 8)}`);
  }
  return found;
}

const number = (low: number, high: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant('*') },
    { weight: 3, arbitrary: fc.integer({ min: low, max: high }).map(String) },
    fc.integer({ min: 1, max: high }).map((step) => `*/${step}`),
    fc
      .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
      .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    fc.array(fc.integer({ min: low, max: high }), { minLength: 2, maxLength: 4 }).map((all) => all.join(',')),
  );

describe('a cron expression', () => {
  describe('in UTC', () => {
    inZone('UTC');

    it('means what croner says it means', () => {
      const fields = fc.tuple(number(0, 59), number(0, 59), number(0, 23), number(1, 28), number(1, 12), number(0, 7));
      const from = fc.date({ min: new Date('2000-01-01'), max: new Date('2060-01-01'), noInvalidDate: true });
      fc.assert(
        fc.property(fields, from, (parts, start) => {
          const text = parts.join(' ');
          const peer = new Cron(text, { paused: true });
          const own = parseCron(text);
          let [theirs, ours]: [Date | null, number] = [start, +start];
          for (let turn = 0; turn < 5 && theirs; turn++) {
            theirs = peer.nextRun(theirs);
            ours = own.next(ours);
            expect(theirs ? +theirs : Infinity).toBe(ours);
          }
        }),
        { numRuns: 300 },
      );
    });

    it('knows names, steps from a number, Sunday twice and the usual shorthands', () => {
      expect(times('0 9 * jan-mar MON,wed', '2026-01-30T00:00Z', 2)).toEqual(['Mon Feb 02 2026 09:00:00', 'Wed Feb 04 2026 09:00:00']);
      expect(times('40/10 * * * *', '2026-01-01T00:00Z', 3)).toEqual([
        'Thu Jan 01 2026 00:40:00',
        'Thu Jan 01 2026 00:50:00',
        'Thu Jan 01 2026 01:40:00',
      ]);
      expect(times('0 0 * * 7', '2026-01-01T00:00Z', 1)).toEqual(times('@weekly', '2026-01-01T00:00Z', 1));
    });

    it('finds 29 February on a Monday, 28 years away', () => {
      expect(times('0 0 29 2 *', '2096-03-01T00:00Z', 1)).toEqual(['Fri Feb 29 2104 00:00:00']);
    });

    for (const [text, rule] of [
      ['', 'must have five fields'],
      ['* * * *', 'must have five fields'],
      ['60 * * * *', "must have numbers from 0 to 59 in its minute '60'"],
      ['* * 0 * *', "must have numbers from 1 to 31 in its day of month '0'"],
      ['* * * JANUARY *', "must have numbers from 1 to 12 in its month 'JANUARY'"],
      ['*/0 * * * *', 'must have a whole number from 1 behind each /'],
      ['5-1 * * * *', 'must have ranges that go upwards'],
      ['1-2-3 * * * *', 'must have ranges of two numbers'],
      ['0 0 31 2 *', 'names a time that never comes'],
    ] as const) {
      it(`is refused as ${JSON.stringify(text)}, and the error says why`, () => {
        expect(() => parseCron(text)).toThrow(rule);
      });
    }
  });

  describe('in a zone with summer time', () => {
    inZone('Europe/Berlin');

    it('does not come on the day on which the clock leaves its time out', () => {
      expect(times('30 2 * * *', '2026-03-28T00:00', 2)).toEqual(['Sat Mar 28 2026 02:30:00', 'Mon Mar 30 2026 02:30:00']);
    });

    it('comes once where the clock shows its time twice', () => {
      expect(times('30 2 * * *', '2026-10-24T12:00', 2)).toEqual(['Sun Oct 25 2026 02:30:00', 'Mon Oct 26 2026 02:30:00']);
    });

    it('comes every hour that passes where the hour is *', () => {
      const cron = parseCron('30 * * * *');
      let time = +new Date('2026-10-25T00:00');
      for (let turn = 0; turn < 6; turn++) {
        const next = cron.next(time);
        if (turn > 0) expect(next - time).toBe(3_600_000);
        time = next;
      }
    });
  });
});
