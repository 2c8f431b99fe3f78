import { expect, it } from 'vitest';
import { type Lane, Lanes, loadOf } from '../../../src/inspect/lanes.ts';
import type { PoolView, SeenTask } from '../../../src/thread/index.ts';

const SPAN = 1000;
const labels: string[] = [];

function task(label: string, name = label, session = 's1'): SeenTask {
  const known = labels.indexOf(label);
  return { key: known < 0 ? labels.push(label) - 1 : known, name, session };
}

function view(...threads: [id: string, task: SeenTask | null][]): PoolView {
  return { threads: threads.map(([id, running]) => ({ id, own: false, up: true, task: running, behind: 0 })), queued: new Map() };
}

function shapeOf(lanes: Lanes): unknown[] {
  return [...lanes].map(({ id, bars }) => [id, ...bars.map((bar) => [bar.task.name, bar.from, bar.to, bar.count, bar.end])]);
}

it('a task is a bar of the length that its thread measured', () => {
  const lanes = new Lanes(SPAN);
  lanes.began(task('a'), 't1', 100);
  lanes.ended(task('a'), 't1', 'finished', 50, 160);
  lanes.began(task('b'), 't2', 100);
  lanes.ended(task('b'), 't2', 'error', 20, 120);
  expect(shapeOf(lanes)).toEqual([
    ['t1', ['a', 110, 160, 1, 'finished']],
    ['t2', ['b', 100, 120, 1, 'error']],
  ]);
});

it('a task that was cut off is a bar from when it began', () => {
  const lanes = new Lanes(SPAN);
  lanes.began(task('a'), 't1', 100);
  lanes.ended(task('a'), 't1', 'cancelled', null, 400);
  expect(shapeOf(lanes)).toEqual([['t1', ['a', 100, 400, 1, 'cancelled']]]);
  expect([...lanes][0]?.current).toBe(undefined);
});

it('bars of a lane never overlap, also when a clock is coarse', () => {
  const lanes = new Lanes(SPAN);
  lanes.ended(task('a'), 't1', 'finished', 50, 100);
  lanes.ended(task('b'), 't1', 'finished', 50, 120);
  expect(shapeOf(lanes)).toEqual([['t1', ['a', 50, 100, 1, 'finished'], ['b', 100, 120, 1, 'finished']]]);
});

it('brief tasks of a kind that are told together are one bar as long as all of them', () => {
  const lanes = new Lanes(SPAN);
  for (let i = 0; i < 20; i++) lanes.ended(task(`tiny-${i}`, 'tiny'), 't1', 'finished', 0.5, 100);
  lanes.ended(task('tiny-20', 'tiny'), 't1', 'finished', 0.5, 104);
  expect(shapeOf(lanes)).toEqual([['t1', ['tiny', 90, 104, 21, 'finished']]]);
});

it('brief tasks of another name, session or end, and those after a pause, are bars of their own', () => {
  const lanes = new Lanes(SPAN);
  lanes.ended(task('1', 'tiny'), 't1', 'finished', 1, 100);
  lanes.ended(task('2', 'tiny', 's2'), 't1', 'finished', 1, 101);
  lanes.ended(task('3', 'other', 's2'), 't1', 'finished', 1, 102);
  lanes.ended(task('4', 'other', 's2'), 't1', 'error', 1, 103);
  lanes.ended(task('5', 'other', 's2'), 't1', 'error', 1, 150);
  expect([...lanes][0]?.bars.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1]);
});

it('what the pool has now is the truth about what runs', () => {
  const lanes = new Lanes(SPAN);
  lanes.reconcile(view(['t1', task('a')], ['t2', null]), 50);
  lanes.began(task('b'), 't2', 60);
  lanes.reconcile(view(['t1', task('a')], ['t2', task('b')]), 100);
  expect([...lanes].map(({ current }) => [current?.task.name, current?.since])).toEqual([
    ['a', 50],
    ['b', 60],
  ]);
  lanes.reconcile(view(['t1', null]), 200);
  expect([...lanes].map(({ id, gone, current }) => [id, gone, current])).toEqual([['t1', false, undefined]]);
});

it('a thread that has ended stays as long as what it did is within the span', () => {
  const lanes = new Lanes(SPAN);
  lanes.ended(task('a'), 't1', 'crashed', 50, 100);
  lanes.reconcile(view(), 200);
  expect([...lanes].map(({ id, gone }) => [id, gone])).toEqual([['t1', true]]);
  lanes.reconcile(view(), 100 + SPAN);
  expect([...lanes]).toEqual([]);
});

it('what is older than the span is forgotten', () => {
  const lanes = new Lanes(SPAN);
  for (let at = 0; at < 5 * SPAN; at += 20) lanes.ended(task(`a${at}`), 't1', 'finished', 10, at);
  lanes.reconcile(view(['t1', null]), 5 * SPAN);
  expect([...lanes][0]?.bars.length).toBeLessThanOrEqual(SPAN / 20);
});

it('the load of a thread is the share of the span in which something ran', () => {
  const lanes = new Lanes(SPAN);
  lanes.ended(task('old'), 't1', 'finished', 400, 200);
  lanes.ended(task('a'), 't1', 'finished', 100, 600);
  lanes.began(task('b'), 't1', 900);
  expect(loadOf([...lanes][0] as Lane, SPAN, 1000)).toBeCloseTo(0.4);
});
