import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentOf, isData, keyOf } from '../../../../src/origin/cache/content.ts';

const text = (value: unknown): string => contentOf(value).text;

/** Values of different content, each twice: as two objects. */
const different = (): unknown[] => [
  ...[undefined, null, true, false, 0, -0, 1, 1.5, NaN, Infinity, 1n, '', '1', 'true', 'null', 'undefined', '1n', '[]'],
  ...[[], [undefined], [1], ['1'], [1, 2], [12], ['1,2'], [[1], 2], [[1, 2]], [null]],
  ...[{}, { a: 1 }, { a: undefined }, { a: 1, b: 2 }, { 'a,1,b': 2 }, { a: [1] }, { a: { b: 1 } }],
  ...[new Map(), new Map([['a', 1]]), new Map([['a', [1]]]), new Map([[['a'], 1]]), new Set(), new Set(['a', 1]), new Set([['a', 1]])],
  ...[new Date(0), new Date(1), new Date(NaN), /a/, /a/g],
  ...[
    new Uint8Array([1]),
    new Uint8Array([1, 0]),
    new Int8Array([1]),
    new Uint8Array([1]).buffer,
    new Uint16Array([1]),
    new Float64Array([1]),
  ],
  ...[new Uint8Array([128]), new Uint8Array([129]), new Uint8Array([65]), new DataView(new ArrayBuffer(1))],
];

describe('the content of a value', () => {
  it('is the same for equal values and different for all others', () => {
    const texts = different().map(text);
    expect(different().map(text)).toEqual(texts);
    expect(new Set(texts).size).toBe(texts.length);
    expect(different().every((value) => !contentOf(value).own)).toBe(true);
  });

  it('does not depend on the order of the fields of a record', () => {
    expect(text({ a: 1, b: { d: 1, c: 2 } })).toBe(text({ b: { c: 2, d: 1 }, a: 1 }));
    expect(text(Object.assign(Object.create(null), { a: 1 }))).toBe(text({ a: 1 }));
  });

  it('does not tell the same object twice from two equal ones', () => {
    const row = { x: 1 };
    expect(text([row, row])).toBe(text([row, { ...row }]));
  });

  it('comes to an end in circles, and tells them apart', () => {
    const circle = (): { self?: unknown; list: unknown[] } => {
      const value: { self?: unknown; list: unknown[] } = { list: [] };
      value.self = value;
      value.list.push(value.list);
      return value;
    };
    expect(text(circle())).toBe(text(circle()));
    const other = circle();
    other.list = [other];
    expect(text(other)).not.toBe(text(circle()));
  });

  it('tells instances of classes and functions by identity, which other sessions do not know', () => {
    class Point {
      x = 1;
    }
    class MyMap extends Map {}
    for (const make of [() => new Point(), () => new MyMap(), () => () => 1, () => new Error('a'), () => Promise.resolve(1)]) {
      const value = make();
      expect(contentOf([value])).toEqual({ text: text([value]), own: true });
      expect(text([value])).not.toBe(text([make()]));
    }
  });

  it('refuses a symbol by name', () => {
    expect(() => contentOf([Symbol('s')])).toThrow(
      new TypeError('Symbol(s) is a symbol, which has no content that a cache could know it by.'),
    );
  });

  it('is that of a clone, whatever the value, and no other’s', () => {
    const values = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(text(structuredClone(a))).toBe(text(a));
        if (text(a) === text(b)) expect(b).toEqual(a);
      }),
      { numRuns: 1000 },
    );
  });

  it('has a key of bounded length', async () => {
    const long = 'x'.repeat(10_000);
    expect((await keyOf([long])).key).toBe((await keyOf([long])).key);
    expect((await keyOf([long])).key).not.toBe((await keyOf([`${long}y`])).key);
    expect((await keyOf([long])).key.length).toBeLessThan(100);
  });
});

describe('isData', () => {
  it('says whether a copy is as good as the value', () => {
    class Client {}
    for (const value of different()) expect(isData([value])).toBe(true);
    for (const value of [new Client(), () => 1, Symbol('s'), new RangeError('no')]) {
      expect(isData(value)).toBe(false);
      expect(isData([{ value }])).toBe(false);
      expect(isData(new Map([[1, value]]))).toBe(false);
    }
    const circle: unknown[] = [];
    circle.push(circle);
    expect(isData(circle)).toBe(true);
  });
});
