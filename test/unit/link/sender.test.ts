import { describe, expect, it } from 'vitest';
import { type Batch, join, type Model, type Outlet, Sender, type Upstream } from '../../../src/link/index.ts';
import { param, Parameterized } from '../../../src/param/index.ts';

class Box
  extends Parameterized.with({
    value: param.any(),
    label: param.string({ default: '' }),
    bounded: param.integer({ default: 0, bounds: [0, 9] }),
  })
  implements Model
{
  readonly viewType = 'box';
  readonly viewParams = ['value', 'label', 'bounded'];
  outlet: Outlet | undefined;
  readonly events: unknown[] = [];

  receiveEdit(name: string, value: unknown): void {
    this.param.update({ [name]: value } as never);
  }

  receiveEvent(event: string, detail: unknown): void {
    this.events.push([event, detail]);
  }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A document whose page draws a batch only when `draw` is called. */
function open() {
  const life = new AbortController();
  const [page, document] = join<Upstream, Batch>(life.signal);
  const batches: Batch[] = [];
  const errors: unknown[] = [];
  page.listen((batch) => batches.push(batch));
  const sender = new Sender(document, {
    dispatch(run) {
      try {
        run();
      } catch (error) {
        errors.push(error);
      }
    },
  });
  return {
    sender,
    batches,
    errors,
    page,
    show: async (...models: Model[]) => {
      sender.setRoots(models.map((model) => ({ model })));
      await settle();
    },
    draw: async () => {
      page.post({ type: 'drawn', seq: batches.length });
      await settle();
    },
    last: () => batches.at(-1)?.patches,
  };
}

describe('Sender', () => {
  it('creates what a root refers to before the root, and then shows the root', async () => {
    const { show, last } = open();
    const child = new Box({ label: 'child' });
    await show(new Box({ value: [child] }));
    expect(last()).toEqual([
      { op: 'create', id: 2, type: 'box', values: { value: null, label: 'child', bounded: 0 } },
      { op: 'create', id: 1, type: 'box', values: { value: [{ $model: 2 }], label: '', bounded: 0 } },
      { op: 'roots', roots: [{ id: 1 }] },
    ]);
  });

  it('sends one value for a parameter that was set a million times, and nothing before the page has drawn', async () => {
    const { show, draw, batches, last } = open();
    const box = new Box();
    await show(box);
    for (let n = 0; n < 1_000_000; n++) box.value = n;
    await settle();
    expect(batches.length).toBe(1);
    await draw();
    expect(last()).toEqual([{ op: 'set', id: 1, values: { value: 999_999 }, acks: {} }]);
  });

  it('answers the user before the page has drawn, once, as the session may block next', async () => {
    const { show, draw, page, batches, last } = open();
    const box = new Box();
    await show(box);
    const click = async (label: string): Promise<void> => {
      page.post({ type: 'event', id: 1, event: 'click', detail: null });
      await settle();
      box.label = label;
      await settle();
    };
    await click('computing');
    expect(last()).toEqual([{ op: 'set', id: 1, values: { label: 'computing' }, acks: {} }]);
    await click('computing again');
    expect(batches.length, 'two are under way at most').toBe(2);
    await draw();
    expect(last()).toEqual([{ op: 'set', id: 1, values: { label: 'computing again' }, acks: {} }]);
    box.label = 'not asked for';
    await settle();
    expect(batches.length).toBe(3);
  });

  it('does not send an edit back to the page that made it, but sends what a callback made of it', async () => {
    const { show, draw, page, last, batches } = open();
    const box = new Box();
    await show(box);
    await draw();
    page.post({ type: 'change', id: 1, name: 'bounded', value: 5, edit: 1, final: true });
    await settle();
    expect([box.bounded, batches.length]).toEqual([5, 1]);
    box.param.watch(() => (box.bounded = 3), 'bounded');
    page.post({ type: 'change', id: 1, name: 'bounded', value: 7, edit: 2, final: true });
    await settle();
    expect(last()).toEqual([{ op: 'set', id: 1, values: { bounded: 3 }, acks: { bounded: 2 } }]);
  });

  it('reports an edit that the model refuses and puts the model’s value back on the page', async () => {
    const { show, draw, page, last, errors } = open();
    const box = new Box({ bounded: 4 });
    await show(box);
    await draw();
    page.post({ type: 'change', id: 1, name: 'bounded', value: 99, edit: 1, final: true });
    await settle();
    expect(String(errors[0])).toContain('must be at most 9, not 99');
    expect(last()).toEqual([{ op: 'set', id: 1, values: { bounded: 4 }, acks: { bounded: 1 } }]);
  });

  it('keeps events apart and in order', async () => {
    const { show, page } = open();
    const box = new Box();
    await show(box);
    for (const detail of [1, 2, 3]) page.post({ type: 'event', id: 1, event: 'click', detail });
    await settle();
    expect(box.events).toEqual([
      ['click', 1],
      ['click', 2],
      ['click', 3],
    ]);
  });

  it('takes away a model that nothing refers to any more, with what only it referred to, and stops watching it', async () => {
    const { show, draw, last, batches } = open();
    const [leaf, shared] = [new Box(), new Box()];
    const branch = new Box({ value: [leaf, shared] });
    const root = new Box({ value: [branch, shared] });
    await show(root);
    await draw();
    root.value = [shared];
    await settle();
    const removed = last()?.filter((patch) => patch.op === 'remove');
    expect(removed?.length).toBe(2);
    await draw();
    leaf.label = 'nobody looks';
    await settle();
    expect(batches.length).toBe(2);
    expect(leaf.outlet).toBe(undefined);
  });

  it('gives a model that comes back a new number', async () => {
    const { show, draw, last } = open();
    const child = new Box();
    const root = new Box({ value: child });
    await show(root);
    await draw();
    root.value = null;
    await settle();
    await draw();
    root.value = child;
    await settle();
    expect(last()?.map((patch) => patch.op)).toEqual(['create', 'set']);
    expect(last()?.[1]).toMatchObject({ values: { value: { $model: 3 } } });
  });

  it('joins the rows of a stream, keeps the last ones that fit, and keeps calls between values in order', async () => {
    const { show, draw, last } = open();
    const box = new Box();
    await show(box);
    for (let row = 0; row < 1000; row++) box.outlet?.append('data', { x: [row] }, 3);
    box.label = 'before';
    box.outlet?.call('reset', 1);
    box.label = 'after';
    box.outlet?.append('data', { x: [1000] });
    await draw();
    expect(last()).toEqual([
      { op: 'append', id: 1, name: 'data', columns: { x: [997, 998, 999] }, rollover: 3 },
      { op: 'set', id: 1, values: { label: 'before' }, acks: {} },
      { op: 'call', id: 1, method: 'reset', args: [1] },
      { op: 'set', id: 1, values: { label: 'after' }, acks: {} },
      { op: 'append', id: 1, name: 'data', columns: { x: [1000] } },
    ]);
  });

  it('keeps everything back while it is held', async () => {
    const { sender, show, draw, batches, last } = open();
    const box = new Box();
    await show(box);
    await draw();
    sender.hold();
    box.label = 'a';
    await settle();
    box.value = 1;
    sender.release();
    await settle();
    expect(batches.length).toBe(2);
    expect(last()).toEqual([{ op: 'set', id: 1, values: { label: 'a', value: 1 }, acks: {} }]);
  });

  it('leaves no trace of models that came and went while the page did not draw', async () => {
    const { show, draw, last } = open();
    const root = new Box();
    await show(root);
    for (let turn = 0; turn < 1000; turn++) {
      const passing = new Box({ value: [new Box()] });
      root.value = [passing];
      passing.outlet?.call('flash');
      await settle();
    }
    root.value = null;
    await draw();
    expect(last()).toEqual([{ op: 'set', id: 1, values: { value: null }, acks: {} }]);
  });

  it('refers to nothing that the page will never see, also where a command fixed the order of what waits', async () => {
    const { show, draw, last } = open();
    const root = new Box({ label: 'root' });
    await show(root);
    root.value = [new Box()];
    root.outlet?.call('first');
    root.param.update({ value: [], label: 'changed' });
    root.outlet?.call('second');
    await draw();
    expect(last()).toEqual([
      { op: 'set', id: 1, values: {}, acks: {} },
      { op: 'call', id: 1, method: 'first', args: [] },
      { op: 'set', id: 1, values: { value: [], label: 'changed' }, acks: {} },
      { op: 'call', id: 1, method: 'second', args: [] },
      { op: 'set', id: 1, values: { value: [] }, acks: {} },
    ]);
  });

  it('keeps the newest of cells that wait, and sends the whole value where rows and cells alternate for long', async () => {
    const { show, draw, last } = open();
    const box = new Box({ value: { x: [0] } });
    await show(box);
    box.outlet?.patch('value', { x: [[0, 1]] });
    box.outlet?.patch('value', { x: [[0, 2]] });
    await draw();
    expect(last()).toEqual([{ op: 'patch', id: 1, name: 'value', cells: { x: [[0, 2]] } }]);
    for (let turn = 0; turn < 100; turn++) {
      box.outlet?.append('value', { x: [turn] });
      box.outlet?.patch('value', { x: [[0, turn]] });
    }
    await draw();
    expect(last()!.length).toBeLessThanOrEqual(17);
  });

  it('transfers typed arrays: copies of what a component holds, and the very rows that are streamed', async () => {
    const transferred: unknown[][] = [];
    const sent: Batch[] = [];
    const sender = new Sender(
      {
        post: (batch, transfer = []) => {
          transferred.push([...transfer]);
          sent.push(batch);
        },
        listen: (receive) => void setImmediate(() => receive({ type: 'drawn', seq: 1 })),
      },
      { dispatch: (run) => run() },
    );
    const held = new Float64Array([1, 2]);
    const box = new Box({ value: { x: held } });
    sender.setRoots([{ model: box }]);
    await settle();
    const [creation] = sent[0]!.patches as unknown as { values: { value: { x: Float64Array } } }[];
    expect(creation!.values.value.x).toEqual(held);
    expect(transferred[0]).toEqual([creation!.values.value.x.buffer]);
    expect(creation!.values.value.x.buffer).not.toBe(held.buffer);
    await settle();
    const rows = new Float64Array([3]);
    box.outlet?.append('value', { x: rows });
    await settle();
    expect(transferred[1]).toEqual([rows.buffer]);
    sender.close();
  });

  it('keeps rows of one typed kind typed when it joins them', async () => {
    const { show, draw, last } = open();
    const box = new Box();
    await show(box);
    box.outlet?.append('data', { x: new Float32Array([1]), y: [1] });
    box.outlet?.append('data', { x: new Float32Array([2, 3]), y: [2, 3] });
    await draw();
    expect(last()).toEqual([{ op: 'append', id: 1, name: 'data', columns: { x: new Float32Array([1, 2, 3]), y: [1, 2, 3] } }]);
  });

  it('reports a value that cannot cross, sends null for it, and goes on with all the others', async () => {
    const sent: Batch[] = [];
    const errors: string[] = [];
    const sender = new Sender(
      { post: (batch) => void sent.push(structuredClone(batch)), listen: () => undefined },
      {
        dispatch(run) {
          try {
            run();
          } catch (error) {
            errors.push((error as Error).message);
          }
        },
      },
    );
    sender.setRoots([{ model: new Box({ value: () => 1, label: 'kept' }) }, { model: new Box({ label: 'other' }) }]);
    await settle();
    expect(sent[0]?.patches).toMatchObject([{ values: { value: null, label: 'kept' } }, { values: { label: 'other' } }, { op: 'roots' }]);
    expect(errors).toEqual([expect.stringMatching(/^The page cannot be sent the value of 'value': .*could not be cloned/s)]);
  });
});
