import { expect, it } from 'vitest';
import { Rate } from '../../../src/inspect/rate.ts';

it('a rate is none at first, then what a count grew by in a second', () => {
  const rate = new Rate();
  expect(rate.update(1000, 0)).toBe(0);
  expect(rate.update(1005, 500)).toBe(10);
  expect(rate.update(1010, 1000)).toBe(10);
});

it('a rate forgets what is older than two seconds', () => {
  const rate = new Rate();
  rate.update(0, 0);
  for (let at = 500; at <= 3000; at += 500) rate.update(100, at);
  expect(rate.update(100, 3500)).toBe(0);
});
