import { describe, expect, it, vi } from 'vitest';
import { createNamespace } from '../../../src/namespace.ts';
import { param, Parameterized } from '../../../src/param/index.ts';
import { type FromSession, Session } from '../../../src/session/index.ts';
import { openSession, settle } from './harness.ts';

class Settings extends Parameterized.with({
  n: param.integer({ default: 3, bounds: [0, 10] }),
  when: param.date({ default: null, allowNone: true }),
  list: param.list<number>({ default: [] }),
}) {}

const kept = (values: object, version = 1): string => JSON.stringify({ version, values });

/** A session, and a page that keeps texts or refuses to. */
function open(stored: Readonly<Record<string, string>> = {}) {
  const opened = openSession();
  const told: FromSession[] = [];
  const session = new Session({
    id: 's',
    name: 's',
    file: 's.js',
    config: {},
    stored,
    link: { post: () => undefined, listen: () => undefined },
    control: { post: (message) => void told.push(message), listen: () => undefined },
    pool: { post: () => undefined, listen: () => undefined },
  });
  opened.session.destroy();
  const { persist } = createNamespace(session);
  const writes = () => told.flatMap((message) => (message.type === 'store' ? [[message.kind, message.key, message.text]] : []));
  const errors = () => told.flatMap((message) => (message.type === 'error' ? [`${message.report.what}: ${message.report.message}`] : []));
  const asks = () => told.flatMap((message) => (message.type === 'load' ? [message] : []));
  return { session, persist, writes, errors, asks };
}

describe('persist in local storage', () => {
  it('sets what was kept at once, and keeps all values at the end of a turn in which one changed', async () => {
    const { persist, writes } = open({ Settings: kept({ n: 7, when: '2026-01-02T00:00:00.000Z', list: [1] }) });
    const settings = new Settings();
    persist(settings, ['n', 'when', 'list'], { in: 'local' });
    expect([settings.n, settings.when, settings.list]).toEqual([7, new Date('2026-01-02'), [1]]);
    await settle();
    expect(writes()).toEqual([]);
    settings.n = 8;
    settings.list = [1, 2];
    await settle();
    expect(writes()).toEqual([['local', 'Settings', kept({ n: 8, when: '2026-01-02T00:00:00.000Z', list: [1, 2] })]]);
  });

  it('reports values that are refused and texts that are none, and takes the rest', () => {
    const { persist, errors } = open({ Settings: kept({ n: 99, list: [5] }), broken: '{', other: '[]' });
    const settings = new Settings();
    persist(settings, ['n', 'list'], { in: 'local' });
    persist(new Settings(), ['n'], { in: 'local', key: 'broken' });
    persist(new Settings(), ['n'], { in: 'local', key: 'other' });
    expect([settings.n, settings.list]).toEqual([3, [5]]);
    expect(errors()).toEqual([
      expect.stringMatching(/^persist 'Settings': .*at most 10, not 99/),
      "persist 'broken': persist: the text for 'broken' holds no values that were kept.",
      "persist 'other': persist: the text for 'other' holds no values that were kept.",
    ]);
  });

  it('gives values of another version to migrate, and ignores them without one', () => {
    const stored = { Settings: kept({ count: 4 }, 1) };
    const [old, migrated] = [new Settings(), new Settings()];
    open(stored).persist(old, ['n'], { in: 'local', version: 2 });
    const migrate = vi.fn(({ count }: Readonly<Record<string, unknown>>) => ({ n: count }));
    open(stored).persist(migrated, ['n'], { in: 'local', version: 2, migrate });
    expect([old.n, migrated.n, migrate.mock.calls]).toEqual([3, 4, [[{ count: 4 }, 1]]]);
  });

  it('forgets with clear, ends with stop, and ends with its session', async () => {
    const { persist, writes, session } = open();
    const settings = new Settings();
    const first = persist(settings, ['n'], { in: 'local' });
    first.clear();
    first.stop();
    settings.n = 4;
    await settle();
    expect(writes()).toEqual([['local', 'Settings', null]]);
    persist(settings, ['n'], { in: 'local' });
    session.destroy();
    settings.n = 5;
    await settle();
    expect(writes().length).toBe(1);
  });

  it('refuses wrong options, and a key that is taken', () => {
    const { persist } = open();
    const settings = new Settings();
    expect(() => persist(settings, ['nosuch'], { in: 'local' })).toThrow(/nosuch/);
    expect(() => persist(settings, [], { in: 'local' })).toThrow('at least one parameter');
    expect(() => persist(settings, ['n'], { in: 'cookie' as never })).toThrow(
      "Option 'in' of persist must be 'local', 'indexeddb' or 'file'",
    );
    expect(() => persist(settings, ['n'], { in: 'local', name: 'x' } as never)).toThrow(
      'persist: "name" is none of its options, { in, key, version, migrate }.',
    );
    expect(() => persist(settings, ['n'], { in: 'local', version: 0 })).toThrow('must be a whole number from 1, not 0');
    persist(settings, ['n'], { in: 'local' });
    expect(() => persist(new Settings(), ['n'], { in: 'local' })).toThrow("'Settings' is kept in 'local' already; give it another key.");
  });
});

describe('persist in indexeddb', () => {
  it('asks the page, and holds the document until the answer is there', async () => {
    const { session, persist, asks } = open();
    const settings = new Settings();
    const hold = vi.spyOn(session.document, 'hold');
    const { ready } = persist(settings, ['n'], { in: 'indexeddb' });
    expect([hold.mock.calls.length, asks()]).toEqual([1, [{ type: 'load', kind: 'indexeddb', key: 'Settings', ask: 1 }]]);
    session.stores.receive({ type: 'stored', ask: 1, text: kept({ n: 6 }) });
    await ready;
    expect(settings.n).toBe(6);
  });

  it('is ready, with nothing, when its session ends before the answer comes', async () => {
    const { session, persist } = open();
    const { ready } = persist(new Settings(), ['n'], { in: 'indexeddb' });
    session.destroy();
    await ready;
  });
});

describe('persist in a file', () => {
  it('keeps nothing by itself, but saves and opens a file when told to', async () => {
    const { session, persist, writes, asks } = open();
    const settings = new Settings();
    const file = persist(settings, ['n'], { in: 'file', key: 'mine' });
    settings.n = 9;
    await settle();
    expect(writes()).toEqual([]);
    file.save();
    expect(writes()).toEqual([['file', 'mine', kept({ n: 9 })]]);
    const opening = file.open();
    session.stores.receive({ type: 'stored', ask: asks()[0]!.ask, text: kept({ n: 1 }) });
    expect([await opening, settings.n, file.export()]).toEqual([true, 1, kept({ n: 1 })]);
    const cancelled = file.open();
    session.stores.receive({ type: 'stored', ask: 2, text: null });
    expect(await cancelled).toBe(false);
  });
});
