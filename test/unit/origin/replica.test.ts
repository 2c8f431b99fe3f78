import { describe, expect, it } from 'vitest';
import type { Last, LoopMessage } from '../../../src/origin/protocol.ts';
import { newReplica, step, type Effect, type Replica, type ReplicaEvent } from '../../../src/origin/replica.ts';

const value = (value: unknown): Last => ({ value, error: undefined });

/** Sessions on one bus: what one posts all others hear at once, unless they are deaf (frozen, or too busy to read). */
class Tabs {
  readonly #tabs = new Map<string, { replica: Replica; done: Effect[] }>();
  readonly deaf = new Set<string>();

  join(name: string, seconds = 1): void {
    this.#tabs.set(name, { replica: newReplica('clock', seconds), done: [] });
    this.tell(name, { type: 'woke' });
  }

  tell(name: string, ...events: ReplicaEvent[]): void {
    const tab = this.#tabs.get(name)!;
    for (const event of events) {
      const [next, ...effects] = step(tab.replica, event);
      tab.replica = next;
      for (const effect of effects) {
        if (effect.type === 'post') this.post(effect.message, name);
        else tab.done.push(effect);
      }
    }
  }

  post(message: LoopMessage, from: string): void {
    for (const name of this.#tabs.keys()) if (name !== from && !this.deaf.has(name)) this.tell(name, { type: 'heard', message });
  }

  lead(name: string, now = 1000): void {
    this.tell(name, { type: 'elected', now });
  }

  run(name: string, result: unknown): void {
    this.tell(name, { type: 'ran', last: value(result) });
  }

  tick(name: string, times = 1): void {
    for (let i = 0; i < times; i++) this.tell(name, { type: 'ticked' });
  }

  replica(name: string): Replica {
    return this.#tabs.get(name)!.replica;
  }

  /** What a tab has done since the last call. */
  did(name: string): unknown[] {
    return this.#tabs
      .get(name)!
      .done.splice(0)
      .map((effect) => {
        if (effect.type === 'show') return effect.last.error ? ['show', effect.last] : ['show', effect.last.value];
        return effect.type === 'pace' ? ['pace', effect.seconds] : [effect.type];
      });
  }
}

function tabs(...names: string[]): Tabs {
  const all = new Tabs();
  for (const name of names) all.join(name);
  return all;
}

describe('a shared loop', () => {
  it('shows what the leader ran, once in each session', () => {
    const all = tabs('a', 'b', 'c');
    all.lead('a');
    all.run('a', 1);
    all.run('a', 2);
    for (const name of ['a', 'b', 'c'])
      expect(all.did(name)).toEqual([
        ['show', 1],
        ['show', 2],
      ]);
  });

  it('shows the error of a run together with the last value', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    const last: Last = { value: 1, error: { value: 'no' } };
    all.tell('a', { type: 'ran', last });
    expect(all.did('b')).toEqual([['show', last]]);
  });

  it('tells a late joiner the last value at once, and nobody else again', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    all.run('a', { n: 1 });
    all.did('b');
    all.join('late');
    expect(all.did('late')).toEqual([['show', { n: 1 }]]);
    expect(all.did('b')).toEqual([]);
  });

  it('tells a joiner that came between two leaders as soon as there is one', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    all.run('a', 1);
    all.tell('a', { type: 'unseated' });
    all.join('late');
    expect(all.did('late')).toEqual([]);
    all.lead('b', 2000);
    expect(all.did('late')).toEqual([['show', 1]]);
  });

  it('has nothing to tell before the first run', () => {
    const all = tabs('a');
    all.lead('a');
    all.join('b');
    expect(all.did('b')).toEqual([]);
  });

  it('goes on from another leader, also from one that missed a run', () => {
    const all = tabs('a', 'b', 'c');
    all.lead('a');
    all.run('a', 1);
    all.deaf.add('b');
    all.run('a', 2);
    all.deaf.delete('b');
    all.tell('a', { type: 'unseated' });
    all.lead('b', 2000);
    all.run('b', 3);
    expect(all.did('c')).toEqual([
      ['show', 1],
      ['show', 2],
      ['show', 3],
    ]);
    expect(all.did('a')).toEqual([
      ['show', 1],
      ['show', 2],
      ['show', 3],
    ]);
  });

  it('follows a leader that knew of nobody before', () => {
    const all = tabs('a', 'b');
    all.lead('a', 5000);
    all.run('a', 1);
    all.deaf.add('new');
    all.join('new');
    all.deaf.delete('new');
    all.tell('a', { type: 'unseated' });
    all.lead('new', 6000);
    all.run('new', 2);
    expect(all.did('b')).toEqual([
      ['show', 1],
      ['show', 2],
    ]);
  });

  it('disbelieves a leader whose term is over', () => {
    const all = tabs('a', 'b', 'c');
    all.lead('a', 1000);
    all.deaf.add('a');
    all.lead('b', 2000);
    all.run('b', 'new');
    all.run('a', 'stale');
    expect(all.did('c')).toEqual([['show', 'new']]);
    expect(all.did('b')).toEqual([['show', 'new']]);
  });

  it('numbers a term above all before, even when the clock was set back', () => {
    const all = tabs('a', 'b');
    all.lead('a', 5000);
    all.tell('a', { type: 'unseated' });
    all.lead('b', 10);
    all.run('b', 1);
    expect(all.did('a')).toEqual([['show', 1]]);
  });

  it('catches up after a freeze', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    all.run('a', 1);
    all.deaf.add('b');
    all.run('a', 2);
    all.run('a', 3);
    all.deaf.delete('b');
    all.tell('b', { type: 'woke' });
    expect(all.did('b')).toEqual([
      ['show', 1],
      ['show', 3],
    ]);
  });

  it('throws away what a session ran after its term', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    all.tell('a', { type: 'unseated' });
    all.run('a', 1);
    expect(all.did('a')).toEqual([]);
    expect(all.did('b')).toEqual([]);
  });

  it('pays no attention to other keys', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    all.post({ type: 'state', key: 'other', mark: { term: 1e9, run: 9 }, pace: { seconds: 9, edit: 9, by: 'x' }, last: value(9) }, 'x');
    all.post({ type: 'remove', key: 'other' }, 'x');
    expect(all.did('b')).toEqual([]);
    expect(all.replica('b').role).toBe('follower');
  });
});

describe('a leader that falls silent', () => {
  it('is asked, and stays leader if it answers', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    all.tick('b', 50);
    expect(all.did('b')).toEqual([]);
  });

  it('is replaced by force if it does not', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    all.deaf.add('a');
    all.tick('b', 3);
    expect(all.did('b')).toEqual([]);
    all.tick('b');
    expect(all.did('b')).toEqual([['seize']]);
  });

  it('is given the same time again after it was replaced', () => {
    const all = tabs('a', 'b');
    all.tick('b', 4);
    all.did('b');
    all.tick('b', 3);
    expect(all.did('b')).toEqual([]);
  });
});

describe('the pause of a shared loop', () => {
  it('is what the leader came with, for those who come later', () => {
    const all = new Tabs();
    all.join('a', 2);
    all.lead('a');
    all.join('b', 5);
    expect(all.did('b')).toEqual([['pace', 2]]);
    expect(all.replica('a').pace.seconds).toBe(2);
  });

  it('can be edited in any session, and is then the same in all', () => {
    const all = tabs('a', 'b', 'c');
    all.lead('a');
    all.tell('c', { type: 'paced', seconds: 7, by: 'c' });
    for (const name of ['a', 'b']) expect(all.did(name)).toEqual([['pace', 7]]);
    for (const name of ['a', 'b', 'c']) expect(all.replica(name).pace.seconds).toBe(7);
  });

  it('ends up the same in all sessions when two edit it at once', () => {
    const all = tabs('a', 'b', 'c');
    all.lead('a');
    const edit = (by: string, seconds: number): LoopMessage => ({ type: 'pace', key: 'clock', pace: { seconds, edit: 1, by } });
    all.tell('b', { type: 'heard', message: edit('x', 3) }, { type: 'heard', message: edit('y', 4) });
    all.tell('c', { type: 'heard', message: edit('y', 4) }, { type: 'heard', message: edit('x', 3) });
    expect(all.replica('b').pace.seconds).toBe(4);
    expect(all.replica('c').pace.seconds).toBe(4);
  });

  it('is not thrown back by a leader that has not heard of the edit, but told to it', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    all.deaf.add('a');
    all.tell('b', { type: 'paced', seconds: 7, by: 'b' });
    all.deaf.delete('a');
    all.run('a', 1);
    expect(all.replica('a').pace.seconds).toBe(7);
    expect(all.replica('b').pace.seconds).toBe(7);
  });
});

describe('removing a shared loop', () => {
  it('ends it in every session', () => {
    const all = tabs('a', 'b', 'c');
    all.lead('a');
    all.tell('c', { type: 'removed' });
    for (const name of ['a', 'b', 'c']) {
      expect(all.did(name)).toEqual([['end']]);
      expect(all.replica(name).role).toBe('removed');
    }
  });

  it('ends all loops when no key is named', () => {
    const all = tabs('a', 'b');
    all.post({ type: 'remove', key: null }, 'x');
    expect(all.did('b')).toEqual([['end']]);
  });

  it('leaves nothing that could act', () => {
    const all = tabs('a', 'b');
    all.lead('a');
    all.tell('a', { type: 'removed' });
    all.did('a');
    all.tell(
      'a',
      { type: 'removed' },
      { type: 'elected', now: 9 },
      { type: 'ran', last: value(1) },
      { type: 'paced', seconds: 3, by: 'a' },
    );
    all.tick('a', 10);
    expect(all.did('a')).toEqual([]);
  });
});
