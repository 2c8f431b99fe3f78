import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cell, type Cells, OwnCells } from '../../../../src/origin/cache/cells.ts';
import { SharedMap } from '../../../../src/origin/cache/map.ts';

type Action = { readonly session: number } & (
  | { readonly do: 'set' | 'delete'; readonly key: 'a' | 'b' }
  | { readonly do: 'update' | 'reload' }
);

const action: fc.Arbitrary<Action> = fc.record({ session: fc.nat(2) }).chain(({ session }) =>
  fc.oneof(
    fc.record({
      session: fc.constant(session),
      do: fc.constantFrom('set' as const, 'set' as const, 'delete' as const),
      key: fc.constantFrom('a' as const, 'b' as const),
    }),
    fc.record({ session: fc.constant(session), do: fc.constantFrom('update' as const, 'update' as const, 'reload' as const) }),
  ),
);

/** The one store, and which writes it took in which order: values are numbered. */
class Store extends OwnCells {
  readonly taken = new Map<unknown, number>();

  override async write(cells: ReadonlyMap<string, Cell | undefined>): Promise<void> {
    for (const cell of cells.values()) if (cell) this.taken.set(cell.value, this.taken.size);
    return super.write(cells);
  }
}

/** What one session sees of the store: its requests are answered in their order, but at any time. */
class Connection implements Cells {
  readonly #store: Store;
  readonly #scheduler: fc.Scheduler;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: Store, scheduler: fc.Scheduler) {
    this.#store = store;
    this.#scheduler = scheduler;
  }

  keys = (): Promise<string[]> => this.#later(() => this.#store.keys());
  read = (keys: readonly string[]): Promise<(Cell | undefined)[]> => this.#later(() => this.#store.read(keys));
  write = (cells: ReadonlyMap<string, Cell | undefined>): Promise<void> => this.#later(() => this.#store.write(cells));
  update = (key: string, fn: (cell: Cell | undefined) => Cell): Promise<Cell> => this.#later(() => this.#store.update(key, fn));

  #later<T>(request: () => Promise<T>): Promise<T> {
    const answer = this.#last.then(() => this.#scheduler.schedule(Promise.resolve())).then(request);
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

/** Three sessions; their messages arrive at any time and in any order. */
function open(store: Store, scheduler: fc.Scheduler) {
  const sessions: { map: SharedMap; seen: { key: string; value: unknown }[] }[] = [];
  for (let own = 0; own < 3; own++) {
    const seen: { key: string; value: unknown }[] = [];
    const map = new SharedMap(Promise.resolve(new Connection(store, scheduler)), {
      post: (keys) => {
        for (const [other, { map: theirs }] of sessions.entries()) {
          if (other !== own) void scheduler.schedule(Promise.resolve()).then(() => theirs.refresh(keys));
        }
      },
      run: (listener) => void listener(),
      onRefusal: (error) => expect.fail(String(error)),
    });
    for (const key of ['a', 'b']) map.onChange(key, (event) => seen.push({ key, value: event.new }));
    sessions.push({ map, seen });
  }
  return sessions;
}

describe('SharedMap in three sessions', () => {
  it('comes to what the store has, loses no update and never goes back, however requests and messages interleave', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.array(action, { maxLength: 25 }), async (scheduler, actions) => {
        const store = new Store();
        const sessions = open(store, scheduler);
        let values = 0;
        let updates = 0;
        const act = (each: Action): unknown => {
          const { map } = sessions[each.session]!;
          if (each.do === 'set') {
            map.set(each.key, ++values);
            expect(map.get(each.key)).toBe(values);
          } else if (each.do === 'delete') map.delete(each.key);
          else if (each.do === 'reload') return map.reload();
          else {
            updates++;
            return map.update<number>('n', (n = 0) => n + 1);
          }
          return undefined;
        };
        const acts = actions.map((each) => scheduler.schedule(Promise.resolve()).then(() => act(each)));
        await scheduler.waitFor(Promise.all(acts));
        do {
          await scheduler.waitAll();
          await new Promise(setImmediate);
        } while (scheduler.count() > 0);

        const keys = ['a', 'b', 'n'];
        const kept = (await store.read(keys)).map((cell) => cell?.value);
        expect(kept[2] ?? 0).toBe(updates);
        for (const { map, seen } of sessions) {
          expect(keys.map((key) => map.get(key))).toEqual(kept);
          for (const key of ['a', 'b']) {
            const order = seen.filter((one) => one.key === key && store.taken.has(one.value)).map(({ value }) => store.taken.get(value)!);
            expect(order).toEqual(order.toSorted((a, b) => a - b));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
