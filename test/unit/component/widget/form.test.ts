import { describe, expect, it } from 'vitest';
import {
  Column,
  FloatInput,
  form,
  IntInput,
  IntSlider,
  panel,
  ReactivePane,
  Select,
  TextInput,
  Widget,
} from '../../../../src/component/index.ts';
import { param, Parameterized } from '../../../../src/param/index.ts';
import { inSession } from './harness.ts';

class Job extends Parameterized.with({
  name: param.string({ default: 'nightly', doc: 'Name of the job.' }),
  retries: param.integer({ default: 1, bounds: [0, 5] }),
  limit: param.integer({ default: 3, bounds: [1, null] }),
  rate: param.magnitude({ default: 0.5 }),
  mode: param.selector({ objects: ['fast', 'slow'] }),
  active: param.boolean(),
  state: param.string({ default: 'idle', constant: true }),
  secret: param.string({ precedence: -1 }),
  first: param.string({ precedence: -0.5 }),
  run: param.event(),
}) {}

describe('Widget.fromParam', () => {
  it('shows what the parameter says about itself', () => {
    const { bound } = inSession();
    const slider = bound(IntSlider).fromParam(new Job({ retries: 2 }).param.retries);
    expect([slider.label, slider.value, slider.start, slider.end]).toEqual(['Retries', 2, 0, 5]);
    const text = bound(TextInput).fromParam(new Job().param.name, { label: 'Title' });
    expect([text.label, text.description]).toEqual(['Title', 'Name of the job.']);
    expect(bound(Select).fromParam(new Job().param.mode).labels).toEqual(['fast', 'slow']);
  });

  it('follows the parameter, and sets it', () => {
    const job = new Job();
    const slider = inSession().bound(IntSlider).fromParam(job.param.retries);
    job.retries = 4;
    expect(slider.value).toBe(4);
    slider.receiveEdit('value', 2, true);
    expect(job.retries).toBe(2);
    job.param.retries.bounds = [0, 9];
    expect(slider.end).toBe(9);
  });

  it('empties a number where the parameter allows null, and takes that back elsewhere', () => {
    class Filter extends Parameterized.with({
      price: param.number({ default: 9, allowNone: true }),
      count: param.integer({ default: 2 }),
    }) {}
    const filter = new Filter();
    const { bound } = inSession();
    const [price, count] = [bound(FloatInput).fromParam(filter.param.price), bound(IntInput).fromParam(filter.param.count)];
    price.receiveEdit('value', null, true);
    expect(() => count.receiveEdit('value', null, true)).toThrow("'Filter.count' must be an integer, not null.");
    expect([filter.price, price.value, filter.count, count.value]).toEqual([null, null, 2, 2]);
  });

  it('of Widget itself makes the widget that fits', () => {
    const job = new Job();
    const { session, bound } = inSession();
    const of = bound(Widget);
    const slider = of.fromParam(job.param.retries, { width: 80 });
    expect(slider).toBeInstanceOf(IntSlider);
    expect([slider.width, slider.session]).toEqual([80, session]);
    expect(of.fromParam(job.param.mode)).toBeInstanceOf(Select);
    expect(of.fromParam(job.param.run, { label: 'Go' })).toMatchObject({ label: 'Go', viewType: 'button' });
  });

  it('offers what soft bounds suggest, and shows every value that the parameter takes', () => {
    class Pump extends Parameterized.with({ flow: param.integer({ default: 5, bounds: [0, 100], softBounds: [0, 10] }) }) {}
    const pump = new Pump();
    const { bound } = inSession();
    const slider = bound(IntSlider).fromParam(pump.param.flow);
    expect([slider.start, slider.end]).toEqual([0, 10]);
    pump.flow = 50;
    expect([slider.value, slider.end]).toEqual([50, 50]);
    pump.flow = 5;
    expect([slider.value, pump.flow]).toEqual([5, 5]);
    expect(bound(IntSlider).fromParam(new Pump({ flow: 80 }).param.flow)).toMatchObject({ value: 80, start: 0, end: 80 });
  });

  it('takes soft bounds that are open on one side from the bounds there', () => {
    class Pump extends Parameterized.with({ flow: param.integer({ default: 5, bounds: [0, 100], softBounds: [1, null] }) }) {}
    const slider = inSession().bound(IntSlider).fromParam(new Pump().param.flow);
    expect([slider.start, slider.end]).toEqual([1, 100]);
  });

  it('takes back a value that the parameter refuses', () => {
    const job = new Job();
    const input = inSession().bound(IntInput).fromParam(job.param.limit, { start: null });
    expect(() => input.receiveEdit('value', 0, true)).toThrow("'Job.limit' must be at least 1, not 0.");
    expect([input.value, job.limit]).toEqual([3, 3]);
  });
});

describe('form', () => {
  it('has a widget for every parameter that is not hidden', () => {
    const job = new Job();
    const column = form(job, {}, inSession().session);
    expect(column.objects.map((widget) => widget.constructor.name)).toEqual([
      'TextInput',
      'IntSlider',
      'IntInput',
      'FloatSlider',
      'Select',
      'Checkbox',
      'StaticText',
      'Button',
    ]);
  });

  it('is what shows an object with parameters, and its `param`', () => {
    const { bound, session } = inSession();
    const job = new Job();
    const page = new (bound(Column))('# Job', job, job.param);
    for (const shown of page.objects.slice(1)) {
      expect(shown).toBeInstanceOf(bound(Column));
      expect(shown.select(TextInput)[0]?.value).toBe('nightly');
    }
    expect(panel(job, {}, session).select(IntSlider)[0]?.value).toBe(1);
  });

  it('has the widgets that also show a parameter itself, where the user can edit it', () => {
    const { bound, session } = inSession();
    const job = new Job();
    const { retries, run, state } = job.param;
    const [slider, button, text] = new (bound(Column))(retries, run, state).objects;
    slider?.receiveEdit('value', 4, true);
    expect([job.retries, button?.constructor.name]).toEqual([4, 'Button']);
    expect(text).toBeInstanceOf(bound(ReactivePane));
    expect(panel(retries, { width: 90 }, session)).toMatchObject({ label: 'Retries', width: 90 });
  });

  it('shows the parameters that are asked for, and takes the options of a column', () => {
    const column = form(new Job(), { parameters: ['rate', 'secret'], width: 400 }, inSession().session);
    expect(column.objects.map((widget) => (widget as TextInput).label)).toEqual(['Secret', 'Rate']);
    expect(column.width).toBe(400);
  });

  it('fires an event by its button', () => {
    const job = new Job();
    let runs = 0;
    job.param.watch(() => runs++, 'run');
    const column = form(job, { parameters: ['run'] }, inSession().session);
    column.objects[0]?.receiveEvent('click', null);
    expect(runs).toBe(1);
  });

  it('calls an action with its object', () => {
    class Machine extends Parameterized.with({ start: param.action() }) {}
    const called: unknown[] = [];
    const machine = new Machine({ start: (...args: unknown[]) => called.push(...args) });
    form(machine, {}, inSession().session).objects[0]?.receiveEvent('click', null);
    expect(called).toEqual([machine]);
  });
});
