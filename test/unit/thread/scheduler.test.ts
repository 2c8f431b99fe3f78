import { describe, expect, it } from 'vitest';
import type { Outcome, Ran, TaskKey } from '../../../src/thread/protocol.ts';
import { createState, type Instruction, type SchedulerEvent, step, storyOf, type TaskHeader } from '../../../src/thread/scheduler/index.ts';

const DONE: Outcome = { end: 'finished', value: { form: 'clone', value: null, transfer: [] } };
const FAILED: Outcome = { end: 'error', error: { value: 'no' } };

const GIVEN_UP: Outcome = { end: 'cancelled', error: { value: 'not needed' } };

const ran = (task: TaskKey, failed: boolean, took: number): Ran => ({ task, outcome: failed ? FAILED : DONE, took, shown: false });

/** Plays the shell: keeps what a session and a thread would know, and refuses what no shell could do. */
class World {
  readonly state;
  /** How each task ended for its session. */
  readonly ended = new Map<TaskKey, string>();
  /** Tasks that each living thread has, the running one first; null while it starts. */
  readonly threads = new Map<string, TaskKey[] | null>();
  readonly timers = new Set<string>();
  readonly began: TaskKey[] = [];
  readonly sessions = new Set<string>();
  readonly submitted = new Map<TaskKey, TaskHeader>();
  readonly runs = new Map<TaskKey, number>();
  readonly aborted = new Set<TaskKey>();
  /** Tasks that threads shall give back: heard when the running one has ended. */
  readonly recalled = new Set<TaskKey>();
  /** Looks that are under way. */
  looks = 0;

  constructor(size = 2) {
    this.state = createState({ size, grace: 250, idle: 1000, prefix: '' });
  }

  send(event: SchedulerEvent): readonly Instruction[] {
    if (event.type === 'connect') this.sessions.add(event.session);
    if (event.type === 'disconnect') this.sessions.delete(event.session);
    if (event.type === 'submit') for (const task of event.tasks) this.submitted.set(task.key, task);
    const instructions = step(this.state, event);
    for (const instruction of instructions) this.#obey(instruction);
    return instructions;
  }

  #obey(instruction: Instruction): void {
    switch (instruction.do) {
      case 'spawn':
        expect(this.threads.has(instruction.thread)).toBe(false);
        this.threads.set(instruction.thread, null);
        return;
      case 'terminate':
        expect(this.threads.delete(instruction.thread)).toBe(true);
        return;
      case 'execute':
        return this.#execute(instruction.thread, instruction.tasks);
      case 'recall':
        for (const task of instruction.tasks) this.recalled.add(task);
        return;
      case 'relieve':
        return this.#relieve(instruction.thread, instruction.tasks);
      case 'deliver':
        return this.#end(instruction.task, 'delivered');
      case 'settle':
        return this.#end(instruction.task, instruction.end);
      case 'abort':
        this.aborted.add(instruction.task);
        return;
      case 'started':
        this.began.push(...instruction.tasks);
        return;
      case 'look':
        expect(++this.looks, 'one look at a time').toBe(1);
        return;
      case 'wake':
        this.timers.add(`${instruction.timer} ${instruction.task}`);
        return;
      case 'still':
        this.timers.delete(`${instruction.timer} ${instruction.task}`);
        return;
    }
  }

  #execute(thread: string, tasks: readonly TaskKey[]): void {
    const had = this.threads.get(thread);
    expect(had, 'only a thread that is up gets tasks').toBeInstanceOf(Array);
    expect(new Set([...(had ?? []), ...tasks].map((key) => this.submitted.get(key)?.session)).size).toBe(1);
    this.threads.set(thread, [...(had ?? []), ...tasks]);
    for (const task of tasks) {
      this.recalled.delete(task);
      expect(this.ended.has(task), `${task} has ended and runs again`).toBe(false);
      this.runs.set(task, (this.runs.get(task) ?? 0) + 1);
      if (this.submitted.get(task)?.repeatable === false) expect(this.runs.get(task), `${task} is sent twice`).toBe(1);
    }
  }

  #relieve(thread: string, tasks: readonly TaskKey[]): void {
    const [head, ...behind] = this.threads.get(thread) as TaskKey[];
    expect(behind).toEqual(tasks);
    this.threads.set(thread, [head!]);
  }

  #end(task: TaskKey, how: string): void {
    expect(this.ended.has(task), `${task} ends twice`).toBe(false);
    this.ended.set(task, how);
  }

  up(thread: string): void {
    this.threads.set(thread, []);
    this.send({ type: 'up', thread });
  }

  /** Starts all threads that were asked for, again and again. */
  start(): void {
    for (const [thread, tasks] of this.threads) if (tasks === null) this.up(thread);
  }

  down(thread: string): void {
    this.threads.delete(thread);
    this.send({ type: 'down', thread });
  }

  /** The time of the look has come. */
  look(): void {
    this.looks--;
    this.send({ type: 'looked' });
  }

  /**
   * The first task of a thread ends. Before the next one begins, the thread hears what was given up and what it shall give back,
   * unless that comes too late.
   */
  finish(thread: string, failed = false, took = 10, late = false): TaskKey {
    const [task, ...rest] = this.threads.get(thread) as TaskKey[];
    const givenUp = late ? [] : rest.filter((key) => this.aborted.has(key));
    this.threads.set(
      thread,
      rest.filter((key) => !givenUp.includes(key)),
    );
    const never = givenUp.map((key): Ran => ({ task: key, outcome: GIVEN_UP, took: 0, shown: false }));
    this.send({ type: 'settled', thread, results: [ran(task!, failed, took), ...never] });
    if (!late) this.#hear(thread);
    return task!;
  }

  /** The first tasks of a thread have ended, and it tells so of all together. */
  finishSome(thread: string, count: number, took = 10): void {
    const tasks = this.threads.get(thread) as TaskKey[];
    const ended = tasks.splice(0, count);
    this.send({ type: 'settled', thread, results: ended.map((key) => ran(key, false, took)) });
    this.#hear(thread);
  }

  #hear(thread: string): void {
    const has = this.threads.get(thread) ?? [];
    const tasks = has.filter((key) => this.recalled.has(key));
    if (tasks.length === 0) return;
    const kept = has.filter((key) => !this.recalled.has(key));
    this.threads.set(thread, kept);
    this.send({ type: 'returned', thread, tasks });
  }

  /** The thread hands back what it has not begun. */
  giveBack(thread: string): void {
    const [head, ...tasks] = this.threads.get(thread) as TaskKey[];
    this.threads.set(thread, [head!]);
    this.send({ type: 'returned', thread, tasks });
  }

  /** The first task of the thread blocks it. */
  block(thread: string): void {
    this.send({ type: 'blocked', thread });
  }

  running(): TaskKey[] {
    return [...this.threads.values()].flatMap((tasks) => tasks?.[0] ?? []);
  }
}

/** A thread that has several brief tasks, the first of which may have run. */
function withBrief(size: number, count: number): { world: World; thread: string; tasks: TaskHeader[] } {
  const world = new World(size);
  world.send({ type: 'connect', session: 'a' });
  world.send({ type: 'submit', tasks: [task('a')] });
  world.start();
  const [thread] = world.threads.keys();
  world.finish(thread!, false, 0.01);
  const tasks = Array.from({ length: count }, () => task('a'));
  world.send({ type: 'submit', tasks });
  return { world, thread: thread!, tasks };
}

/** Threads that are busy with tasks of 10 ms, of which one has ended before. */
function withModerate(size: number, count: number, bulk = false): { world: World; threads: string[] } {
  const world = new World(size);
  world.send({ type: 'connect', session: 'a' });
  world.send({ type: 'submit', tasks: [task('a')] });
  world.start();
  world.finish([...world.threads.keys()][0]!);
  world.send({ type: 'submit', tasks: Array.from({ length: count }, () => task('a', { bulk })) });
  world.start();
  return { world, threads: [...world.threads.keys()] };
}

let keys = 0;
function task(session: string, options: Partial<TaskHeader> = {}): TaskHeader {
  const key = options.key ?? ++keys;
  return {
    key,
    session,
    definition: `${session}/fn`,
    priority: 0,
    retries: 0,
    timeout: null,
    repeatable: true,
    bulk: false,
    own: null,
    ...options,
  };
}

function threadOf(world: World, key: TaskKey): string {
  return [...world.threads].find(([, tasks]) => tasks?.includes(key))![0];
}

describe('the scheduler', () => {
  it('starts no thread before a task waits, and no more than tasks wait', () => {
    const world = new World(4);
    world.send({ type: 'connect', session: 'a' });
    expect(world.threads.size).toBe(0);
    world.send({ type: 'submit', tasks: [task('a'), task('a')] });
    expect(world.threads.size).toBe(2);
    world.send({ type: 'submit', tasks: [task('a'), task('a'), task('a'), task('a')] });
    expect(world.threads.size).toBe(4);
  });

  it('runs by priority and then in order of submission', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const low = task('a');
    const next = task('a');
    const high = task('a', { priority: 1 });
    world.send({ type: 'submit', tasks: [low, next, high] });
    world.start();
    for (const [thread] of world.threads) for (let i = 0; i < 3; i++) world.finish(thread);
    expect(world.began).toEqual([high.key, low.key, next.key]);
  });

  it('delays the next task of a session by at most one running task of another, however many that one has queued', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    world.send({ type: 'connect', session: 'b' });
    world.send({ type: 'submit', tasks: Array.from({ length: 1000 }, () => task('a')) });
    world.start();
    const mine = task('b');
    world.send({ type: 'submit', tasks: [mine] });
    world.finish(threadOf(world, world.running()[0]!));
    expect(world.running()).toEqual([mine.key]);
  });

  it('gives sessions that all have work equal shares of the threads', () => {
    const world = new World(4);
    for (const session of ['a', 'b']) world.send({ type: 'connect', session });
    world.send({ type: 'submit', tasks: Array.from({ length: 20 }, () => task('a')) });
    world.start();
    world.send({ type: 'submit', tasks: Array.from({ length: 20 }, () => task('b')) });
    for (const thread of world.threads.keys()) world.finish(thread);
    expect(
      world
        .running()
        .map((key) => world.submitted.get(key)?.session)
        .toSorted(),
    ).toEqual(['a', 'a', 'b', 'b']);
  });

  it('takes a cancelled task out of the queue without touching a thread', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const [first, second] = [task('a'), task('a')];
    world.send({ type: 'submit', tasks: [first, second] });
    world.start();
    expect(world.send({ type: 'cancel', tasks: [second.key] }).map((it) => it.do)).toEqual(['settle', 'release']);
    world.finish(threadOf(world, first.key));
    expect(world.ended.get(second.key)).toBe('cancelled');
    expect(world.runs.has(second.key)).toBe(false);
  });

  it('aborts a running task, settles it at once, and ends its thread only after the grace period', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const one = task('a');
    world.send({ type: 'submit', tasks: [one] });
    world.start();
    const thread = threadOf(world, one.key);
    world.send({ type: 'cancel', tasks: [one.key] });
    expect(world.ended.get(one.key)).toBe('cancelled');
    expect(world.aborted.has(one.key)).toBe(true);
    expect(world.threads.has(thread)).toBe(true);
    world.send({ type: 'timer', task: one.key, timer: 'grace' });
    expect(world.threads.has(thread)).toBe(false);
  });

  it('keeps the thread of a cancelled task that lets go in time', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const one = task('a');
    world.send({ type: 'submit', tasks: [one] });
    world.start();
    const thread = threadOf(world, one.key);
    world.send({ type: 'cancel', tasks: [one.key] });
    world.finish(thread, true);
    expect(world.timers.size).toBe(0);
    world.send({ type: 'submit', tasks: [task('a')] });
    expect(world.threads.has(thread)).toBe(true);
    expect(world.threads.size).toBe(1);
  });

  it('runs what waited behind a hung task on another thread', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    // The first ones show that this kind of task is short, so that the next ones travel together.
    world.send({ type: 'submit', tasks: [task('a')] });
    world.start();
    world.finish([...world.threads.keys()][0]!, false, 0.1);
    const [hung, ...others] = [task('a'), task('a'), task('a')];
    world.send({ type: 'submit', tasks: [hung!, ...others] });
    const thread = threadOf(world, hung!.key);
    expect(world.threads.get(thread)).toHaveLength(3);
    world.send({ type: 'cancel', tasks: [hung!.key] });
    world.send({ type: 'timer', task: hung!.key, timer: 'grace' });
    world.start();
    const [replacement] = world.threads.keys();
    for (const { key } of others) {
      expect(world.finish(replacement!)).toBe(key);
      expect(world.ended.get(key)).toBe('delivered');
    }
  });

  it('sends more short tasks to a thread before it has done the ones it has', () => {
    const { world, thread, tasks } = withBrief(1, 300);
    expect(world.threads.get(thread)).toHaveLength(128);
    for (let i = 0; i < 70; i++) world.finish(thread, false, 0.01);
    expect(world.threads.get(thread)!.length).toBeGreaterThan(128);
    while (world.running().length > 0) world.finish(thread, false, 0.01);
    expect(tasks.every(({ key }) => world.ended.get(key) === 'delivered' && world.runs.get(key) === 1)).toBe(true);
  });

  it('sends nothing ahead where the turn of another session is next', () => {
    const { world, thread } = withBrief(1, 300);
    world.send({ type: 'connect', session: 'b' });
    world.send({ type: 'submit', tasks: [task('b')] });
    for (let i = 0; i < 128; i++) world.finish(thread, false, 0.01);
    expect(world.submitted.get(world.running()[0]!)?.session).toBe('b');
  });

  it('sends a kind of task one at a time again once one of them was slow', () => {
    const { world, thread } = withBrief(1, 200);
    world.finish(thread, false, 500);
    while (world.threads.get(thread)!.length > 1) world.finish(thread, false, 500);
    world.finish(thread, false, 500);
    expect(world.threads.get(thread)).toHaveLength(1);
  });

  it('sends one task of a moderate kind ahead, so that its thread need not wait for the next one', () => {
    const { world, threads } = withModerate(2, 6);
    expect(threads.map((thread) => world.threads.get(thread)!.length)).toEqual([2, 2]);
    const [, ahead] = world.threads.get(threads[0]!)!;
    expect(world.began).not.toContain(ahead);
    world.finish(threads[0]!);
    expect(world.began).toContain(ahead);
    expect(world.threads.get(threads[0]!)).toHaveLength(1); // what is left may run wherever a thread is free first
    while (world.running().length > 0) for (const thread of threads) if (world.threads.get(thread)!.length > 0) world.finish(thread);
    expect([...world.runs.values()].every((runs) => runs === 1)).toBe(true);
  });

  it('sends items of a map ahead together, up to ten, and leaves half of what waits for other threads', () => {
    const { world, threads } = withModerate(2, 64, true);
    expect(threads.map((thread) => world.threads.get(thread)!.length)).toEqual([11, 11]);
    expect(world.began.filter((key) => world.threads.get(threads[0]!)!.includes(key))).toEqual([world.threads.get(threads[0]!)![0]]);
    world.finishSome(threads[0]!, 9);
    expect(
      world.threads.get(threads[0]!),
      'more before it has done what it has, but never more than ten behind the one that runs',
    ).toHaveLength(11);
    const most: number[] = [];
    while (world.running().length > 0)
      for (const thread of threads) {
        if (world.state.sessions.get('a')!.queue.size < 8) most.push(world.threads.get(thread)!.length);
        if (world.threads.get(thread)!.length > 0) world.finish(thread);
      }
    expect(Math.max(...most.slice(10)), 'few behind each other in the end').toBeLessThanOrEqual(2);
    expect([...world.runs.values()].every((runs) => runs === 1)).toBe(true);
  });

  it('takes all items of a map back that it sent ahead when the turn of another session comes', () => {
    const { world, threads } = withModerate(1, 40, true);
    expect(world.threads.get(threads[0]!)).toHaveLength(11);
    world.send({ type: 'connect', session: 'b' });
    const mine = task('b');
    world.send({ type: 'submit', tasks: [mine] });
    world.finish(threads[0]!);
    expect(world.running()).toEqual([mine.key]);
    settleAll(world);
    expect(world.state.tasks.size).toBe(0);
  });

  it('learns nothing about a kind from tasks that were given up before they ran', () => {
    const { world, threads } = withModerate(1, 40, true);
    const [, ...behind] = world.threads.get(threads[0]!)!;
    world.send({ type: 'cancel', tasks: behind });
    world.finish(threads[0]!);
    expect(world.threads.get(threads[0]!), 'as many as of a moderate kind, and not of a short one').toHaveLength(11);
    expect(behind.every((key) => world.ended.get(key) === 'cancelled')).toBe(true);
    settleAll(world);
    expect(world.state.tasks.size).toBe(0);
  });

  it('sends none ahead of a kind of which a run took long, until many have not', () => {
    const { world, threads } = withModerate(1, 200);
    world.finish(threads[0]!, false, 60_000);
    world.finish(threads[0]!);
    for (let i = 0; i < 70; i++) {
      expect(world.threads.get(threads[0]!)).toHaveLength(1);
      world.finish(threads[0]!);
    }
    for (let i = 0; i < 10; i++) world.finish(threads[0]!);
    expect(world.threads.get(threads[0]!)).toHaveLength(2);
  });

  it('takes back what it sent ahead when the turn of another session comes', () => {
    const { world, threads } = withModerate(1, 10);
    const [, ahead] = world.threads.get(threads[0]!)!;
    world.send({ type: 'connect', session: 'b' });
    const mine = task('b');
    world.send({ type: 'submit', tasks: [mine] });
    world.finish(threads[0]!);
    expect(world.running()).toEqual([mine.key]);
    world.finish(threads[0]!);
    expect(world.running()).toEqual([ahead]);
  });

  it('takes back what it sent ahead for a task of the same session that is more urgent', () => {
    const { world, threads } = withModerate(1, 10);
    const urgent = task('a', { priority: 1 });
    world.send({ type: 'submit', tasks: [urgent] });
    world.finish(threads[0]!);
    expect(world.running()).toEqual([urgent.key]);
  });

  it('runs a task that it asked back too late where that is, and once', () => {
    const { world, threads } = withModerate(1, 10);
    const [, ahead] = world.threads.get(threads[0]!)!;
    world.send({ type: 'connect', session: 'b' });
    const mine = task('b');
    world.send({ type: 'submit', tasks: [mine] });
    world.finish(threads[0]!, false, 10, true);
    expect(world.running()).toEqual([ahead]);
    world.finish(threads[0]!);
    expect(world.running()).toEqual([mine.key]);
    expect(world.runs.get(ahead!)).toBe(1);
  });

  it('runs elsewhere, and once, what is behind a task that blocks its thread, or on its way there', () => {
    const { world, threads } = withModerate(2, 10);
    const [blocking, other] = threads as [string, string];
    const [head, behind] = world.threads.get(blocking)!;
    world.block(blocking);
    expect(world.threads.get(blocking)).toEqual([head]);
    while ((world.threads.get(other) ?? []).length > 0) world.finish(other);
    expect(world.ended.get(behind!)).toBe('delivered');
    expect([...world.ended]).toHaveLength(10);
    world.finish(blocking);
    expect(world.ended.get(head!)).toBe('delivered');
  });

  it('runs elsewhere, and once, what a thread gives back because the one before is slow', () => {
    const { world, thread, tasks } = withBrief(1, 6);
    world.send({ type: 'resize', size: 2 });
    world.giveBack(thread);
    world.start();
    expect(world.threads.size).toBe(2);
    const other = threadOf(world, tasks[1]!.key);
    expect(other).not.toBe(thread);
    while ((world.threads.get(other) ?? []).length > 0) world.finish(other, false, 0.1);
    expect(tasks.slice(1).every(({ key }) => world.ended.get(key) === 'delivered')).toBe(true);
  });

  it('ends a thread that is silent about which task hangs, and loses none beside the one that was given up', () => {
    const { world, thread, tasks } = withBrief(1, 4);
    const hung = tasks[2]!;
    world.send({ type: 'cancel', tasks: [hung.key] });
    fire(world, `grace ${hung.key}`);
    expect(world.threads.has(thread)).toBe(false);
    settleAll(world);
    expect(tasks.map(({ key }) => world.ended.get(key))).toEqual(['delivered', 'delivered', 'cancelled', 'delivered']);
  });

  it('spares a thread that said which task runs when another one is given up', () => {
    const { world, thread, tasks } = withBrief(1, 4);
    world.send({ type: 'cancel', tasks: [tasks[2]!.key] });
    world.send({ type: 'began', thread, task: tasks[0]!.key });
    fire(world, `grace ${tasks[2]!.key}`);
    expect(world.threads.has(thread)).toBe(true);
    for (const at of [0, 1, 3]) expect(world.finish(thread)).toBe(tasks[at]!.key);
    expect(tasks.map(({ key }) => world.ended.get(key))).toEqual(['delivered', 'delivered', 'cancelled', 'delivered']);
  });

  it('finds out which of several brief tasks ends its thread', () => {
    const { world, thread, tasks } = withBrief(1, 4);
    world.down(thread);
    for (let i = 0; i < 20 && world.state.tasks.size > 0; i++) {
      world.start();
      const [[at, has] = []] = world.threads;
      expect(has, 'each suspect travels alone').toHaveLength(1);
      if (has?.[0] === tasks[1]!.key) world.down(at!);
      else world.finish(at!);
    }
    expect(tasks.map(({ key }) => world.ended.get(key))).toEqual(['delivered', 'crashed', 'delivered', 'delivered']);
  });

  describe('says of a task that it comes alone', () => {
    /** Submits so many tasks at once, and says of each that begins whether it comes alone. */
    function submit(world: World, count: number): boolean[] {
      const sent = world.send({ type: 'submit', tasks: Array.from({ length: count }, () => task('a')) });
      return sent.flatMap((it) => (it.do === 'execute' ? [it.lone] : []));
    }

    function withTwoThreads(): World {
      const world = new World(2);
      world.send({ type: 'connect', session: 'a' });
      submit(world, 2);
      settleAll(world);
      return world;
    }

    it('from the second on of those that are asked for one after the other', () => {
      const world = withTwoThreads();
      const [first] = world.threads.keys();
      const lone: boolean[] = [];
      for (let i = 0; i < 4; i++) {
        lone.push(...submit(world, 1));
        world.finish(first!);
      }
      expect(lone.slice(1)).toEqual([true, true, true]);
    });

    it('but not while another thread has one, nor when another had the one before', () => {
      const world = withTwoThreads();
      const [first, second] = world.threads.keys();
      for (let i = 0; i < 4; i++) {
        expect(submit(world, 2)).toEqual([false, false]);
        world.finish(second!);
        expect(submit(world, 1)).toEqual([false]);
        world.finish(second!);
        world.finish(first!);
      }
    });
  });

  it('lets tasks with a time limit travel together, and each one tells when it ends', () => {
    const { world } = withBrief(1, 0);
    const sent = world.send({ type: 'submit', tasks: [task('a', { timeout: 100 }), task('a', { timeout: 100 })] });
    expect(sent.find((it) => it.do === 'execute')).toMatchObject({ hold: 0, tasks: { length: 2 } });
  });

  it('rejects the running task of a thread that died, and replaces the thread', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const [lost, next] = [task('a'), task('a')];
    world.send({ type: 'submit', tasks: [lost, next] });
    world.start();
    world.down(threadOf(world, lost.key));
    expect(world.ended.get(lost.key)).toBe('crashed');
    world.start();
    expect(world.running()).toEqual([next.key]);
  });

  it('runs a task again after an error or a crash, as often as it may', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const one = task('a', { retries: 2 });
    world.send({ type: 'submit', tasks: [one] });
    world.start();
    world.finish(threadOf(world, one.key), true);
    world.down(threadOf(world, one.key));
    world.start();
    expect(world.ended.has(one.key)).toBe(false);
    world.finish(threadOf(world, one.key), true);
    expect(world.ended.get(one.key)).toBe('delivered');
    expect(world.runs.get(one.key)).toBe(3);
  });

  it('ends a task that runs for too long', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const one = task('a', { timeout: 100 });
    world.send({ type: 'submit', tasks: [one] });
    expect(world.timers.size).toBe(0);
    world.start();
    expect([...world.timers]).toEqual([`timeout ${one.key}`]);
    world.send({ type: 'timer', task: one.key, timer: 'timeout' });
    expect(world.ended.get(one.key)).toBe('timeout');
    expect([...world.timers]).toEqual([`grace ${one.key}`]);
  });

  it('drops everything of a session that ends, and nothing of the others', () => {
    const world = new World(2);
    for (const session of ['a', 'b']) world.send({ type: 'connect', session });
    const mine = task('b');
    world.send({ type: 'submit', tasks: [task('a'), task('a'), task('a'), task('a', { own: { daemon: true } })] });
    world.send({ type: 'submit', tasks: [mine] });
    world.start();
    world.send({ type: 'disconnect', session: 'a' });
    world.start();
    expect(world.running()).toEqual([mine.key]);
    expect([...world.state.tasks.keys()]).toEqual([mine.key]);
  });

  it('ends all threads with the last session', () => {
    const world = new World(2);
    world.send({ type: 'connect', session: 'a' });
    world.send({ type: 'submit', tasks: [task('a'), task('a')] });
    world.start();
    world.finish(world.threads.keys().next().value!);
    world.send({ type: 'disconnect', session: 'a' });
    expect(world.threads.size).toBe(0);
    expect(world.state.tasks.size).toBe(0);
  });

  it('gives a task of its own a worker beyond the size of the pool, which ends with it', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const own = task('a', { own: { daemon: true } });
    world.send({ type: 'submit', tasks: [task('a'), own] });
    world.start();
    expect(world.threads.size).toBe(2);
    world.finish(threadOf(world, own.key));
    expect(world.threads.size).toBe(1);
  });

  it('lets a thread that is no daemon clean up after its session', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const own = task('a', { own: { daemon: false } });
    world.send({ type: 'submit', tasks: [own] });
    world.start();
    world.send({ type: 'disconnect', session: 'a' });
    expect(world.aborted.has(own.key)).toBe(true);
    expect(world.threads.size).toBe(1);
    world.finish(threadOf(world, own.key));
    expect(world.threads.size).toBe(0);
    expect(world.state.tasks.size).toBe(0);
  });

  it('refuses what is queued when not a single thread can start', () => {
    const world = new World(2);
    world.send({ type: 'connect', session: 'a' });
    const tasks = [task('a'), task('a'), task('a')];
    world.send({ type: 'submit', tasks });
    for (const thread of [...world.threads.keys()]) world.down(thread);
    expect(tasks.map(({ key }) => world.ended.get(key))).toEqual(['refused', 'refused', 'refused']);
    expect(world.threads.size).toBe(0);
  });

  it('tries to start a thread again when the last one has ended after a start had failed', () => {
    const world = new World(2);
    world.send({ type: 'connect', session: 'a' });
    const tasks = [task('a'), task('a'), task('a')];
    world.send({ type: 'submit', tasks });
    const [first, second] = [...world.threads.keys()] as [string, string];
    world.up(first);
    world.down(second);
    expect(world.threads.size).toBe(1);
    world.down(first);
    expect(tasks.map(({ key }) => world.ended.get(key))).toEqual(['crashed', undefined, undefined]);
    expect(world.threads.size).toBeGreaterThan(0);
    for (const thread of [...world.threads.keys()]) world.down(thread);
    expect(tasks.map(({ key }) => world.ended.get(key))).toEqual(['crashed', 'refused', 'refused']);
  });

  it('ends threads that are too many when they become idle', () => {
    const world = new World(3);
    world.send({ type: 'connect', session: 'a' });
    world.send({ type: 'submit', tasks: [task('a'), task('a'), task('a')] });
    world.start();
    world.send({ type: 'resize', size: 1 });
    expect(world.threads.size).toBe(3);
    for (const thread of [...world.threads.keys()]) world.finish(thread);
    expect(world.threads.size).toBe(1);
  });

  it('ends threads that are too many although many tasks wait', () => {
    const { world, threads } = withModerate(3, 100);
    world.send({ type: 'resize', size: 1 });
    // Each has one that was sent ahead, too.
    for (const thread of [...threads, ...threads]) if (world.threads.has(thread)) world.finish(thread);
    expect(world.threads.size).toBe(1);
    expect(world.state.sessions.get('a')!.queue.size).toBeGreaterThan(50);
    expect(world.running()).toHaveLength(1);
  });

  it('ends threads that nobody used between two looks, but for one that stays warm', () => {
    const world = new World(3);
    world.send({ type: 'connect', session: 'a' });
    world.send({ type: 'submit', tasks: [task('a'), task('a'), task('a')] });
    world.start();
    expect(world.looks, 'nobody looks while all are busy').toBe(0);
    for (const thread of [...world.threads.keys()]) world.finish(thread);
    expect(world.looks).toBe(1);
    world.look();
    expect(world.threads.size, 'all of them were used since').toBe(3);
    world.send({ type: 'submit', tasks: [task('a')] });
    const [used] = world.threads.keys();
    world.finish(used!);
    world.look();
    expect([...world.threads.keys()]).toEqual([used]);
    expect(world.looks, 'nothing is left to look after').toBe(0);
  });

  it('starts threads again that it has retired', () => {
    const world = new World(2);
    world.send({ type: 'connect', session: 'a' });
    world.send({ type: 'submit', tasks: [task('a'), task('a')] });
    world.start();
    for (const thread of [...world.threads.keys()]) world.finish(thread);
    world.look();
    world.look();
    expect(world.threads.size).toBe(1);
    world.send({ type: 'submit', tasks: [task('a'), task('a')] });
    expect(world.threads.size).toBe(2);
    settleAll(world);
    expect(world.state.tasks.size).toBe(0);
  });

  it('forgets a task that left the queue at once, however many wait', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const many = Array.from({ length: 1000 }, () => task('a'));
    const last = task('a', { priority: -1 });
    world.send({ type: 'submit', tasks: [...many, last] });
    world.send({ type: 'cancel', tasks: many.map(({ key }) => key) });
    expect(world.state.tasks.size).toBe(1);
    world.start();
    expect(world.running()).toEqual([last.key]);
  });

  it('tells the whole story of a task that is under way, however many came after it', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const one = task('a', { retries: 1 });
    world.send({ type: 'submit', tasks: [one] });
    world.start();
    world.finish(threadOf(world, one.key), true);
    const others = Array.from({ length: 2000 }, () => task('a'));
    world.send({ type: 'submit', tasks: others });
    world.send({ type: 'cancel', tasks: others.map(({ key }) => key) });
    expect(storyOf(world.state, one.key)).toEqual(['submitted', 'began on thread-1', 'to run again', 'began on thread-1']);
  });

  it('keeps a bounded story of the newest tasks', () => {
    const world = new World(1);
    world.send({ type: 'connect', session: 'a' });
    const one = task('a');
    world.send({ type: 'submit', tasks: [one] });
    world.start();
    world.finish(threadOf(world, one.key));
    expect(storyOf(world.state, one.key)).toEqual(['submitted', 'began on thread-1', 'finished']);
    const others = Array.from({ length: 2000 }, () => task('a'));
    world.send({ type: 'submit', tasks: others });
    world.send({ type: 'cancel', tasks: others.map(({ key }) => key) });
    expect(world.state.stories.size).toBeLessThanOrEqual(512);
  });
});

describe('the scheduler, whatever happens', () => {
  for (let seed = 1; seed <= 60; seed++) {
    it(`loses no task, runs none after its end and starves none (seed ${seed})`, () => {
      const random = randomFrom(seed);
      const world = new World(1 + random(4));
      const pick = <T>(items: readonly T[]): T => items[random(items.length)]!;
      const begun = (): [string, TaskKey[]][] =>
        [...world.threads].filter((it): it is [string, TaskKey[]] => it[1] !== null && it[1].length > 0);
      for (let i = 0; i < 400; i++) {
        const act = random(24);
        if (act < 2 && world.sessions.size < 4) world.send({ type: 'connect', session: `s${seed}-${i}` });
        else if (act < 8 && world.sessions.size > 0)
          world.send({ type: 'submit', tasks: Array.from({ length: 1 + random(6) }, () => randomTask(pick([...world.sessions]), random)) });
        else if (act < 10 && world.submitted.size > 0) world.send({ type: 'cancel', tasks: [pick([...world.submitted.keys()])] });
        else if (act < 12)
          for (const [thread, tasks] of world.threads) {
            if (tasks === null && random(2)) world.up(thread);
          }
        else if (act < 16 && begun().length > 0) world.finish(pick(begun())[0], random(4) === 0, pick([0.1, 0.1, 5, 20]), random(3) === 0);
        else if (act === 16 && world.threads.size > 0) world.down(pick([...world.threads.keys()]));
        else if (act === 17 && world.timers.size > 0) fire(world, pick([...world.timers]));
        else if (act === 20 && begun().length > 0) world.giveBack(pick(begun())[0]);
        else if (act === 23 && begun().length > 0) world.finishSome(pick(begun())[0], 1 + random(4), pick([0.1, 5]));
        else if (act === 22 && begun().length > 0) world.block(pick(begun())[0]);
        else if (act === 21 && begun().length > 0) {
          const [thread, [head]] = pick(begun());
          world.send({ type: 'began', thread, task: head! });
        } else if (act === 18) world.send({ type: 'resize', size: 1 + random(4) });
        else if (act === 19 && random(4) === 0 && world.sessions.size > 0)
          world.send({ type: 'disconnect', session: pick([...world.sessions]) });
        expect([...world.threads.keys()].toSorted()).toEqual([...world.state.threads.keys()].toSorted());
      }
      settleAll(world);
      for (const [key, { session }] of world.submitted) {
        if (world.sessions.has(session)) expect(world.ended.has(key), `${key}: ${storyOf(world.state, key).join(', ')}`).toBe(true);
      }
      expect(world.state.tasks.size).toBe(0);
      expect(world.timers.size).toBe(0);
      for (const session of [...world.sessions]) world.send({ type: 'disconnect', session });
      expect(world.threads.size).toBe(0);
    });
  }

  it('lets no session wait for more than its turn, for any number of sessions and tasks', () => {
    for (let seed = 1; seed <= 30; seed++) {
      const random = randomFrom(seed);
      const world = new World(1 + random(4));
      const sessions = Array.from({ length: 2 + random(5) }, (_, i) => `f${seed}-${i}`);
      for (const session of sessions) {
        world.send({ type: 'connect', session });
        world.send({ type: 'submit', tasks: Array.from({ length: 1 + random(200) }, () => task(session)) });
      }
      world.start();
      const endOne = (): TaskKey => world.finish(threadOf(world, world.running()[random(world.running().length)]!));
      for (let i = random(20); i > 0 && world.running().length > 0; i--) endOne();
      const late = `late${seed}`;
      world.send({ type: 'connect', session: late });
      const mine = task(late);
      world.send({ type: 'submit', tasks: [mine] });
      let ends = 0;
      for (; !world.running().includes(mine.key); ends++) endOne();
      expect(ends).toBeLessThanOrEqual(sessions.length);
    }
  });
});

/** Lets every thread start and every task end, hung ones by their timers. */
function settleAll(world: World): void {
  for (let i = 0; i < 10_000 && (world.state.tasks.size > 0 || world.timers.size > 0); i++) {
    world.start();
    for (const timer of [...world.timers]) if (timer.startsWith('grace')) fire(world, timer);
    for (const [thread, tasks] of [...world.threads]) if (tasks && tasks.length > 0 && world.threads.has(thread)) world.finish(thread);
  }
}

function fire(world: World, timer: string): void {
  const [kind, key] = timer.split(' ') as ['timeout' | 'grace', string];
  world.timers.delete(timer);
  world.send({ type: 'timer', task: Number(key), timer: kind });
}

function randomTask(session: string, random: (below: number) => number): TaskHeader {
  return task(session, {
    definition: `${session}/fn${random(2)}`,
    priority: random(3),
    retries: random(3) === 0 ? random(3) : 0,
    timeout: random(4) === 0 ? 100 : null,
    repeatable: random(3) > 0,
    bulk: random(2) === 0,
    own: random(8) === 0 ? { daemon: random(2) === 0 } : null,
  });
}

/** Whole numbers below `below`, the same for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) >>> 0;
    return Math.floor((((state ^ (state >>> 13)) >>> 0) / 2 ** 32) * below);
  };
}
