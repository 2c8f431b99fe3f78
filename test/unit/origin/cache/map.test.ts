import { describe, expect, it } from 'vitest';
import { type Cell, type Cells, OwnCells } from '../../../../src/origin/cache/cells.ts';
import { type CacheEvent, SharedMap } from '../../../../src/origin/cache/map.ts';

function open(cells: Cells = new OwnCells()) {
  const posts: (readonly string[])[] = [];
  const refusals: unknown[] = [];
  const map = new SharedMap(Promise.resolve(cells), {
    post: (keys) => posts.push(keys),
    run: (listener) => void listener(),
    onRefusal: (error) => refusals.push(error),
  });
  return { map, posts, refusals };
}

/** Settles when all writes of a map have arrived. */
const written = (map: SharedMap): Promise<unknown> => map.update('written', () => true);

describe('SharedMap', () => {
  it('reads and writes at once, like a Map', () => {
    const { map } = open();
    expect(map.set('a', 1).set('b', [2])).toBe(map);
    expect([map.get('a'), map.has('b'), map.has('c'), map.size]).toEqual([1, true, false, 2]);
    expect([...map]).toEqual([
      ['a', 1],
      ['b', [2]],
    ]);
    expect([[...map.keys()], [...map.values()]]).toEqual([
      ['a', 'b'],
      [1, [2]],
    ]);
    const seen: unknown[] = [];
    map.forEach((value, key, of) => seen.push(value, key, of === map));
    expect(seen).toEqual([1, 'a', true, [2], 'b', true]);
    expect([map.delete('a'), map.delete('a'), map.size]).toEqual([true, false, 1]);
    map.clear();
    expect(map.size).toBe(0);
  });

  it('copies a value when it is set', () => {
    const { map } = open();
    const list = [1];
    map.set('list', list);
    list.push(2);
    expect(map.get('list')).toEqual([1]);
  });

  it('refuses a value that cannot be cloned and a key that is no string, and changes nothing', async () => {
    const { map, posts } = open();
    map.set('f', 1);
    expect(() => map.set('f', () => 1)).toThrow(/^state\.cache: the value of 'f' cannot be shared: .*clone/);
    expect(() => map.set(1 as never, 1)).toThrow(new TypeError('state.cache: a key must be a string, not 1.'));
    expect(() => map.onChange(null as never, () => {})).toThrow('a key must be a string, not null');
    await expect(map.update(2 as never, () => 1)).rejects.toThrow('a key must be a string, not 2');
    await written(map);
    expect([...map]).toEqual([
      ['f', 1],
      ['written', true],
    ]);
    expect(posts).toEqual([['f'], ['written']]);
  });

  it('tells others once of all that was written in a turn, however often', async () => {
    const { map, posts } = open();
    for (let n = 0; n < 1000; n++) map.set('n', n).set('m', n);
    await written(map);
    expect(posts).toEqual([['n', 'm'], ['written']]);
  });

  it('tells a listener of each change of its key, until it is stopped', () => {
    const { map } = open();
    const events: CacheEvent[] = [];
    const stop = map.onChange('n', (event) => events.push(event));
    map.set('n', 1).set('m', 0).set('n', 2);
    map.delete('n');
    stop();
    map.set('n', 3);
    expect(events).toEqual([
      { key: 'n', new: 1, old: undefined },
      { key: 'n', new: 2, old: 1 },
      { key: 'n', new: undefined, old: 2 },
    ]);
  });

  it('tells a listener when a value is set again, and refuses one that is no function', () => {
    const { map } = open();
    const events: unknown[] = [];
    map.onChange('n', (event) => events.push([event.old, event.new]));
    map.set('n', 1).set('n', 1);
    expect(events).toEqual([
      [undefined, 1],
      [1, 1],
    ]);
    expect(() => map.onChange('n', 5 as never)).toThrow(new TypeError('state.cache.onChange: a listener must be a function, not 5.'));
    map.set('n', 2);
    expect(events).toHaveLength(3);
  });

  it('lets what is set, because nothing seemed to be there, give way to what other sessions have set before', async () => {
    const cells = new OwnCells();
    await open(cells)
      .map.set('has', 5)
      .set('get', 5)
      .update('done', () => true);
    const { map, posts } = open(cells);
    if (!map.has('has')) map.set('has', 0);
    map.set('get', map.get<number>('get') ?? 0);
    if (!map.has('new')) map.set('new', 1);
    expect([map.get('has'), map.get('get'), map.get('new')]).toEqual([0, 0, 1]);
    await map.ready;
    expect([map.get('has'), map.get('get'), map.get('new')]).toEqual([5, 5, 1]);
    await written(map);
    expect(posts).toEqual([['new'], ['written']]);
    expect((await cells.read(['has', 'get', 'new'])).map((cell) => cell?.value)).toEqual([5, 5, 1]);
  });

  it('overwrites what it has not looked for, and once it is ready what it has', async () => {
    const cells = new OwnCells();
    await open(cells)
      .map.set('n', 5)
      .update('done', () => true);
    const { map } = open(cells);
    map.set('n', 1);
    await written(map);
    expect([map.get('n'), (await cells.read(['n']))[0]?.value]).toEqual([1, 1]);
    expect(map.has('m')).toBe(false);
    await open(cells)
      .map.set('m', 5)
      .update('done', () => true);
    map.set('m', 1);
    await written(map);
    expect((await cells.read(['m']))[0]?.value).toBe(1);
  });

  it('keeps what the store refuses for itself, says so, and goes on', async () => {
    class Full extends OwnCells {
      override async write(cells: ReadonlyMap<string, Cell | undefined>): Promise<void> {
        if (cells.has('big')) throw new Error('full');
        return super.write(cells);
      }
    }
    const { map, posts, refusals } = open(new Full());
    map.set('big', 1);
    await written(map);
    map.set('small', 2);
    await written(map);
    expect([map.get('big'), map.get('small')]).toEqual([1, 2]);
    expect(refusals).toEqual([new Error('full')]);
    expect(posts).toEqual([['written'], ['small'], ['written']]);
  });

  it('says so when the store cannot be read, and is ready all the same', async () => {
    class Broken extends OwnCells {
      override keys(): Promise<string[]> {
        return Promise.reject(new Error('broken'));
      }
    }
    const { map, refusals } = open(new Broken());
    await map.ready;
    expect(refusals).toEqual([new Error('broken')]);
  });
});
