import { describe, expect, it } from 'vitest';
import { openSession, settle } from './harness.ts';

/** A session, and what its page shows: the newest items that were sent. */
async function open() {
  const opened = openSession();
  const { notifications } = opened.session.state;
  return { ...opened, notifications, messages: () => notifications.items.map(({ type, message }) => `${type} ${message}`) };
}

describe('state.notifications', () => {
  it('shows messages of four kinds, for three seconds unless told otherwise, once there are any', async () => {
    const { notifications, batches } = await open();
    await settle();
    expect(batches.length).toBe(0);
    notifications.success('saved');
    notifications.info('fyi', { duration: 500 });
    notifications.warning('careful');
    notifications.error('lost', { duration: 0 });
    await settle();
    expect(batches.flatMap(({ patches }) => patches)).toMatchObject([
      {
        op: 'create',
        type: 'notifications',
        values: {
          position: 'bottom-right',
          items: [
            { type: 'success', message: 'saved', duration: 3000 },
            { type: 'info', message: 'fyi', duration: 500 },
            { type: 'warning', message: 'careful', duration: 3000 },
            { type: 'error', message: 'lost', duration: 0 },
          ],
        },
      },
      { op: 'roots' },
    ]);
  });

  it('keeps the newest five, or as many as its limit says', async () => {
    const { notifications, messages } = await open();
    for (let n = 1; n <= 7; n++) notifications.info(String(n));
    expect(messages()).toEqual(['info 3', 'info 4', 'info 5', 'info 6', 'info 7']);
    notifications.limit = 2;
    expect(messages()).toEqual(['info 6', 'info 7']);
  });

  it('takes a message away when the reader or the app dismisses it, and all of them with clear', async () => {
    const { notifications, messages } = await open();
    const [first] = [notifications.info('a'), notifications.info('b'), notifications.info('c')];
    notifications.receiveEvent('dismiss', notifications.items[1]!.id);
    expect(messages()).toEqual(['info a', 'info c']);
    first.destroy();
    first.destroy();
    expect(messages()).toEqual(['info c']);
    notifications.clear();
    expect(messages()).toEqual([]);
  });

  it('says nothing where configure({ notifications: false }) wants none', async () => {
    const { session, notifications, batches } = await open();
    session.config.notifications = false;
    notifications.error('x').destroy();
    await settle();
    expect([notifications.items, batches.length]).toEqual([[], 0]);
  });

  it('refuses a duration that is none, and a place that is not there', async () => {
    const { notifications } = await open();
    expect(() => notifications.info('x', { duration: -1 })).toThrow(
      "state.notifications.info: 'duration' must be from 0 to less than 2³¹ ms, not -1.",
    );
    expect(() => (notifications.position = 'middle' as never)).toThrow(/position/);
    expect(notifications.items).toEqual([]);
  });

  it('is each session’s own', async () => {
    const [one, other] = [await open(), await open()];
    one.notifications.info('mine');
    expect(other.messages()).toEqual([]);
  });
});
