import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as api from '../../../src/api.ts';
import { createNamespace, type Heddle } from '../../../src/namespace.ts';
import { setThreadNamespace } from '../../../src/thread/index.ts';
import { openSession } from '../session/harness.ts';
import { createRig, rejection, type Rig } from '../thread/rig.ts';

const { bind, param, Parameterized, rx, Viewer } = api;
declare const heddle: Heddle;

class Runner extends Viewer.with({ n: param.integer({ default: 0, bounds: [0, 9], label: 'Count', doc: 'How many' }) }) {
  add(by: number): number {
    return (this.n += by);
  }

  override view(): unknown {
    return this.n;
  }
}

let rig: Rig;
let session: Heddle;
beforeEach(() => {
  setThreadNamespace(() => api);
  rig = createRig();
  session = createNamespace(openSession().session);
});
afterEach(() => rig.end());

/** Until what was posted has come. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

describe('on a thread', () => {
  it('the parameters of a Viewer are read and assigned, and its methods are called', async () => {
    const r = new Runner({ n: 1 });
    const work = rig.thread(
      async () => {
        const before = r.n;
        r.n = 3;
        return [before, r.n, await r.add(2), r.n];
      },
      { uses: { r } },
    );
    expect(await work()).toEqual([1, 3, 5, 5]);
    expect(r.n).toBe(5);
  });

  it('an object with parameters is a live handle, as an argument and inside of another', async () => {
    class Options extends Parameterized.with({ size: param.integer({ default: 2 }) }) {}
    class Owner extends Parameterized.with({ options: param.instanceOf(Options) }) {}
    const options = new Options();
    const grow = rig.thread((owner: Owner, own: Options) => {
      own.size *= 2;
      return owner.options === own && own;
    });
    expect(await grow(new Owner({ options }), options)).toBe(options);
    expect(options.size).toBe(4);
  });

  it('an assignment that the rules refuse is reported by its name, and the thread knows the true value again', async () => {
    const r = new Runner({ n: 1 });
    const work = rig.thread(
      async (pause: () => Promise<void>) => {
        r.n = 10;
        await pause();
        return r.n;
      },
      { uses: { r } },
    );
    expect(await work(pause)).toBe(1);
    expect(rig.reports.map(({ what }) => what)).toEqual([expect.stringContaining("assigning Runner.n in task '")]);
  });

  it('a parameter is read and assigned by its value, and hears of new ones', async () => {
    const r = new Runner({ n: 1 });
    const work = rig.thread(
      async (change: () => Promise<void>) => {
        const { name, label, doc, bounds, value } = p;
        await change();
        const later = p.value;
        p.value = 7;
        return [name, label, doc, bounds, value, later, await p.accepts(10)];
      },
      { uses: { p: r.param.n } },
    );
    const p = r.param.n;
    const change = async (): Promise<void> => {
      r.n = 2;
      await pause();
    };
    expect(await work(change)).toEqual(['n', 'Count', 'How many', [0, 9], 1, 2, false]);
    expect(r.n).toBe(7);
    expect(rig.reports).toEqual([]);
  });

  it('a parameter that comes back is the parameter', async () => {
    const { value } = new session.IntSlider({ value: 4, end: 9 }).param;
    expect(await rig.thread((p: unknown) => p)(value)).toBe(value);
  });

  it('a parameter of a class is its default', async () => {
    expect(await rig.thread((p: { value: number }) => p.value)(Runner.param.n)).toBe(0);
  });

  it('what is derived is refused by its path, with what to send instead', async () => {
    const slider = new session.IntSlider({ value: 4, end: 9 });
    const x = rx(3);
    const double = bind((n: number) => 2 * n, slider);
    const why =
      'is a derived value, which nobody computes there, and cannot be sent to a thread. Send a parameter that it comes from, or its value now.';
    const message = async (uses: Record<string, unknown>): Promise<string> =>
      (await rejection(rig.thread(() => 1, { name: 'use', uses })())).message;
    expect(await message({ x })).toBe(`uses.x of 'use' ${why}`);
    expect(await message({ table: { double } })).toBe(`uses.table.double of 'use' ${why}`);
    expect((await rejection(rig.thread((...args: unknown[]) => args.length, { name: 'take' })([x]))).message).toBe(
      `Argument 1[0] of task 'take' ${why}`,
    );
    expect(() => rig.thread(double)).toThrow('has no source: a bound or built-in function cannot be sent to a thread');
    // As any function, it is called where it is.
    expect(await rig.thread((get: () => unknown) => get())(double)).toBe(8);
  });

  it('the objects and the length of a layout are read, and its objects assigned', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((value) => new session.StaticText({ value })) as [api.StaticText, api.StaticText, api.StaticText];
    const col = new session.Column(a, b);
    const work = rig.thread(
      async (pause: () => Promise<void>) => {
        const before = [(col.objects[1] as api.StaticText).value, col.length];
        await col.append(c);
        const then = col.length;
        col.objects = [c, a];
        await pause();
        return [...before, then, col.length, col.objects[0] === c, col.objects];
      },
      { uses: { col, c, a } },
    );
    expect(await work(pause)).toEqual(['b', 2, 3, 2, true, [c, a]]);
    expect(col.objects).toEqual([c, a]);
    expect(rig.reports).toEqual([]);
  });

  it('what is assigned to the objects of a layout is read as the component that shows it', async () => {
    const col = new session.Column();
    const work = rig.thread(
      async (pause: () => Promise<void>) => {
        (col as { objects: unknown }).objects = ['text'];
        await pause();
        return col.objects[0];
      },
      { uses: { col } },
    );
    expect(await work(pause)).toBe(col.objects[0]);
    expect(col.objects[0]).toBeInstanceOf(session.Component);
  });

  it('a component that was made there is refused, as a result, an argument and a value', async () => {
    const text = new session.StaticText();
    const col = new session.Column();
    const why =
      'is an instance of Str, which belongs where it was made, and cannot be sent to the session. Send its data, and make one there.';
    const message = async (fn: () => unknown): Promise<string> =>
      (await rejection(rig.thread(fn, { name: 'make', uses: { col, text } })())).message;
    expect(await message(() => [new heddle.Str('x')])).toBe(`Result[0] of task 'make' ${why}`);
    expect(await message(() => col.append(new heddle.Str('x')))).toBe(`Argument 1 of Column.append() ${why}`);
    expect(await message(() => (text.value = new heddle.Str('x') as never))).toBe(`StaticText.value of an assignment ${why}`);
    expect(await message(() => new heddle.Queue())).toMatch(/is an instance of Queue, which belongs where it was made/);
  });
});
