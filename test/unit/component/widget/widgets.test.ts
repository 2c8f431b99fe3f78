import { describe, expect, it } from 'vitest';
import { Checkbox, IntSlider, LoadingSpinner, Progress, Select, StaticText, TextInput } from '../../../../src/component/index.ts';
import { bind, rx } from '../../../../src/param/index.ts';
import { inSession } from './harness.ts';

describe('TextInput', () => {
  it('follows every key with valueInput, and sets value when that is committed', () => {
    const input = new (inSession().bound(TextInput))();
    input.receiveEdit('valueInput', 'ab', false);
    expect([input.valueInput, input.value]).toEqual(['ab', '']);
    input.receiveEdit('valueInput', 'abc', true);
    input.receiveEdit('value', 'abc', true);
    expect([input.valueInput, input.value]).toEqual(['abc', 'abc']);
  });

  it('writes a value into the input, also to take back what is being typed', () => {
    const input = new (inSession().bound(TextInput))({ value: 'start' });
    expect(input.valueInput).toBe('start');
    input.receiveEdit('valueInput', 'typed', false);
    input.value = 'start';
    expect(input.valueInput).toBe('start');
  });
});

describe('Select', () => {
  const red = { hex: '#f00' };
  const blue = { hex: '#00f' };

  it('begins with its first option', () => {
    const select = new (inSession().bound(Select))({ options: ['a', 'b'] });
    expect([select.value, select.index, select.labels]).toEqual(['a', 0, ['a', 'b']]);
  });

  it('refuses options that are no list and have no labels', () => {
    expect(() => new (inSession().bound(Select))({ options: 3 as never })).toThrow(
      "'Select.options' must be a list, or values by their label",
    );
  });

  it('follows a reference for its value on when the option is gone', () => {
    const chosen = rx<string>('a');
    const select = new (inSession().bound(Select))({ options: ['a', 'b'], value: chosen });
    select.options = ['b', 'c'];
    expect(select.value).toBe('b');
    chosen.set('c');
    expect(select.value).toBe('c');
  });

  it('takes a value and options by references that change together', () => {
    const state = rx({ options: ['a', 'b'], value: 'b' });
    const select = new (inSession().bound(Select))({ options: state.map((it) => it.options), value: state.map((it) => it.value) });
    const seen: unknown[] = [];
    select.param.watch((event) => seen.push([event.new, select.options, select.index]), 'value');
    state.set({ options: ['c', 'd'], value: 'd' });
    expect(seen).toEqual([['d', ['c', 'd'], 1]]);
  });

  it('has no value without options', () => {
    expect(new (inSession().bound(Select))().value).toBe(null);
  });

  it('gives the option behind a label, whatever it is', () => {
    const select = new (inSession().bound(Select))({ options: { red, blue }, value: blue });
    expect([select.labels, select.index]).toEqual([['red', 'blue'], 1]);
    select.receiveEdit('index', 0, true);
    expect(select.value).toBe(red);
  });

  it('sends its page labels and a place, never the options', () => {
    const select = new (inSession().bound(Select))({ options: { run: () => 1 } });
    expect(select.viewParams).not.toContain('options');
    expect(select.viewParams).not.toContain('value');
    expect(select.viewParams).toEqual(expect.arrayContaining(['labels', 'index']));
  });

  it('goes to the first option when the chosen one is gone, and stays with one that is not', () => {
    const select = new (inSession().bound(Select))({ options: ['a', 'b'], value: 'b' });
    select.options = ['b', 'c'];
    expect([select.value, select.index]).toEqual(['b', 0]);
    select.options = ['x', 'y'];
    expect([select.value, select.index]).toEqual(['x', 0]);
    select.param.update({ options: [1, 2, 3], value: 3 });
    expect([select.value, select.index]).toEqual([3, 2]);
  });

  it('finds a value that holds the same as an option', () => {
    const { bound } = inSession();
    const select = new (bound(Select))({ options: [new Date(0), new Date(1), [1, 2], NaN], value: new Date(1) });
    expect(select.index).toBe(1);
    select.value = [1, 2];
    expect(select.index).toBe(2);
    select.value = NaN;
    expect(select.index).toBe(3);
  });

  it('takes a map of labels, and calls things by their names', () => {
    const { bound } = inSession();
    const select = new (bound(Select))({
      options: new Map([
        ['red', red],
        ['blue', blue],
      ]),
      value: blue,
    });
    expect([select.labels, select.index]).toEqual([['red', 'blue'], 1]);
    select.options = [{ name: 'warp' }, Math.max, red, null, [1, 2]];
    expect(select.labels).toEqual(['warp', 'max', '{"hex":"#f00"}', 'null', '[1,2]']);
  });

  it('chooses the option itself where another one holds the same', () => {
    const [first, second] = [{}, {}];
    const select = new (inSession().bound(Select))({ options: { first, second }, value: second });
    expect(select.index).toBe(1);
  });

  it('shows no choice for a value that is no option', () => {
    const select = new (inSession().bound(Select))({ options: ['a'] });
    select.value = 'z';
    expect([select.value, select.index]).toEqual(['z', -1]);
  });
});

describe('StaticText', () => {
  it('shows any value as text, and sends only the text', () => {
    const text = new (inSession().bound(StaticText))({ value: 3 });
    expect([text.text, text.viewParams.includes('value')]).toEqual(['3', false]);
    text.value = null;
    expect(text.text).toBe('');
  });
});

describe('any widget', () => {
  it('stands for its value where a reference is taken', () => {
    const { bound } = inSession();
    const slider = new (bound(IntSlider))({ end: 10, value: 2 });
    const text = new (bound(StaticText))({ value: slider });
    const doubled = bind((n: number) => n * 2, slider);
    slider.value = 4;
    expect([text.text, doubled(), slider.rx().value]).toEqual(['4', 8, 4]);
  });

  it('names the parameter that it does not have', () => {
    const Bound = inSession().bound(Checkbox);
    expect(() => new Bound({ checked: true } as never)).toThrow(/Checkbox.*checked|checked.*Checkbox/);
  });
});

describe('indicators', () => {
  it('Progress knows no end by default, and goes up to 100', () => {
    const progress = new (inSession().bound(Progress))();
    expect([progress.value, progress.max]).toEqual([-1, 100]);
    expect(() => (progress.value = -2)).toThrow("'Progress.value' must be at least -1, not -2.");
  });

  it('LoadingSpinner stands still by default', () => {
    const spinner = new (inSession().bound(LoadingSpinner))();
    expect([spinner.value, spinner.size]).toEqual([false, 125]);
  });
});
