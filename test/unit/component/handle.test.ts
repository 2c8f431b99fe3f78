import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as api from '../../../src/api.ts';
import { createNamespace, type Heddle } from '../../../src/namespace.ts';
import { setThreadNamespace } from '../../../src/thread/index.ts';
import { openSession } from '../session/harness.ts';
import { createRig, type Rig } from '../thread/rig.ts';

const { param, Parameterized, Viewer } = api;

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
});
