import { describe, expect, it } from 'vitest';
import { changed } from '../../../src/param/index.ts';

describe('a value has changed', () => {
  it('if it is another primitive by Object.is: NaN is NaN, 1 is 1.0', () => {
    expect(changed(NaN, NaN)).toBe(false);
    expect(changed(1, 1.0)).toBe(false);
    expect(changed(1, true)).toBe(true);
    expect(changed(null, undefined)).toBe(true);
  });

  it('if it is another point in time', () => {
    expect(changed(new Date(1), new Date(1))).toBe(false);
    expect(changed(new Date(1), new Date(2))).toBe(true);
  });

  it('if an element of a list, plain object, Map or Set has', () => {
    expect(changed([1, { a: [2] }], [1, { a: [2] }])).toBe(false);
    expect(changed([1, { a: [2] }], [1, { a: [3] }])).toBe(true);
    expect(changed({ a: 1 }, { b: 1 })).toBe(true);
    expect(changed(new Map([[1, [2]]]), new Map([[1, [2]]]))).toBe(false);
    expect(changed(new Set([1, 2]), new Set([2, 1]))).toBe(false);
    expect(changed(new Set([1]), new Set([2]))).toBe(true);
    expect(changed([1], { 0: 1 })).toBe(true);
  });

  it('always, if it is anything that may have been mutated in place', () => {
    class Point {}
    for (const value of [() => 1, new Uint8Array(1), /x/, new Point(), new Error('x')]) expect(changed(value, value)).toBe(true);
    const point = new Point();
    expect(changed([point], [point])).toBe(true);
  });

  it('and a cycle ends', () => {
    const cyclic = (): unknown[] => {
      const list: unknown[] = [1];
      list.push(list);
      return list;
    };
    expect(changed(cyclic(), cyclic())).toBe(false);
  });
});
