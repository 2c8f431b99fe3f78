import { expect, it } from 'vitest';
import { SessionRecord } from '../../../src/host/record.ts';
import { Observation, type Watched } from '../../../src/inspect/observation.ts';
import { createPool, type Rig } from '../thread/rig.ts';

const records = (...names: string[]): SessionRecord[] =>
  names.map((name, i) => new SessionRecord({ id: `s${i + 1}`, name, place: 'worker' }));

function idle(...sessions: SessionRecord[]): Watched {
  const { pool } = createPool();
  return { sessions, pool };
}

/** A clock that a test moves on. */
function clock(): { (): number; at: number } {
  const read = (): number => read.at;
  read.at = 0;
  return read;
}

const report = { name: 'Error', message: 'no', what: 'click' };

it('a session is what it has told last', () => {
  const [record] = records('a') as [SessionRecord];
  const observation = new Observation(idle(record), new AbortController().signal);
  const state = (): unknown => observation.sample().sessions[0]?.state;
  expect(state()).toBe('starting');
  record.note({ type: 'ready' });
  expect(state()).toBe('ready');
  record.note({ type: 'busy', busy: true });
  expect(state()).toBe('busy');
  record.note({ type: 'error', report, weight: 'callback' });
  expect([state(), record.errors, record.lastError]).toEqual(['busy', 1, report]);
  record.note({ type: 'error', report, weight: 'fatal' });
  expect(state()).toBe('failed');
  record.crash();
  expect(state()).toBe('crashed');
});

it('a session that does not answer is blocked, and is not asked again before it has answered', () => {
  const now = clock();
  const [record] = records('a') as [SessionRecord];
  let asked = 0;
  record.measure = () => asked++;
  record.note({ type: 'ready' });
  const observation = new Observation(idle(record), new AbortController().signal, now);
  const state = (): unknown => observation.sample().sessions[0]?.state;
  expect([state(), asked]).toEqual(['ready', 1]);
  now.at = 5000;
  expect([state(), asked]).toEqual(['blocked', 1]);
  record.note({ type: 'measured', measures: { droppedRuns: 3, realm: 'blob:a' } });
  observation.memory = new Map([['blob:a', 1e6]]);
  expect(observation.sample().sessions[0]).toMatchObject({ state: 'ready', dropped: 3, memory: 1e6 });
  expect(asked).toBe(2);
});

it('messages are those of both ways in a second', () => {
  const now = clock();
  const [first, second] = records('a', 'b') as [SessionRecord, SessionRecord];
  const observation = new Observation(idle(first, second), new AbortController().signal, now);
  observation.sample();
  const wire = first.count<string, string>({ post: () => {}, listen: (receive) => ['x', 'y'].forEach(receive) });
  wire.post('a');
  wire.listen(() => {});
  now.at = 500;
  const { sessions, messages } = observation.sample();
  expect([...sessions.map((session) => session.messages), messages]).toEqual([6, 0, 6]);
});

it('tasks show in lanes, in the queue of their session and among those that ended last', async () => {
  const { pool, connect } = createPool({ size: 1 });
  const rig: Rig = connect();
  const life = new AbortController();
  const seen: string[] = [];
  const sessions: SessionRecord[] = [];
  const observation = new Observation({ pool, sessions }, life.signal);
  const open = new rig.Event();
  const gate = rig.thread(
    async function gate() {
      await open.wait();
    },
    { uses: { open } },
  );
  const tasks = [gate(), gate(), gate()];
  while (!observation.sample().lanes.some(({ current }) => current)) await new Promise((resolve) => setTimeout(resolve, 1));
  const { lanes } = observation.sample();
  const session = lanes[0]?.current?.task.session as string;
  sessions.push(new SessionRecord({ id: session, name: 'a', place: 'worker' }));
  expect(observation.sample().sessions[0]).toMatchObject({ queued: 2, running: 1 });
  open.set();
  await Promise.all(tasks);
  for (const { task, count } of observation.sample().recent) seen.push(`${task.name} × ${count}`);
  expect(seen.join()).toMatch(/gate/);
  life.abort();
  await gate();
  expect(observation.sample().recent.reduce((sum, { count }) => sum + count, 0)).toBe(3);
  rig.end();
});
