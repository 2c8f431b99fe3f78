import { describe, expect, it } from 'vitest';
import { FloatInput, FloatSlider, IntInput, IntSlider } from '../../../../src/component/index.ts';
import { batch, bind, param, Parameterized, rx } from '../../../../src/param/index.ts';
import { inSession } from './harness.ts';

class Source extends Parameterized.with({ v: param.integer({ default: 5 }), n: param.integer({ default: 20 }) }) {}

const make = (options = {}): IntSlider => new (inSession().bound(IntSlider))({ start: 0, end: 10, ...options });

describe('a slider', () => {
  it('begins at its start, or at the value it is given', () => {
    expect([make({ start: 3 }).value, make({ value: 5 }).value]).toEqual([3, 5]);
    expect([make({ start: 3 }).valueThrottled, make({ value: 5 }).valueThrottled]).toEqual([3, 5]);
  });

  it('refuses a value outside its bounds, and keeps the one it has', () => {
    expect(() => make({ value: 11 })).toThrow("Integer parameter 'IntSlider.value' must be at most 10, not 11.");
    const slider = make({ value: 5 });
    expect(() => (slider.value = -1)).toThrow("'IntSlider.value' must be at least 0, not -1.");
    expect(() => (slider.value = 1.5)).toThrow("'IntSlider.value' must be an integer, not 1.5.");
    expect(() => (slider.value = null as never)).toThrow("'IntSlider.value' must be an integer, not null.");
    expect(slider.value).toBe(5);
  });

  it('takes its value along when its bounds move past it', () => {
    const slider = make({ value: 5 });
    slider.end = 3;
    expect(slider.value).toBe(3);
    slider.param.update({ start: 20, end: 30 });
    expect(slider.value).toBe(20);
  });

  it('takes a value together with the bounds that it lies between', () => {
    for (const Class of [IntSlider, FloatSlider, IntInput, FloatInput]) {
      const slider = new (inSession().bound(Class))({ start: 0, end: 10 });
      const seen: unknown[] = [];
      slider.param.watch((...events) => seen.push(...events.flatMap((event) => [event.name, event.new])), ['start', 'end', 'value']);
      slider.param.update({ start: 20, end: 30, value: 25 });
      expect(seen).toEqual(['start', 20, 'end', 30, 'value', 25]);
      slider.param.update({ value: 5, start: 0, end: 10 });
      expect([slider.value, slider.param.value.bounds]).toEqual([5, [0, 10]]);
    }
  });

  it('takes a value in a batch that lies between the ends which are there by then', () => {
    for (const Class of [IntSlider, FloatInput]) {
      const slider = new (inSession().bound(Class))({ start: 0, end: 10, value: 5 });
      const seen: unknown[] = [];
      slider.param.watch((event) => seen.push(event.new), 'value');
      batch(() => {
        slider.end = 20;
        slider.value = 15;
      });
      batch(() => {
        slider.start = 30;
        slider.end = 40;
        slider.param.update({ value: 35 });
      });
      expect([slider.start, slider.end, slider.value, slider.param.value.bounds, seen]).toEqual([30, 40, 35, [30, 40], [15, 35]]);
    }
  });

  it('refuses a value in a batch that lies between ends which are gone by then', () => {
    const slider = make({ value: 5 });
    batch(() => {
      slider.end = 3;
      expect(() => (slider.value = 4)).toThrow("Integer parameter 'IntSlider.value' must be at most 3, not 4.");
    });
    expect([slider.end, slider.value]).toEqual([3, 3]);
  });

  it('has its value between the old ends where a batch leaves it none', () => {
    const slider = make({ value: 5 });
    const wrong = (): void => {
      slider.end = 20;
      slider.value = 15;
      slider.start = 30;
    };
    expect(() => batch(wrong)).toThrow("'IntSlider.start' must be at most the end, 20, not 30.");
    expect([slider.start, slider.end, slider.value, slider.param.value.bounds]).toEqual([0, 10, 10, [0, 10]]);
  });

  it('sets nothing where one of them is refused', () => {
    const slider = make({ value: 5 });
    const refused = (values: object): void => {
      const seen: unknown[] = [];
      const watcher = slider.param.watch(() => seen.push(1), ['start', 'end', 'value']);
      expect(() => slider.param.update(values)).toThrow(`'IntSlider.`);
      slider.param.unwatch(watcher);
      expect([slider.start, slider.end, slider.value, slider.label, slider.param.value.bounds, seen]).toEqual([0, 10, 5, '', [0, 10], []]);
    };
    expect(() => slider.param.update({ start: 20, end: 30, value: 15 })).toThrow("'IntSlider.value' must be at least 20, not 15.");
    for (const values of [
      { start: 20, end: 30, value: 15 },
      { start: 30, end: 20, value: 25 },
      { start: 20, value: 25 },
      { label: 'far', start: 20 },
      { value: 3, end: 'far' },
      { end: 30, value: 2.5 },
    ])
      refused(values);
  });

  it('refuses a start behind its end, and a step of nothing, and stays as it was', () => {
    expect(() => make({ start: 11 })).toThrow("'IntSlider.start' must be at most the end, 10, not 11.");
    const slider = make();
    expect(() => (slider.start = 11)).toThrow("'IntSlider.start' must be at most the end, 10, not 11.");
    expect([slider.start, slider.end, slider.value]).toEqual([0, 10, 0]);
    expect(() => (slider.step = 0)).toThrow("'IntSlider.step' must be greater than 0, not 0.");
  });

  it('follows the thumb with value, and its release with valueThrottled', () => {
    const slider = make();
    const seen: string[] = [];
    slider.param.watch((event) => seen.push(`${event.name} ${event.new}`), ['value', 'valueThrottled']);
    slider.receiveEdit('value', 4, false);
    slider.receiveEdit('value', 6, false);
    slider.receiveEdit('value', 6, true);
    expect(seen).toEqual(['value 4', 'value 6', 'valueThrottled 6']);
  });

  it('throttled by its session, changes only when the thumb is let go', () => {
    const { session, bound } = inSession();
    session.config.throttled = true;
    const slider = new (bound(IntSlider))({ start: 0, end: 10 });
    slider.receiveEdit('value', 4, false);
    expect(slider.value).toBe(0);
    slider.receiveEdit('value', 5, true);
    expect([slider.value, slider.valueThrottled]).toEqual([5, 5]);
  });

  it('lets its author set value, which leaves valueThrottled, and not valueThrottled', () => {
    const slider = make();
    slider.value = 3;
    expect(slider.valueThrottled).toBe(0);
    expect(() => (slider.valueThrottled = 3)).toThrow("'IntSlider.valueThrottled'");
  });

  it('takes a late edit from a page that had not heard of its new bounds', () => {
    const slider = make({ value: 9 });
    slider.end = 5;
    slider.receiveEdit('value', 8, true);
    expect(slider.value).toBe(5);
  });

  it('takes references for its bounds', () => {
    const other = make({ value: 4 });
    const slider = make({ end: other });
    expect(slider.end).toBe(4);
    other.value = 8;
    expect(slider.end).toBe(8);
  });

  it('follows a reference for its value on when its bounds change, also past it', () => {
    const source = make({ end: 100, value: 5 });
    const slider = make({ end: source.param.end, value: source });
    source.end = 50;
    source.value = 7;
    expect([slider.end, slider.value]).toEqual([50, 7]);
    slider.end = 6;
    expect(slider.value).toBe(6);
    source.value = 2;
    expect(slider.value).toBe(2);
  });

  it.each([
    { v: 25, n: 30 },
    { n: 30, v: 25 },
  ])('takes a value and an end by references that change together, whatever the order: %o', (values) => {
    const source = new Source();
    const { v, n } = source.param;
    for (const slider of [make({ value: v, end: n }), make({ end: n, value: v })]) {
      source.param.update({ v: 5, n: 20 });
      const seen: number[] = [];
      slider.param.watch((event) => seen.push(event.new), 'value');
      source.param.update(values);
      expect([slider.value, slider.end]).toEqual([25, 30]);
      source.param.update({ n: 8, v: 4 });
      expect(seen).toEqual([25, 4]);
    }
  });

  it('takes a value and an end that are derived from one source', () => {
    const size = rx(10);
    const slider = make({ value: bind((n) => n - 1, size), end: size.map((n) => n) });
    size.set(100);
    expect([slider.value, slider.end]).toEqual([99, 100]);
  });

  it('is given references for a value and an end at once', () => {
    const source = new Source({ v: 25, n: 30 });
    for (const values of [
      { value: source.param.v, end: source.param.n },
      { end: source.param.n, value: source.param.v },
      { value: 25, end: source.param.n },
    ]) {
      const slider = make();
      slider.param.update(values);
      expect([slider.value, slider.end]).toEqual([25, 30]);
    }
    const slider = make();
    expect(() => slider.param.update({ value: source.param.v, end: 20 })).toThrow("'IntSlider.value' must be at most 20, not 25.");
    expect([slider.value, slider.end]).toEqual([0, 10]);
  });

  it('takes a value by reference that fits an end which was set with it', () => {
    const source = new Source();
    const slider = make({ value: source.param.v });
    batch(() => {
      slider.end = 30;
      source.v = 25;
    });
    expect([slider.value, slider.end]).toEqual([25, 30]);
  });

  it('takes no ends by references that contradict each other, and follows them on', () => {
    const source = new Source({ v: 0, n: 10 });
    const slider = make({ start: source.param.v, end: source.param.n });
    expect(() => source.param.update({ v: 30, n: 20 })).toThrow("'IntSlider.start' must be at most the end, 20, not 30.");
    expect([slider.start, slider.end, slider.value]).toEqual([0, 10, 0]);
    source.param.update({ v: 40, n: 50 });
    expect([slider.start, slider.end, slider.value]).toEqual([40, 50, 40]);
  });

  it('of decimals goes from 0 to 1 by default', () => {
    const slider = new (inSession().bound(FloatSlider))();
    expect([slider.start, slider.end, slider.step]).toEqual([0, 1, 0.1]);
  });
});

describe('a number input', () => {
  it('refuses a number outside its bounds', () => {
    const Input = inSession().bound(IntInput);
    expect(() => new Input({ value: 11, end: 10 })).toThrow("Integer parameter 'IntInput.value' must be at most 10, not 11.");
    const input = new Input({ start: 0 });
    expect(() => (input.value = -1)).toThrow("'IntInput.value' must be at least 0, not -1.");
    expect(() => (input.value = 0.5)).toThrow("'IntInput.value' must be an integer, not 0.5.");
  });

  it('begins within its bounds, or at the value it is given', () => {
    const Input = inSession().bound(IntInput);
    expect([new Input().value, new Input({ start: 1, end: 5 }).value, new Input({ value: 3, start: 1 }).value]).toEqual([0, 1, 3]);
    expect(new Input({ start: 1 }).valueThrottled).toBe(1);
  });

  it('takes its value along when its bounds move past it', () => {
    const input = new (inSession().bound(FloatInput))({ value: 5 });
    input.end = 3;
    expect(input.value).toBe(3);
    input.value = null;
    input.end = 1;
    expect(input.value).toBe(null);
  });

  it('refuses a start behind its end, and stays as it was', () => {
    const input = new (inSession().bound(FloatInput))({ value: 0, end: 1 });
    expect(() => (input.start = 7)).toThrow("'FloatInput.start' must be at most the end, 1, not 7.");
    expect([input.start, input.end, input.value]).toEqual([null, 1, 0]);
  });

  it('can be empty, and notes what the user entered', () => {
    const input = new (inSession().bound(FloatInput))({ value: null });
    expect([input.value, input.valueThrottled]).toEqual([null, null]);
    input.receiveEdit('value', 0.5, true);
    expect([input.value, input.valueThrottled]).toEqual([0.5, 0.5]);
  });
});
