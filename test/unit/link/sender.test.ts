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
});
