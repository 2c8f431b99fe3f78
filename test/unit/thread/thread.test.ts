import { afterEach, describe, expect, it } from 'vitest';
import type { TaskContext } from '../../../src/thread/index.ts';
import { createRig, type Rig } from './rig.ts';

let rigs: Rig[] = [];
afterEach(() => {
  for (const rig of rigs) rig.end();
  rigs = [];
});

function open(): Rig {
  const rig = createRig();
  rigs.push(rig);
  return rig;
}

/** What a target says over a channel that needs no session. */
function listen(name: string): { heard: unknown[]; next(): Promise<void>; close(): void } {
  const channel = new BroadcastChannel(name);
  const heard: unknown[] = [];
  let told: () => void = () => {};
  channel.onmessage = (event) => {
    heard.push((event as MessageEvent).data);
    told();
  };
  return { heard, next: () => new Promise((resolve) => (told = resolve)), close: () => channel.close() };
}

/** What a target knows of itself. */
const task = (): TaskContext => (heddle as { task: TaskContext }).task;
declare const heddle: unknown;

describe('Thread', () => {
  it('checks its options', () => {
    const { Thread } = open();
    expect(() => new Thread(() => {}, {}, { name: 5 as never })).toThrow("Option 'name' of Thread must be a string, not 5.");
    expect(() => new Thread(() => {}, {}, { daemon: 'no' as never })).toThrow("Option 'daemon' of Thread must be a boolean, not no.");
    expect(() => new Thread('code' as never)).toThrow('A thread runs a function, not string.');
  });

  it('has a name of its own, and is a daemon unless told otherwise', () => {
    const { Thread } = open();
    const crunch = (): void => {};
    const [one, two] = [new Thread(crunch), new Thread(crunch, {}, { name: 'mine', daemon: false })];
    expect(one.name).toMatch(/^crunch-\d+$/);
    expect([one.daemon, two.name, two.daemon]).toEqual([true, 'mine', false]);
  });

  it('is alive from its start to its end', async () => {
    const { Thread, Event } = open();
    const go = new Event();
    const thread = new Thread(async ({ go }) => go.wait(), { go });
    expect(thread.isAlive).toBe(false);
    expect(thread.start()).toBe(thread);
    expect(thread.isAlive).toBe(true);
    go.set();
    expect(await thread.join()).toBe(true);
    expect(thread.isAlive).toBe(false);
  });

  it('can be joined for a while, again and again, and by several', async () => {
    const { Thread, Event } = open();
    const go = new Event();
    const thread = new Thread(async ({ go }) => go.wait(), { go }).start();
    expect(await thread.join({ timeout: 5 })).toBe(false);
    expect(await thread.join({ timeout: 0 })).toBe(false);
    const both = [thread.join(), thread.join({ timeout: Infinity })];
    go.set();
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(await thread.join()).toBe(true);
    await expect(thread.join({ timeout: -1 })).rejects.toThrow("Option 'timeout' of Thread.join() must be at least 0 ms, not -1.");
  });

  it('reports what its target throws in its session, and is over for who joins it', async () => {
    const rig = open();
    const thread = new rig.Thread(
      () => {
        throw new RangeError('too far');
      },
      {},
      { name: 'walker' },
    ).start();
    expect(await thread.join()).toBe(true);
    expect(rig.reports.map(({ error, what }) => `${what}: ${String(error)}`)).toEqual(["thread 'walker': RangeError: too far"]);
  });

  it('reports an argument that cannot be sent', async () => {
    const rig = open();
    await new rig.Thread(({ it }) => it, { it: new WeakMap() }, { name: 'w' }).start().join();
    expect(String(rig.reports[0]?.error)).toMatch(/uses\.it of 'w' is a WeakMap and cannot be sent to a thread/);
  });

  it('is stopped without an error, more than once, and never before its start', async () => {
    const rig = open();
    const thread = new rig.Thread(() => new Promise(() => {}));
    thread.stop();
    thread.start();
    expect(thread.isAlive).toBe(true);
    thread.stop();
    thread.stop();
    expect(await thread.join()).toBe(true);
    expect(rig.reports).toEqual([]);
    expect(() => thread.start()).toThrow('can be started once');
  });

  it('hears by its signal that it is stopped, and why', async () => {
    const { Thread } = open();
    const channel = listen('stopped');
    const thread = new Thread(
      () =>
        new Promise((resolve) => {
          const { signal } = task();
          const out = new BroadcastChannel('stopped');
          out.postMessage('on');
          signal.addEventListener('abort', () => {
            out.postMessage(String(signal.reason));
            out.close();
            resolve(0);
          });
        }),
      { task },
      { name: 'hearer' },
    ).start();
    await channel.next();
    thread.stop();
    await channel.next();
    expect(channel.heard[1]).toContain("Thread 'hearer' was stopped");
    channel.close();
  });

  it('ends with its session; one that is no daemon hears of it first', async () => {
    const rig = open();
    const channel = listen('leaving');
    const target = async ({ name, task }: { name: string; task: () => TaskContext }): Promise<void> => {
      const out = new BroadcastChannel('leaving');
      const { signal } = task();
      out.postMessage(`${name} is on`);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      out.postMessage(`${name} says goodbye`);
      out.close();
    };
    const daemon = new rig.Thread(target, { name: 'daemon', task }).start();
    const other = new rig.Thread(target, { name: 'other', task }, { daemon: false }).start();
    while (channel.heard.length < 2) await channel.next();
    rig.end();
    expect(await Promise.all([daemon.join(), other.join()])).toEqual([true, true]);
    await channel.next();
    expect(channel.heard.slice(2)).toEqual(['other says goodbye']);
    expect(rig.reports).toEqual([]);
    channel.close();
  });
});
