import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { param, Parameterized } from '../../../src/param/index.ts';
import { Location } from '../../../src/session/location/index.ts';
import { entriesOf, withEntries } from '../../../src/session/location/fragment.ts';
import { openSession, settle } from './harness.ts';

class Model extends Parameterized.with({
  n: param.integer({ default: 3, bounds: [0, 10] }),
  text: param.string({ default: 'a' }),
  when: param.date({ default: null, allowNone: true }),
  list: param.list<number>({ default: [] }),
}) {}

/** A location of its own, and what it has the page write and report. */
function open(hash = '', app = '') {
  const life = new AbortController();
  const written: unknown[] = [];
  const errors: string[] = [];
  const location = new Location(
    { href: `https://host:8080/a/b?q=1${hash}`, app },
    {
      signal: life.signal,
      writeEntries: (entries, push) => void written.push(push ? [entries, 'push'] : entries),
      report: (error, what) => void errors.push(`${what}: ${(error as Error).message}`),
    },
  );
  return { location, written, errors, life };
}

describe('the fragment of an address', () => {
  it('belongs to many: an app sees its own entries and leaves all other parts as they are', () => {
    const hash = '#chapter-2&n=1&left.n=2&right.n=3&%E0%A4%A=x&a&b=';
    expect(['', 'left', 'right'].map((app) => entriesOf(hash, app))).toEqual([{ n: '1', b: '' }, { n: '2' }, { n: '3' }]);
    expect(withEntries(hash, 'left', { n: '9', m: 'new' })).toBe('#chapter-2&n=1&left.n=9&right.n=3&%E0%A4%A=x&a&b=&left.m=new');
    expect(withEntries('#n=1', '', { n: null })).toBe('');
  });

  it('may have keys that objects have, too', () => {
    const own = Object.fromEntries([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
    expect(entriesOf(withEntries('', 'a', own), 'a')).toEqual(own);
  });

  it('gives each app back what it wrote, whatever the names, keys and values of all of them', () => {
    const entries = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.string(), entries), { selector: ([app]) => app, maxLength: 4 }), (apps) => {
        const hash = apps.reduce((all, [app, own]) => withEntries(all, app, own), '#anchor');
        for (const [app, own] of apps) expect(entriesOf(hash, app)).toEqual(own);
        const empty = apps.reduce(
          (all, [app, own]) => withEntries(all, app, Object.fromEntries(Object.keys(own).map((key) => [key, null]))),
          hash,
        );
        expect(empty).toBe('#anchor');
      }),
    );
  });
});

describe('state.location', () => {
  it('has the parts of the address, and the app’s own entries', () => {
    const { location } = open('#top&n=4&x.n=5');
    const { protocol, hostname, port, pathname, search, hash, queryParams } = location;
    expect({ protocol, hostname, port, pathname, search, hash, queryParams }).toEqual({
      protocol: 'https:',
      hostname: 'host',
      port: '8080',
      pathname: '/a/b',
      search: '?q=1',
      hash: '#top&n=4&x.n=5',
      queryParams: { n: '4' },
    });
    expect(() => ((location as { hash: string }).hash = '#x')).toThrow(/'Location.hash' is constant/);
  });

  it('sets entries with update, takes them away with null, and can make a step to go back from', () => {
    const { location, written } = open('#top');
    location.update({ n: 5, name: 'é' }, { push: true });
    location.update({ n: null });
    location.update({ name: 'é' });
    expect(written).toEqual([[{ n: '5', name: 'é' }, 'push'], { n: null }]);
    expect([location.hash, location.queryParams]).toEqual(['#top&name=%C3%A9', { name: 'é' }]);
  });
});

describe('state.location.sync', () => {
  it('takes values from the address at once, and writes what differs from the start', () => {
    const { location, written } = open('#n=7');
    const model = new Model();
    location.sync(model, ['n', 'text']);
    expect([model.n, model.text, written]).toEqual([7, 'a', []]);
    model.param.update({ n: 8, text: 'two words' });
    model.text = 'a';
    model.n = 3;
    expect(written).toEqual([{ n: '8', text: 'two words' }, { text: null }, { n: null }]);
  });

  it('says dates, lists, null and texts that look like something else so that they are read again', () => {
    const one = open();
    const model = new Model();
    one.location.sync(model, { when: 'w', list: 'l', text: 't' });
    model.param.update({ when: new Date('2026-01-02T03:04:05Z'), list: [1, 2], text: '5' });
    expect(one.location.queryParams).toEqual({ w: '2026-01-02T03:04:05.000Z', l: '[1,2]', t: '"5"' });
    const other = new Model();
    open(one.location.hash).location.sync(other, { when: 'w', list: 'l', text: 't' });
    expect(other.param.values()).toEqual(model.param.values());
  });

  it('reads a text that a hand has written plainly', () => {
    const model = new Model();
    open('#text=5').location.sync(model, ['text']);
    expect(model.text).toBe('5');
  });

  it('reports a value that the parameter refuses, and ignores it', () => {
    const { location, errors } = open('#n=99&list=x&text=ok');
    const model = new Model();
    location.sync(model, ['n', 'list', 'text']);
    expect([model.n, model.list, model.text]).toEqual([3, [], 'ok']);
    expect(errors).toEqual([
      expect.stringMatching(/^'n' in the address: .*at most 10, not 99/),
      expect.stringMatching(/^'list' in the address: /),
    ]);
  });

  it('follows the reader back and forward, and to the start where the entry is gone', () => {
    const { location, written } = open('#n=7');
    const model = new Model();
    location.sync(model, ['n']);
    location.receive('https://host:8080/a/b?q=1#n=5');
    expect(model.n).toBe(5);
    location.receive('https://host:8080/a/b?q=1#top');
    expect([model.n, location.hash, written]).toEqual([3, '#top', []]);
  });

  it('refuses unknown parameters and keys that are taken, and then syncs nothing', () => {
    const { location, written } = open();
    const [one, other] = [new Model(), new Model()];
    location.sync(one, ['n']);
    expect(() => location.sync(other, ['text', 'n'])).toThrow("state.location.sync: 'n' is synced already; give it another key.");
    expect(() => location.sync(other, ['text', 'nosuch'])).toThrow(/nosuch/);
    other.text = 'b';
    expect(written).toEqual([]);
    location.sync(other, { n: 'm' });
    other.n = 1;
    expect(written).toEqual([{ m: '1' }]);
  });

  it('ends with unsync, for some parameters or all, and with the session', () => {
    const { location, written, life } = open();
    const model = new Model();
    location.sync(model, ['n', 'text', 'list']);
    model.param.update({ n: 1, text: 'b' });
    location.unsync(model, ['n']);
    expect(location.hash).toBe('#text=b');
    model.n = 2;
    location.unsync(model);
    model.text = 'c';
    expect([location.hash, written.length]).toEqual(['', 3]);
    location.sync(model, ['n']);
    life.abort();
    model.n = 9;
    expect(written.length).toBe(3);
  });
});

describe('a session and its page', () => {
  it('tell each other of the address over the control wire', async () => {
    const { session, told, control } = openSession();
    const model = new Model();
    session.state.location.receive('https://host/#n=4');
    session.state.location.sync(model, ['n']);
    model.n = 6;
    control.post({ type: 'location', href: 'https://host/#n=2' });
    await settle();
    expect(model.n).toBe(2);
    control.post({ type: 'refused', what: 'state.location', message: 'SecurityError: no address' });
    await settle();
    expect(told.filter(({ type }) => type === 'location')).toEqual([{ type: 'location', entries: { n: '6' }, push: false }]);
    expect(told.at(-1)).toMatchObject({ type: 'error', report: { what: 'state.location', message: 'SecurityError: no address' } });
  });
});
