import { describe, expect, it } from 'vitest';
import { Mail } from '../../../src/thread/mail.ts';
import type { Outcome, PoolMessage } from '../../../src/thread/protocol.ts';

const outcome: Outcome = { end: 'finished', value: { form: 'clone', value: 1, transfer: [] } };
const started = (task: number): PoolMessage => ({ type: 'started', tasks: [task], thread: 'thread-1' });

function open(): { mail: Mail; got: PoolMessage[] } {
  const mail = new Mail();
  const got: PoolMessage[] = [];
  mail.listen((message) => got.push(message));
  return { mail, got };
}

describe('what a session is told', () => {
  it('never comes inside the call that led to it, and comes in order', async () => {
    const { mail, got } = open();
    mail.post(started(1));
    mail.post({ type: 'gone', thread: 'thread-1' });
    expect(got).toEqual([]);
    await Promise.resolve();
    expect(got.map(({ type }) => type)).toEqual(['started', 'gone']);
  });

  it('waits until somebody listens', () => {
    const mail = new Mail();
    mail.post(started(1));
    const got: PoolMessage[] = [];
    mail.listen((message) => got.push(message));
    expect(got).toHaveLength(1);
  });

  it('has results that follow each other in one message, at most 128', async () => {
    const { mail, got } = open();
    for (let i = 0; i < 130; i++) mail.settled({ task: i, outcome });
    await Promise.resolve();
    expect(got.map((message) => (message.type === 'settled' ? message.results.length : 0))).toEqual([128, 2]);
  });

  it('tells what nobody waits for with the next message, before it', async () => {
    const { mail, got } = open();
    mail.postLater(started(1));
    await Promise.resolve();
    expect(got).toEqual([]);
    mail.settled({ task: 1, outcome });
    await Promise.resolve();
    expect(got.map(({ type }) => type)).toEqual(['started', 'settled']);
  });

  it('tells it soon by itself when there is nothing else', async () => {
    const { mail, got } = open();
    mail.postLater(started(1));
    mail.postLater(started(2));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(got).toEqual([started(1), started(2)]);
    mail.postLater(started(3));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(got).toHaveLength(3);
  });
});
