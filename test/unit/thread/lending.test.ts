import { describe, expect, it } from 'vitest';
import type { Ran } from '../../../src/thread/protocol.ts';
import { createState, type Instruction, type State, step } from '../../../src/thread/scheduler/index.ts';

const STREAM = 1;
const NEXT = 2;

const header = (key: number) => ({
  ...{ key, session: 's', definition: `s/${key}`, priority: 0, retries: 1, timeout: null, repeatable: true, bulk: false, own: null },
});

function start(size: number): { readonly state: State; run(...events: Parameters<typeof step>[1][]): Instruction[] } {
  const state = createState({ size, grace: 100, idle: 1000, prefix: '' });
  return { state, run: (...events) => events.flatMap((event) => step(state, event)) };
}

const executed = (instructions: readonly Instruction[]): string[] =>
  instructions.flatMap((one) => (one.do === 'execute' ? one.tasks.map((task) => `${task} on ${one.thread}`) : []));

describe('a task whose generator waits for its consumer', () => {
  it('lends its place in the pool to the next one, and has it back when it goes on', () => {
    const { state, run } = start(1);
    run({ type: 'connect', session: 's' }, { type: 'submit', tasks: [header(STREAM)] }, { type: 'up', thread: 'thread-1' });
    expect(run({ type: 'submit', tasks: [header(NEXT)] }).some((one) => one.do === 'spawn')).toBe(false);
    expect(run({ type: 'waits', task: STREAM, waits: true })).toContainEqual({ do: 'spawn', thread: 'thread-2', own: false });
    expect(executed(run({ type: 'up', thread: 'thread-2' }))).toEqual([`${NEXT} on thread-2`]);
    run({ type: 'waits', task: STREAM, waits: false });
    const result: Ran = {
      task: NEXT,
      outcome: { end: 'finished', value: { form: 'clone', value: 1, transfer: [] } },
      took: 5,
      shown: false,
    };
    run({ type: 'settled', thread: 'thread-2', results: [result] });
    expect([...state.threads.keys()]).toEqual(['thread-1']);
  });

  it('does not run again: what it gave is used', () => {
    const { run } = start(1);
    run({ type: 'connect', session: 's' }, { type: 'submit', tasks: [header(STREAM)] }, { type: 'up', thread: 'thread-1' });
    run({ type: 'waits', task: STREAM, waits: true });
    expect(run({ type: 'down', thread: 'thread-1' })).toContainEqual({ do: 'settle', task: STREAM, end: 'crashed' });
  });

  it('lends no more than 32 places', () => {
    const { state, run } = start(1);
    run({ type: 'connect', session: 's' });
    for (let n = 1; n <= 40; n++) {
      run({ type: 'submit', tasks: [header(n)] });
      for (const { id, up } of state.threads.values()) if (!up) run({ type: 'up', thread: id });
      run({ type: 'waits', task: n, waits: true });
    }
    expect(state.threads.size).toBe(33);
  });

  it('is no thread that will ever run what is queued, where no other one starts', () => {
    const { run } = start(1);
    run({ type: 'connect', session: 's' }, { type: 'submit', tasks: [header(STREAM)] }, { type: 'up', thread: 'thread-1' });
    run({ type: 'waits', task: STREAM, waits: true }, { type: 'submit', tasks: [header(NEXT)] });
    expect(run({ type: 'down', thread: 'thread-2' })).toContainEqual({ do: 'settle', task: NEXT, end: 'refused' });
  });
});
