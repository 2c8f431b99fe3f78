import { expect } from 'chai';
import type { Heddle } from '../../../src/namespace.ts';
import { openSession, type Opened } from '../runner/stage.ts';
import { rejection } from './stage.ts';

declare const heddle: Heddle;

let opened: Opened;
beforeEach(() => (opened = openSession()));
afterEach(() => opened.end());

describe('what has parameters, on a thread', () => {
  it('is a live handle: a Viewer, a parameter, a layout', async () => {
    const { Column, param, StaticText, thread, Viewer } = opened.heddle;
    class Counter extends Viewer.with({ n: param.integer({ default: 1 }) }) {
      override view(): unknown {
        return this.n;
      }
    }
    const r = new Counter();
    const p = r.param.n;
    const col = new Column(new StaticText({ value: 'a' }), new StaticText({ value: 'b' }));
    const work = thread(
      () => {
        const before = p.value;
        p.value = 2;
        r.n = 3;
        return [before, r.n, p.label, col.length, col.objects.map((text) => (text as InstanceType<typeof StaticText>).value)];
      },
      { uses: { r, p, col } },
    );
    expect(await work()).to.deep.equal([1, 3, 'N', 2, ['a', 'b']]);
    expect(r.n).to.equal(3);
  });

  it('is refused where a thread made it, and where it is derived', async () => {
    const { bind, rx, thread } = opened.heddle;
    const made = thread(() => [new heddle.StaticText()], { name: 'make' });
    expect((await rejection(made())).message).to.match(
      /^Result\[0\] of task 'make' is an instance of StaticText, which belongs where it was made/,
    );
    const double = bind((n: number) => 2 * n, rx(1));
    expect((await rejection(thread(() => double(), { name: 'use', uses: { double } })())).message).to.match(
      /^uses\.double of 'use' is a derived value, which nobody computes there/,
    );
  });
});
