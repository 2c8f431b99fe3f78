import { describe, expect, it } from 'vitest';
import { decode, encode, type EncodeOptions, isLate, load } from '../../../src/thread/payload.ts';
import type { Payload } from '../../../src/thread/protocol.ts';
import { EXPORT } from '../../../src/thread/share.ts';

const place = { root: 'Argument', numbered: true, of: "task 'crunch'", to: 'to a thread' };

/** Sends a payload over a real channel, as a worker would get it. */
function send(payload: Payload): Promise<Payload> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port2.addEventListener('message', ({ data }: MessageEvent<Payload>) => {
      port1.close();
      resolve(data);
    });
    port2.start();
    port1.postMessage(payload, [...payload.transfer]);
  });
}

async function roundTrip(value: unknown, options: Partial<EncodeOptions> = {}): Promise<unknown> {
  const payload = await send(encode(value, { place, ...options }));
  return decode(await load(payload));
}

function message(value: unknown): string {
  try {
    encode(value, { place });
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('It was encoded.');
}

const samples: Record<string, unknown> = {
  numbers: [0, -0, 1.5, NaN, Infinity, -Infinity, 12n],
  nothing: [undefined, null, true, false, ''],
  'lone surrogates and other text': ['\uD800', 'é', '𝒳', '\u2028'],
  dates: [new Date(0), new Date(NaN)],
  patterns: [/a+/giu],
  maps: [new Map<unknown, unknown>([[{ a: 1 }, new Set([1, [2]])]])],
  'typed arrays': [new Float64Array([1, NaN]), new Uint8Array([1, 2, 3]).subarray(1), new DataView(new ArrayBuffer(3), 1)],
  buffers: [new Uint8Array([1, 2, 3]).buffer],
  'what a pattern has found': [/(?<year>\d+)/.exec('x2024')],
  // oxlint-disable-next-line no-sparse-arrays -- what is meant
  'arrays with holes': [[1, , undefined, null, ,]],
  'odd names': [JSON.parse('{"__proto__": 1, "a b": 2}')],
};

describe('payloads', () => {
  for (const [name, value] of Object.entries(samples)) {
    it('arrive as their fields where they are a Proxy or the arguments of a function', async () => {
      const watched = <T extends object>(value: T): T => new Proxy(value, {});
      expect(await roundTrip({ deep: watched({ list: watched([1, { a: undefined }]) }) })).toEqual({
        deep: { list: [1, { a: undefined }] },
      });
      const given = Reflect.apply(
        function () {
          return arguments;
        },
        null,
        [7, 8],
      );
      expect(await roundTrip([given])).toEqual([{ 0: 7, 1: 8 }]);
    });

    it(`carry ${name} in a small value`, async () => {
      expect(await roundTrip(value)).toEqual(value);
    });
    it(`carry ${name} in a large value`, async () => {
      const large = [value, Array.from({ length: 2000 }, (_, i) => ({ i }))];
      const payload = encode(large, { place });
      expect(payload.form).not.toBe('clone');
      expect(await roundTrip(large)).toEqual(large);
    });
    it(`carry ${name} to several readers`, async () => {
      const large = [value, Array.from({ length: 20_000 }, (_, i) => ({ i }))];
      const payload = encode(large, { place, repeatable: true });
      expect(payload.transfer).toEqual([]);
      for (let i = 0; i < 2; i++) expect(decode(await load(await send(payload)))).toEqual(large);
    });
  }

  it('keep cycles and shared parts', async () => {
    const part = { deep: [1] };
    const value: Record<string, unknown> = { part, again: part, bulk: new Uint8Array(10_000) };
    value['self'] = value;
    const copy = (await roundTrip([value])) as [typeof value];
    expect(copy[0]['self']).toBe(copy[0]);
    expect(copy[0]['again']).toBe(copy[0]['part']);
  });

  it('take a value as it is when it is sent', () => {
    const value = { items: [1] };
    const payload = encode([value], { place });
    value.items.push(2);
    expect(decode(payload)).toEqual([{ items: [1] }]);
  });

  it('send instances of a class as their own fields, as the browser does', async () => {
    class Point {
      x = 1;
      #y = 2;
      get y(): number {
        return this.#y;
      }
    }
    expect(await roundTrip([new Point(), new Uint8Array(10_000)])).toEqual([{ x: 1 }, new Uint8Array(10_000)]);
  });

  it('copy large buffers at the sender, so that the page moves them and the caller keeps his', async () => {
    const mine = new Float64Array(1000).fill(7);
    const payload = encode([mine], { place });
    expect(payload.transfer).toHaveLength(1);
    expect(mine.byteLength).toBe(8000);
    expect(decode(await send(payload))).toEqual([mine]);
  });

  it('move what the caller lists, and leave him nothing', async () => {
    const mine = new Uint8Array([1, 2]);
    const payload = encode([mine], { place, transfer: [mine.buffer] });
    const [theirs] = decode(await send(payload)) as [Uint8Array];
    expect([...theirs]).toEqual([1, 2]);
    expect(mine.byteLength).toBe(0);
  });

  it('keep views of one buffer together, and take only the part that a small view shows', async () => {
    const buffer = new Uint8Array(8192).buffer;
    const [left, right] = (await roundTrip([new Uint8Array(buffer), new Uint8Array(buffer)])) as [Uint8Array, Uint8Array];
    expect(left.buffer).toBe(right.buffer);
    const payload = encode([new Uint8Array(buffer, 16, 4), Array.from({ length: 2000 }, () => ({}))], { place });
    const sizes = payload.form === 'graph' ? payload.extras.map((extra) => (extra as ArrayBuffer).byteLength) : [];
    expect(sizes).toEqual([4]);
  });

  it('put bulk that several readers get into blobs, which no relay copies', () => {
    const payload = encode([new Uint8Array(100_000)], { place, repeatable: true });
    expect(isLate(payload)).toBe(true);
  });

  it('carry errors with their class, fields and causes', async () => {
    const error = Object.assign(new RangeError('too far', { cause: new TypeError('odd') }), { code: 7 });
    const [copy] = (await roundTrip([error])) as [typeof error];
    expect(copy).toBeInstanceOf(RangeError);
    expect(copy.code).toBe(7);
    expect(copy.cause).toBeInstanceOf(TypeError);
  });

  it("send Heddle's own functions by their names", () => {
    const sleep = Object.defineProperty(() => {}, EXPORT, { value: 'sleep' });
    const payload = encode([sleep], { place, isFunction: () => true, fn: () => ({ exported: 'sleep' }) });
    expect(decode(payload, { fn: (ref) => ref })).toEqual([{ exported: 'sleep' }]);
  });

  it('name the place of what is nested too deeply', async () => {
    const nest = (wrap: (inner: unknown) => unknown, depth: number, leaf: unknown): unknown => {
      let nested = leaf;
      for (let i = 0; i < depth; i++) nested = wrap(nested);
      return nested;
    };
    const wraps = [(next: unknown) => ({ next }), (inner: unknown) => [inner], (inner: unknown) => new Map([['a', inner]])];
    expect(message(['flat', nest(wraps[0]!, 100_000, 1)])).toBe(
      "Argument 2.next.next… of task 'crunch' is nested too deeply and cannot be sent to a thread. Send it flat, as a list.",
    );
    // What one step bears, another may not.
    for (const wrap of wraps) {
      for (const leaf of [1, new Date()]) {
        for (let depth = 500; depth < 6000; depth += 250) {
          const trip = async (): Promise<unknown> => decode(await load(encode([nest(wrap, depth, leaf)], { place })));
          const told = await trip().catch(String);
          if (typeof told === 'string')
            expect(told).toMatch(/^ThreadError: (Argument 1.*… of task 'crunch'|A value has come that) is nested too deeply/);
        }
      }
    }
  });

  it('name the path of what cannot be sent', () => {
    expect(message([{ items: [1, 2, 3, { fn() {} }] }])).toBe(
      "Argument 1.items[3].fn of task 'crunch' is a function and cannot be sent to a thread.",
    );
    expect(message([1, Symbol('s')])).toBe("Argument 2 of task 'crunch' is a symbol and cannot be sent to a thread.");
    expect(message([{ 'a b': Promise.resolve() }])).toBe(
      'Argument 1["a b"] of task \'crunch\' is a Promise and cannot be sent to a thread.',
    );
    expect(message([new Map([['k', new WeakMap()]])])).toBe(
      'Argument 1["value 0"] of task \'crunch\' is a WeakMap and cannot be sent to a thread.',
    );
    expect(message([[new AbortController().signal]])).toBe(
      "Argument 1[0] of task 'crunch' is an AbortSignal and cannot be sent to a thread.",
    );
  });

  it('share memory that is shared, also where only a part of it is seen', () => {
    const flag = new Int32Array(new SharedArrayBuffer(65_536), 0, 4);
    const [copy] = decode(encode([flag], { place })) as [Int32Array];
    copy[0] = 7;
    expect(flag[0]).toBe(7);
  });

  it('are snapshots: what happens to a value later does not reach them', () => {
    for (const repeatable of [false, true]) {
      for (const size of [100, 2000, 20_000]) {
        const data = new Float64Array(size);
        const large = [data, new RangeError('special')];
        const payload = encode(large, { place, repeatable });
        data[0] = 1;
        if (!isLate(payload)) expect((decode(payload) as [Float64Array])[0][0], `${size} ${repeatable}`).toBe(0);
      }
    }
  });

  it('own what is transferred from the moment they are made', () => {
    const data = new Float64Array([1, 2]);
    const tail = data.subarray(1);
    const payload = encode([data, tail], { place, transfer: [data.buffer] });
    expect([data.length, tail.length]).toEqual([0, 0]);
    const [first, second] = decode(payload) as [Float64Array, Float64Array];
    expect([[...first], [...second]]).toEqual([[1, 2], [2]]);
    expect(first.buffer).toBe(second.buffer);
    expect(payload.transfer).toEqual([first.buffer]);
  });
});
