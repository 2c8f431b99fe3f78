import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { Column } from '../../../src/component/layout/index.ts';
import { panel, Str } from '../../../src/component/pane/index.ts';
import { form, IntSlider, Select, StaticText, TextInput } from '../../../src/component/widget/index.ts';
import { bind, param, Parameterized } from '../../../src/param/index.ts';
import { bindClass } from '../../../src/session/index.ts';
import { openSession } from '../session/harness.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

class Job extends Parameterized.with({
  name: param.string(),
  tasks: param.integer({ bounds: [0, 10] }),
  kind: param.selector({ objects: ['a', 'b'] }),
}) {}

const { session } = openSession();
const job = new Job();

async function collect(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    collectGarbage();
  }
}

describe('while what it follows lives on', () => {
  for (const [name, make] of Object.entries<() => object>({
    Str: () => new (bindClass(Str, session))(bind((n) => n, job.param.tasks)),
    Column: () => new (bindClass(Column, session))('text', { width: job.param.tasks }),
    StaticText: () => new (bindClass(StaticText, session))({ value: job.param.tasks }),
    TextInput: () => new (bindClass(TextInput, session))({ value: job.param.name }),
    Select: () => new (bindClass(Select, session))({ options: ['a', 'b'], value: job.param.kind }),
    IntSlider: () => new (bindClass(IntSlider, session))({ start: 0, end: 10, value: job.param.tasks }),
    'a widget from a parameter': () => bindClass(IntSlider, session).fromParam(job.param.tasks),
    'a widget of a form': () => form(job, {}, session).objects[1]!,
  })) {
    it(`${name} that nobody has is collected`, async () => {
      const weak = ((): WeakRef<object> => new WeakRef(make()))();
      job.tasks++;
      await collect();
      expect(weak.deref()).toBe(undefined);
    });
  }

  it('a function of what is no longer shown is not called any more', async () => {
    let calls = 0;
    const text = (name: string, n: number): string => {
      calls++;
      return `${name} ${n}`;
    };
    const shown = bind((name: string) => new (bindClass(Str, session))(bind(text, name, job.param.tasks)), job.param.name);
    panel(shown, {}, session).servable();
    for (let i = 0; i < 50; i++) job.name = `${i}`;
    await collect();
    calls = 0;
    job.tasks = 0;
    expect(calls).toBe(1);
  });

  it('a widget from a parameter goes on to tell those who watch it', async () => {
    const told: number[] = [];
    bindClass(IntSlider, session)
      .fromParam(job.param.tasks)
      .param.watch((event) => told.push(event.new), 'value');
    await collect();
    job.tasks = 7;
    expect(told).toEqual([7]);
  });
});
