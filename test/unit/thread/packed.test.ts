import { describe, expect, it } from 'vitest';
import { packResults, packRuns, unpackResults, unpackRuns } from '../../../src/thread/packed.ts';
import type { Payload, Ran, TaskRun } from '../../../src/thread/protocol.ts';

const small = (value: unknown): Payload => ({ form: 'clone', value, transfer: [] });

function run(n: number, rest: Partial<TaskRun> = {}): TaskRun {
  return { key: n, session: 's', name: 'fn', definition: 's/1', args: small([n]), fresh: null, ...rest };
}

describe('packed records', () => {
  it('come back as they were, whether one or several', () => {
    const moved: Payload = { form: 'graph', text: '[]', extras: [], late: [], transfer: [new ArrayBuffer(8)] };
    for (const runs of [[], [run(1)], [run(1), run(2)], [run(1, { credit: 4 }), run(2, { args: moved, fresh: small([]) })]]) {
      expect(unpackRuns(packRuns(runs))).toEqual(runs);
    }
  });

  it('come back whatever their values are', () => {
    const values = [null, undefined, [], [1], [[1]], { form: 'clone' }, 0, ''];
    const results = values.map((value, i): Ran => ({
      task: i,
      outcome: { end: 'finished', value: small(value) },
      took: i,
      shown: false,
    }));
    const failed: Ran = { task: 99, outcome: { end: 'error', error: { value: [1] } }, took: 0, shown: true };
    expect(unpackResults(packResults(results))).toEqual(results);
    expect(unpackResults(packResults([failed]))).toEqual([failed]);
    expect(unpackResults(packResults([...results, failed, ...results]))).toEqual([...results, failed, ...results]);
  });

  it('name nothing, and say once what is the same in all', () => {
    const packed = packRuns([run(1), run(2), run(3)]);
    expect(packed).toEqual([3, [1, 2, 3], ['s'], ['fn'], ['s/1'], [[1], [2], [3]], [null], [undefined], [undefined], [undefined]]);
  });
});
