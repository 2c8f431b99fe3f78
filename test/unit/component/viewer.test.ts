import { describe, expect, it } from 'vitest';
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
});
