import { expect } from 'chai';
import { openSession, type Opened } from '../runner/stage.ts';

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
});
