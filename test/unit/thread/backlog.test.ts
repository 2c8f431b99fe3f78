import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Backlog } from '../../../src/thread/backlog.ts';
import { nextTurn } from '../../../src/thread/turn.ts';
import type { Manner, TaskRun, ThreadReport } from '../../../src/thread/protocol.ts';

const names: string[] = [];

function keyOf(name: string): number {
  const known = names.indexOf(name);
  return known < 0 ? names.push(name) - 1 : known;
}

const nameOf = (key: number): string => names[key] as string;

/** A thread whose tasks take as long as their names say, in milliseconds: `10 a` takes 10. */
function createThread() {
  const reports: ThreadReport[] = [];
  const told: string[][] = [];
  const began: string[] = [];
  const backlog = new Backlog({
    async run({ key }: TaskRun) {
      began.push(nameOf(key));
      const took = Number.parseFloat(nameOf(key));
      vi.advanceTimersByTime(took);
      return { task: key, outcome: { end: 'finished', value: { form: 'clone', value: null, transfer: [] } }, took, shown: false };
    },
    report(report) {
      reports.push(report);
      if (report.type === 'settled') told.push(report.results.map(({ task }) => nameOf(task)));
    },
  });
  const add = (tasks: readonly string[], manner: Partial<Manner> = {}): void =>
    backlog.add(
      tasks.map((name) => ({
        key: keyOf(name),
        session: 's',
        name: 'task',
        definition: 'd',
        args: { form: 'clone', value: [], transfer: [] },
        fresh: null,
      })),
      { hold: 0, ahead: false, lone: false, ...manner },
    );
  const returned = (): readonly string[] => reports.flatMap((report) => (report.type === 'returned' ? report.tasks.map(nameOf) : []));
  return { backlog, add, told, began, returned };
}

/** Until the thread has nothing more to do. */
async function rest(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const named = (ms: number, count: number): string[] => Array.from({ length: count }, (_, i) => `${ms} ${i}`);

describe('the backlog of a thread', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('tells each result at once unless results may wait', async () => {
    const { add, told } = createThread();
    add(['10 a', '10 b', '10 c']);
    await rest();
    expect(told).toEqual([['10 a'], ['10 b'], ['10 c']]);
  });

  it('tells results together, as soon as the first one has waited for long enough, and the last one at once', async () => {
    const { add, told } = createThread();
    add(named(10, 7), { hold: 16 });
    await rest();
    expect(told).toEqual([['10 0', '10 1', '10 2'], ['10 3', '10 4', '10 5'], ['10 6']]);
  });

  it('tells what it has done before it begins the last task that it has, so that more can come while that one runs', async () => {
    const { add, told } = createThread();
    add(named(3, 4), { hold: 16 });
    await rest();
    expect(told).toEqual([['3 0', '3 1', '3 2'], ['3 3']]);
  });

  it('tells the result of its last task with those of tasks that came while that one ran', async () => {
    const { add, told } = createThread();
    add(['3 a'], { hold: 16 });
    nextTurn(() => add(['3 b', '3 c'], { hold: 16, ahead: true }));
    await rest();
    expect(told).toEqual([['3 a', '3 b'], ['3 c']]);
  });

  it('tells results of short tasks all at once when it has no more of them', async () => {
    const { add, told } = createThread();
    add(named(0.1, 4), { hold: 1 });
    await rest();
    expect(told).toEqual([named(0.1, 4)]);
  });

  it('lets messages in before the next task when it has been deaf for 4 ms', async () => {
    const { backlog, add, began } = createThread();
    add(named(1, 8), { hold: 16 });
    nextTurn(() => backlog.recall(named(1, 8).map(keyOf)));
    await rest();
    expect(began).toEqual(named(1, 4));
  });

  it('begins what was sent ahead in a later turn, so that what takes it back is heard', async () => {
    const { backlog, add, began, returned } = createThread();
    add(['10 a'], { ahead: true });
    backlog.recall([keyOf('10 a')]);
    await rest();
    expect([began, returned()]).toEqual([[], ['10 a']]);
  });

  it('never begins a task that was given up before, and tells that with the next result', async () => {
    const { backlog, add, told, began } = createThread();
    add(named(10, 6), { hold: 16 });
    nextTurn(() => backlog.abort(keyOf('10 4'), { value: 'stop' }));
    await rest();
    expect(began).not.toContain('10 4');
    expect(told).toEqual([['10 0', '10 4', '10 1'], ['10 2', '10 3'], ['10 5']]);
  });

  it('tells that all it had were given up', async () => {
    const { backlog, add, told, began } = createThread();
    add(['0.1 a', '0.1 b'], { hold: 16, ahead: true });
    for (const name of ['0.1 a', '0.1 b']) backlog.abort(keyOf(name), { value: 'stop' });
    await rest();
    expect([began, told]).toEqual([[], [['0.1 a', '0.1 b']]]);
  });

  it('gives back what waits behind a task that took longer than its kind does, unless that is about to begin', async () => {
    const some = createThread();
    some.add(['30 slow', '1 a', '1 b'], { hold: 16 });
    await rest();
    expect(some.returned()).toEqual(['1 a', '1 b']);
    const one = createThread();
    one.add(['30 slow', '1 a'], { hold: 16 });
    await rest();
    expect([one.returned(), one.began]).toEqual([[], ['30 slow', '1 a']]);
  });

  it('keeps up to ten tasks behind one that took a moderate time', async () => {
    const few = createThread();
    few.add(['5 slow', ...named(1, 10)], { hold: 16 });
    const many = createThread();
    many.add(['5 slow', ...named(1, 11)], { hold: 16 });
    await rest();
    expect([few.returned().length, many.returned().length]).toEqual([0, 11]);
  });
});
