import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type Batch,
  type CellPatches,
  type Columns,
  join,
  type Model,
  type ModelId,
  type Outlet,
  Receiver,
  type Root,
  Sender,
  type Upstream,
  type Values,
  type Views,
} from '../../../src/link/index.ts';
import { discardEvents, param, Parameterized } from '../../../src/param/index.ts';
import { appendRows, patchRows } from '../../../src/view/columns.ts';

const BOXES = 5;

/** A component with a value that a user edits, children, and rows that are streamed. */
class Box
  extends Parameterized.with({
    value: param.any({ default: 0 }),
    children: param.list<unknown>({ default: [] }),
    rows: param.any<Columns>({ default: { x: [0] } }),
  })
  implements Model
{
  readonly viewType = 'box';
  readonly viewParams = ['value', 'children', 'rows'];
  outlet: Outlet | undefined;
  readonly heard: unknown[][];
  readonly index: number;

  constructor(index: number, heard: unknown[][]) {
    super();
    this.index = index;
    this.heard = heard;
  }

  receiveEdit(name: string, value: unknown): void {
    this.heard.push(['edit', this.index, value]);
    this.param.update({ [name]: value } as never);
  }

  receiveEvent(event: string, detail: unknown): void {
    this.heard.push([event, this.index, detail]);
  }

  stream(x: ArrayLike<unknown>, rollover: number): void {
    const [rows, added] = [appendRows(this.rows, { x }, rollover), { x: Array.from(x) }];
    this.outlet?.append('rows', added, rollover);
    discardEvents(this, () => (this.rows = rows));
  }

  patch(value: number): void {
    const cells: CellPatches = { x: [[0, value]] };
    const rows = patchRows(this.rows, cells);
    this.outlet?.patch('rows', cells);
    discardEvents(this, () => (this.rows = rows));
  }
}

/** The page of the model: what views hold, and what must never happen to them. */
class Page implements Views {
  readonly held = new Map<ModelId, Record<string, unknown>>();
  shown: readonly Root[] = [];
  /** What must never happen. */
  readonly faults: string[] = [];
  /** The user's newest edit of each value. */
  readonly edits = new Map<ModelId, unknown>();
  readonly #heard: readonly unknown[][];
  /** Draw what has come so far, the latest last. */
  draws: (() => void)[] = [];

  constructor(heard: readonly unknown[][]) {
    this.#heard = heard;
  }

  /** Whether the user has edited a value, and the document has not heard of it. */
  isHeld(id: ModelId): boolean {
    return this.edits.has(id) && !this.#heard.some(([, , value]) => value === this.edits.get(id));
  }

  create(id: ModelId, _type: string, values: Values): void {
    if (this.held.has(id)) this.faults.push(`model ${id} is created twice`);
    this.held.set(id, { ...values });
    this.#checkRefs(values);
  }

  set(id: ModelId, values: Values): void {
    if ('value' in values && this.isHeld(id)) this.faults.push(`an echo moves what the user holds in model ${id}`);
    this.#checkRefs(values);
    Object.assign(this.#of(id), values);
  }

  append(id: ModelId, name: string, columns: Columns, rollover?: number): void {
    const values = this.#of(id);
    values[name] = appendRows(values[name] as Columns, columns, rollover);
  }

  patch(id: ModelId, name: string, cells: CellPatches): void {
    const values = this.#of(id);
    values[name] = patchRows(values[name] as Columns, cells);
  }

  call(id: ModelId): void {
    this.#of(id);
  }

  remove(id: ModelId): void {
    this.#of(id);
    this.held.delete(id);
  }

  roots(roots: readonly Root[]): void {
    this.shown = roots;
  }

  drawn(): Promise<void> {
    for (const values of this.held.values()) this.#checkRefs(values);
    for (const { id } of this.shown) this.#of(id);
    return new Promise((resolve) => void this.draws.push(resolve));
  }

  /** What is referred to is there. */
  #checkRefs({ children = [] }: Values): void {
    for (const { $model } of children as { $model: ModelId }[]) this.#of($model);
  }

  #of(id: ModelId): Record<string, unknown> {
    const values = this.held.get(id);
    if (!values) this.faults.push(`there is no model ${id}`);
    return values ?? {};
  }
}

/** Everything between the components of a session and its views, and a user. */
class World {
  readonly heard: unknown[][] = [];
  readonly page = new Page(this.heard);
  readonly boxes = Array.from({ length: BOXES }, (_, index) => new Box(index, this.heard));
  readonly sender: Sender;
  readonly receiver: Receiver;
  readonly clicks: { readonly click: number; readonly before: readonly unknown[] }[] = [];
  largest = 0;
  roots: readonly Box[] = [];
  #holds = 0;
  #count = 0;

  constructor() {
    const [page, document] = join<Upstream, Batch>(new AbortController().signal);
    let underway = 0;
    let asked = false;
    this.sender = new Sender(
      {
        ...document,
        post: (batch) => {
          if (++underway > (asked ? 2 : 1)) this.page.faults.push(`${underway} batches are under way`);
          asked = false;
          this.largest = Math.max(this.largest, batch.patches.length);
          document.post(structuredClone(batch));
        },
        listen: (receive) =>
          document.listen((message) => {
            if (message.type === 'drawn') underway--;
            else asked = true;
            receive(message);
          }),
      },
      { dispatch: (run) => run() },
    );
    this.receiver = new Receiver(page, this.page, new AbortController().signal);
  }

  /** One of the models that the page holds. */
  #held(at: number): ModelId | undefined {
    const ids = [...this.page.held.keys()];
    return ids[at % ids.length];
  }

  edit(at: number, final: boolean): void {
    const id = this.#held(at);
    if (id === undefined) return;
    const value = `edit ${++this.#count}`;
    this.page.held.get(id)!['value'] = value;
    this.page.edits.set(id, value);
    this.receiver.edit(id, 'value', value, final);
  }

  click(at: number): void {
    const id = this.#held(at);
    if (id === undefined) return;
    const click = ++this.#count;
    this.clicks.push({ click, before: [...this.page.edits.values()] });
    this.receiver.event(id, 'click', click);
  }

  hold(on: boolean): void {
    if (on) this.sender.hold();
    else if (this.#holds > 0) this.sender.release();
    this.#holds += on ? 1 : this.#holds > 0 ? -1 : 0;
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 12; turn++) await Promise.resolve();
  }

  async draw(): Promise<void> {
    this.page.draws.shift()?.();
    await this.settle();
  }

  /** Lets everything that waits arrive. */
  async rest(): Promise<void> {
    while (this.#holds > 0) this.hold(false);
    vi.advanceTimersByTime(100);
    await this.settle();
    for (let turn = 0; turn < 4; turn++) await this.draw();
  }
}

type Step = (world: World) => void | Promise<void>;

const index = fc.nat(BOXES - 1);
const above = (parent: number): fc.Arbitrary<number[]> => fc.uniqueArray(fc.integer({ min: parent + 1, max: BOXES - 1 }));
const step = (name: string, run: Step): [string, Step] => [name, run];

const steps: fc.Arbitrary<[string, Step]> = fc.oneof(
  fc.tuple(index, fc.nat(9)).map(([at, value]) => step(`set ${at}=${value}`, (world) => void (world.boxes[at]!.value = value))),
  fc
    .nat(BOXES - 2)
    .chain((at) => above(at).map((children) => [at, children] as const))
    .map(([at, list]) => step(`children ${at}=[${list}]`, ({ boxes }) => void (boxes[at]!.children = list.map((child) => boxes[child]!)))),
  fc.uniqueArray(index, { maxLength: 3 }).map((list) =>
    step(`roots [${list}]`, (world) => {
      world.roots = list.map((at) => world.boxes[at]!);
      world.sender.setRoots(world.roots.map((model) => ({ model })));
    }),
  ),
  fc.tuple(index, fc.nat(3)).map(([at, value]) => step(`stream ${at}`, ({ boxes }) => boxes[at]!.stream([value, value + 0.5], 3))),
  fc.tuple(index, fc.nat(9)).map(([at, value]) => step(`patch ${at}`, ({ boxes }) => boxes[at]!.patch(value))),
  index.map((at) => step(`call ${at}`, ({ boxes }) => boxes[at]!.outlet?.call('flash'))),
  fc.tuple(index, fc.boolean()).map(([at, final]) => step(`edit ${at} ${final}`, (world) => world.edit(at, final))),
  index.map((at) => step(`click ${at}`, (world) => world.click(at))),
  fc.boolean().map((on) => step(on ? 'hold' : 'release', (world) => world.hold(on))),
  fc.constant(step('draw', (world) => world.draw())),
  fc.constant(step('settle', (world) => world.settle())),
  fc.constant(step('50 ms', () => void vi.advanceTimersByTime(50))),
);

/** What the page must hold in the end: what is reachable from the roots, and nothing else. */
function expectMirror({ page, roots }: World): void {
  expect(page.faults).toEqual([]);
  const seen = new Set<ModelId>();
  const compare = (id: ModelId, box: Box): void => {
    seen.add(id);
    const held = page.held.get(id);
    const refs = held?.['children'] as { $model: ModelId }[];
    expect([held?.['value'], held?.['rows'], refs.length]).toEqual([box.value, box.rows, box.children.length]);
    refs.forEach(({ $model }, at) => compare($model, box.children[at] as Box));
  };
  expect(page.shown.length).toBe(roots.length);
  page.shown.forEach(({ id }, at) => compare(id, roots[at]!));
  expect([...page.held.keys()].toSorted()).toEqual([...seen].toSorted());
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

describe('a document and its page, whatever happens in whatever order', () => {
  it('agree in the end; nothing is created twice, missed or left over; no echo moves what the user holds; edits come before the clicks after them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 60 }), async (history) => {
        const world = new World();
        world.roots = [world.boxes[0]!];
        world.sender.setRoots([{ model: world.boxes[0]! }]);
        await world.rest();
        for (const [, run] of history) {
          const pending = run(world);
          if (pending) await pending; // all else happens within one turn
        }
        await world.rest();
        expectMirror(world);
        const heard = world.heard.map(([, , what]) => what);
        const clicks = heard.filter((what) => typeof what === 'number');
        expect(clicks, 'clicks come in order, each by itself').toEqual(clicks.toSorted((one, other) => one - other));
        for (const { click, before } of world.clicks) {
          const at = heard.indexOf(click);
          if (at < 0) continue; // its box has left meanwhile
          for (const edit of before)
            if (heard.includes(edit)) expect(heard.slice(0, at), 'edits come before the clicks after them').toContain(edit);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keep a bounded number of patches waiting, whatever happens while the page does not draw', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 5, maxLength: 15 }), async (history) => {
        const world = new World();
        await world.settle();
        for (let turn = 0; turn < 60; turn++) for (const [name, run] of history) if (name !== 'draw') await run(world);
        await world.rest();
        // Commands are never merged, so they are not counted.
        const calls = history.filter(([name]) => name.startsWith('call')).length * 60;
        expect(world.largest).toBeLessThanOrEqual(BOXES * 20 + 2 * calls + 1);
        expectMirror(world);
      }),
      { numRuns: 40 },
    );
  });
});
