import { afterEach, describe, expect, it } from 'vitest';
import { Channel } from '../../../src/origin/channel.ts';

const open: AbortController[] = [];
afterEach(() => {
  for (const end of open.splice(0)) end.abort();
});

function join(
  app: string,
  topic: string,
): { heard: unknown[]; channel: Channel<unknown>; next: () => Promise<unknown>; end: AbortController } {
  const end = new AbortController();
  open.push(end);
  const heard: unknown[] = [];
  let waiting: ((message: unknown) => void) | undefined;
  const receive = (message: unknown): void => {
    heard.push(message);
    waiting?.(message);
  };
  const channel = new Channel<unknown>(app, topic, receive, {
    signal: end.signal,
    onError: (error) => {
      throw error;
    },
  });
  return { heard, channel, end, next: () => new Promise((resolve) => (waiting = resolve)) };
}

describe('Channel', () => {
  it('carries a message to all others of the app and the topic, not to the sender', async () => {
    const [a, b, c] = [join('app', 'loop'), join('app', 'loop'), join('app', 'loop')];
    const arrived = Promise.all([b.next(), c.next()]);
    a.channel.post({ at: new Date(5) });
    expect(await arrived).toEqual([{ at: new Date(5) }, { at: new Date(5) }]);
    expect(a.heard).toEqual([]);
  });

  it('is deaf to other apps and other topics', async () => {
    const [a, b] = [join('app', 'loop'), join('app', 'loop')];
    const [other, topic] = [join('app2', 'loop'), join('app', 'cache')];
    other.channel.post(1);
    topic.channel.post(2);
    const arrived = b.next();
    a.channel.post(3);
    await arrived;
    expect(b.heard).toEqual([3]);
  });

  it('refuses what cannot be cloned, at the sender', () => {
    expect(() => join('app', 'loop').channel.post(() => 1)).toThrow(/clone/);
  });

  it('says and hears nothing once its signal has aborted', async () => {
    const [a, b, c] = [join('app', 'loop'), join('app', 'loop'), join('app', 'loop')];
    b.end.abort();
    b.channel.post('late');
    const arrived = c.next();
    a.channel.post('on time');
    await arrived;
    expect(c.heard).toEqual(['on time']);
    expect(b.heard).toEqual([]);
  });
});
