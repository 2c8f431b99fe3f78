import { describe, expect, it, vi } from 'vitest';
import { createNamespace } from '../../../src/namespace.ts';
import { openSession, settle } from '../session/harness.ts';

describe('Viewer', () => {
  it('is shown by what its view() gives, in a layout or by itself', async () => {
    const { session, batches } = openSession();
    const { Column, param, Str, Viewer } = createNamespace(session);
    class Counter extends Viewer.with({ count: param.integer({ default: 3 }) }) {
      override view(): unknown {
        return new Str(this.param.count);
      }
    }
    new Counter().servable();
    new Column(new Counter({ count: 4 })).servable();
    await settle();
    const shown = batches.flatMap(({ patches }) => patches).filter((patch) => patch.op === 'create' && patch.type === 'str');
    expect(shown.map((patch) => (patch.op === 'create' ? patch.values['text'] : null))).toEqual([3, 4].map(String));
  });

  it('is shown anew, where it is on screen, when something changes that its view() depends on', async () => {
    const { session, batches } = openSession();
    const { Column, param, Str, Viewer } = createNamespace(session);
    const views: string[] = [];
    class Counter extends Viewer.with({ count: param.integer({ default: 3 }), other: param.integer() }) {
      static override depends = { view: ['count'] };
      override view(): unknown {
        views.push(`view ${this.count}`);
        return new Column(new Str(`n = ${this.count}`));
      }
    }
    const counter = new Counter();
    const column = new Column(counter);
    counter.count = 4;
    expect(views).toEqual([]);
    column.servable();
    await settle();
    counter.other = 1;
    counter.count = 5;
    await settle();
    expect(views).toEqual(['view 4', 'view 5']);
    expect(JSON.stringify(batches)).toContain('n = 5');
  });

  it('without a view() says what is missing', () => {
    const { Column, Viewer } = createNamespace(openSession().session);
    // @ts-expect-error the view is missing
    class Blank extends Viewer.with({}) {}
    expect(() => new Column(new Blank())).toThrow(new TypeError('Blank has no view(), which gives what is shown.'));
  });
});

describe('Component', () => {
  it('links its parameters to those of another, one way or both', () => {
    const { TextInput, StaticText } = createNamespace(openSession().session);
    const [one, two, text] = [new TextInput(), new TextInput(), new StaticText()];
    one.link(two, { value: 'value' }, { bidirectional: true });
    two.link(text, { value: (target, event) => (target.value = `is ${event.new}`) });
    one.value = 'a';
    expect([two.value, text.value]).toEqual(['a', 'is a']);
    two.value = 'b';
    expect(one.value).toBe('b');
  });

  it('refuses options that are no object', () => {
    const { IntSlider } = createNamespace(openSession().session);
    for (const odd of [null, 3])
      expect(() => new IntSlider(odd as never)).toThrow(`IntSlider takes an object with values of its parameters, not ${odd}.`);
  });
});

describe('createNamespace', () => {
  it('gives classes that know their session, also when two sessions share a realm', () => {
    const [one, two] = [openSession('one').session, openSession('two').session];
    const [first, second] = [createNamespace(one), createNamespace(two)];
    expect(new first.Button().session).toBe(one);
    expect(new second.Button().session).toBe(two);
    expect(new first.Button()).toBeInstanceOf(first.Widget);
    class Mine extends first.Widget {}
    expect(new first.Button()).not.toBeInstanceOf(Mine);
    expect(first.state).not.toBe(second.state);
  });

  it('names a class in messages as authors know it', () => {
    const { Button } = createNamespace(openSession().session);
    expect(() => new Button({ nosuch: 1 } as never)).toThrow(/'nosuch' is not a parameter of Button/);
  });
});

describe('batch', () => {
  it('of one session does not hold back what another changes while it awaits', async () => {
    const [first, second] = [createNamespace(openSession('one').session), createNamespace(openSession('two').session)];
    const seen: string[] = [];
    const [mine, theirs] = [new first.StaticText(), new second.StaticText()];
    mine.param.watch(() => seen.push('mine'), 'value');
    theirs.param.watch(() => seen.push('theirs'), 'value');
    const done = first.batch(async () => {
      mine.value = 'a';
      await settle();
      mine.value = 'b';
    });
    await Promise.resolve();
    theirs.value = 'x';
    expect(seen).toEqual(['theirs']);
    await done;
    expect(seen).toEqual(['theirs', 'mine']);
  });

  it('holds back what is no component, too, but not that of another session', async () => {
    const [first, second] = [createNamespace(openSession('one').session), createNamespace(openSession('two').session)];
    const seen: string[] = [];
    const make = ({ param, Parameterized }: typeof first, name: string) => {
      class Model extends Parameterized.with({ n: param.number() }) {}
      const model = new Model();
      model.param.watch(() => seen.push(name), 'n');
      return model;
    };
    const [mine, theirs] = [make(first, 'mine'), make(second, 'theirs')];
    const done = first.batch(async () => {
      await settle();
      mine.n = 1;
      await settle();
    });
    theirs.n = 1;
    expect(seen).toEqual(['theirs']);
    await done;
    expect(seen).toEqual(['theirs', 'mine']);
    expect(mine).toBeInstanceOf(second.Parameterized);
  });

  it('of a page does not hold back an rx of a plain value, which may be any session’s', async () => {
    const [first, second] = [createNamespace(openSession('one').session), createNamespace(openSession('two').session)];
    const seen: number[] = [];
    const theirs = second.rx(0);
    theirs.watch((value) => seen.push(value));
    const wait = () => first.batch(() => settle());
    vi.stubGlobal('document', {});
    const onPage = wait();
    theirs.set(1);
    expect(seen).toEqual([1]);
    await onPage;
    vi.unstubAllGlobals();
    const inWorker = wait();
    theirs.set(2);
    expect(seen).toEqual([1]);
    await inWorker;
    expect(seen).toEqual([1, 2]);
  });
});
