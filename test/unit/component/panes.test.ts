import { describe, expect, it } from 'vitest';
import type { Component } from '../../../src/component/component.ts';
import { Column } from '../../../src/component/layout/index.ts';
import { Alert, Bokeh, figure, HTML, JPG, Markdown, panel, PNG, ReactivePane, Str } from '../../../src/component/pane/index.ts';
import { Viewer } from '../../../src/component/viewer.ts';
import { bind, param, Parameterized } from '../../../src/param/index.ts';
import { bindClass } from '../../../src/session/index.ts';
import { openSession, settle } from '../session/harness.ts';

class Source extends Parameterized.with({ value: param.any() }) {}

function open() {
  const { session, told, batches, link } = openSession();
  const make = <C extends new (...args: never[]) => object>(cls: C): C => bindClass(cls, session);
  /** Shows a component and gives it back. */
  const show = (object: unknown): Component => panel(object, {}, session).servable();
  const errors = () => told.flatMap((message) => (message.type === 'error' ? [message.report.message] : []));
  return { session, batches, link, make, show, errors, panel: (object: unknown, options = {}) => panel(object, options, session) };
}

describe('panes', () => {
  it('take their object first and their options after it', () => {
    const { make } = open();
    expect(new (make(Markdown))('# Hi', { width: 300, hardLineBreak: true })).toMatchObject({
      object: '# Hi',
      width: 300,
      hardLineBreak: true,
      sanitizeHtml: true,
    });
    expect(new (make(Alert))('Oh', { alertType: 'danger' })).toMatchObject({ object: 'Oh', alertType: 'danger' });
    expect(new (make(HTML))().object).toBe(null);
    expect(new (make(PNG))('a.png', { altText: 'a' })).toMatchObject({ object: 'a.png', altText: 'a' });
  });

  it('refuse an object of another kind, by name', () => {
    const { make } = open();
    expect(() => new (make(JPG))(3 as never)).toThrow("'JPG.object' must be a path, a URL or the bytes of a file, not 3.");
    expect(() => new (make(Markdown))(3 as never)).toThrow('Markdown.object');
    expect(() => new (make(Alert))('x', { alertType: 'loud' as never })).toThrow('Alert.alertType');
    expect(() => new (make(Bokeh))({} as never)).toThrow('Bokeh.object');
  });

  it('follow a reference that is their object', () => {
    const { make } = open();
    const source = new Source({ value: 'a' });
    const pane = new (make(Markdown))(source.param.value as never);
    source.value = 'b';
    expect(pane.object).toBe('b');
  });

  it('are cloned with their object and their options', () => {
    const { make, show } = open();
    const alert = new (make(Alert))('a', { alertType: 'danger', width: 9 });
    expect(alert.clone({ width: 8 })).toMatchObject({ object: 'a', alertType: 'danger', width: 8 });
    expect(new (make(Str))([1]).clone({ object: [2] }).text).toBe('[2]');
    const source = new Source({ value: 'a' });
    const copy = (show(source.param.value) as ReactivePane).clone();
    expect([copy.object, copy.children]).toEqual([source.param.value, []]);
  });

  it('report in their session what their view could not show', async () => {
    const { make, errors } = open();
    new (make(JPG))('no.jpg').receiveEvent('failure', 'no.jpg');
    await settle();
    expect(errors()).toEqual(['no.jpg']);
  });
});

describe('Str', () => {
  it('shows anything as text', () => {
    const { make } = open();
    const text = (object: unknown) => new (make(Str))(object).text;
    expect([text(null), text(undefined), text('a'), text(1.5), text(true), text(10n)]).toEqual(['', '', 'a', '1.5', 'true', '10']);
    expect([text([1, 'a']), text({ a: [1] }), text(new Map([['a', 1]])), text(new Set([1]))]).toEqual([
      '[1,"a"]',
      '{"a":[1]}',
      '[["a",1]]',
      '[1]',
    ]);
    expect([text(new Error('no')), text(/a/), text(new Float64Array([1, 2]))]).toEqual(['Error: no', '/a/', '1,2']);
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    expect(text(circle)).toBe('[object Object]');
  });

  it('sends the text, never the object, which may not be cloneable', () => {
    const { make } = open();
    const pane = new (make(Str))(() => 1);
    expect(pane.viewParams).toContain('text');
    expect(pane.viewParams).not.toContain('object');
    pane.object = 2;
    expect(pane.text).toBe('2');
  });
});

describe('panel: chooses', () => {
  it('Markdown for text, Str for numbers and whatever else has no look of its own', () => {
    const { panel: choose } = open();
    expect(choose('a')).toBeInstanceOf(Markdown);
    for (const object of [1, null, true, [1], { a: 1 }, new Date()]) expect(choose(object)).toBeInstanceOf(Str);
  });

  it('an image for the bytes of a JPEG or a PNG', () => {
    const { panel: choose } = open();
    expect(choose(new Uint8Array([0xff, 0xd8, 0xff, 0xe0]))).toBeInstanceOf(JPG);
    expect(choose(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toBeInstanceOf(PNG);
    expect(choose(new Uint8Array([1, 2, 3, 4]))).toBeInstanceOf(Str);
  });

  it('an alert for an error, with its message as it is', () => {
    const { panel: choose } = open();
    expect(choose(new TypeError('a*b*'))).toMatchObject({ alertType: 'danger', object: '**TypeError:** a\\*b\\*' });
  });

  it('a component itself, what a Viewer gives, a plot for a figure', () => {
    const { panel: choose, make, session } = open();
    const text = new (make(Str))('a');
    class Greeting extends Viewer {
      view() {
        return text;
      }
    }
    expect(choose(text)).toBe(text);
    expect(choose(new Greeting())).toBe(text);
    expect(choose(figure({}, session))).toBeInstanceOf(Bokeh);
  });

  it('a reactive pane for a reference or a function', () => {
    const { panel: choose } = open();
    const source = new Source();
    for (const ref of [source.param.value, source.param.value.rx(), bind(String, source.param.value), async () => 1, () => 1]) {
      expect(choose(ref)).toBeInstanceOf(ReactivePane);
    }
  });

  it('with options for the pane', () => {
    const { panel: choose } = open();
    expect(choose('a', { width: 20 })).toMatchObject({ object: 'a', width: 20 });
    expect(() => choose('a', { with: 20 })).toThrow('with');
  });

  it('components of its session', () => {
    const { panel: choose, session } = open();
    expect(choose('a').session).toBe(session);
  });
});

describe('ReactivePane', () => {
  const shown = (pane: Component): unknown[] => (pane as ReactivePane).children.map((each) => (each as Markdown).object);

  it('evaluates when it is shown, and no more when it is not', () => {
    const { make, session } = open();
    const source = new Source({ value: 1 });
    const runs: unknown[] = [];
    const pane = new (make(ReactivePane))(bind((value: unknown) => void runs.push(value), source.param.value));
    source.value = 2;
    expect(runs).toEqual([]);
    pane.servable();
    expect(runs).toEqual([2]);
    source.value = 3;
    session.destroy();
    source.value = 4;
    expect(runs).toEqual([2, 3]);
  });

  it('puts a value of the same kind into the pane that shows it', () => {
    const { show } = open();
    const source = new Source({ value: 'a' });
    const pane = show(source.param.value) as ReactivePane;
    const [first] = pane.children;
    source.value = 'b';
    expect(pane.children[0]).toBe(first);
    expect(shown(pane)).toEqual(['b']);
    source.value = 7;
    expect(pane.children[0]).toBeInstanceOf(Str);
    source.value = new Error('no');
    source.value = 'c';
    expect(pane.children[0]).not.toBeInstanceOf(Alert);
  });

  it('replaces a component that the author made', () => {
    const { show, make } = open();
    const source = new Source({ value: 'a' });
    const pane = show(bind((value: string) => new (make(Markdown))(value), source.param.value as never)) as ReactivePane;
    const [first] = pane.children;
    source.value = 'b';
    expect(pane.children[0]).not.toBe(first);
    expect(shown(pane)).toEqual(['b']);
  });

  it('shows nothing for null', () => {
    const { show } = open();
    const source = new Source({ value: 'a' });
    const pane = show(source.param.value);
    source.value = null;
    expect(shown(pane)).toEqual([]);
  });

  it('is empty until the first result, then keeps the old one until the next is there', async () => {
    const { show } = open();
    const source = new Source({ value: 'a' });
    let release = (): void => {};
    const pane = show(
      bind(async (value: unknown) => {
        await new Promise<void>((resolve) => (release = resolve));
        return value;
      }, source.param.value),
    );
    expect(shown(pane)).toEqual([]);
    release();
    await settle();
    expect(shown(pane)).toEqual(['a']);
    source.value = 'b';
    expect(shown(pane)).toEqual(['a']);
    release();
    await settle();
    expect(shown(pane)).toEqual(['b']);
  });

  it('of twenty quick inputs shows the last, and aborts the nineteen before it', async () => {
    const { show } = open();
    const source = new Source({ value: 0 });
    const releases: (() => void)[] = [];
    let aborted = 0;
    const pane = show(
      bind(async (value: unknown, { signal }: { signal: AbortSignal }) => {
        signal.addEventListener('abort', () => aborted++);
        await new Promise<void>((resolve) => releases.push(resolve));
        return `result ${String(value)}`;
      }, source.param.value),
    );
    for (let value = 1; value < 20; value++) source.value = value;
    for (const release of releases.reverse()) release();
    await settle();
    expect([shown(pane), aborted]).toEqual([['result 19'], 19]);
  });

  it('shows each value of a generator in place of the one before', async () => {
    const { show } = open();
    const pane = show(async function* () {
      yield 'one';
      await Promise.resolve();
      yield 'two';
    }) as ReactivePane;
    const values: unknown[] = [];
    pane.param.watch(
      () => (pane.children[0] as Markdown | undefined)?.param.watch((event) => values.push(event.new), 'object'),
      'children',
    );
    await settle();
    expect(shown(pane)).toEqual(['two']);
    expect(values).toEqual(['two']);
  });

  it('shows an error below the old output, reports it, and recovers with the next value', async () => {
    const { show, errors } = open();
    const source = new Source({ value: 'a' });
    const pane = show(
      bind((value: unknown) => {
        if (value === 'bad') throw new RangeError('no such thing');
        return value;
      }, source.param.value),
    );
    source.value = 'bad';
    expect(shown(pane)).toEqual(['a', '**RangeError:** no such thing']);
    await settle();
    expect(errors()).toEqual(['no such thing']);
    source.value = 'c';
    expect(shown(pane)).toEqual(['c']);
  });

  it('shows where an error comes from, and leaves one that comes again where it stands', () => {
    const { show } = open();
    const source = new Source({ value: 1 });
    const fail = (): never => {
      throw Object.assign(new RangeError('no'), { stack: 'at app.js:3:5' });
    };
    const pane = show(bind((value: unknown) => (value === 0 ? 'fine' : fail()), source.param.value)) as ReactivePane;
    expect(shown(pane)).toEqual(['**RangeError:** no \\(app\\.js:3:5\\)']);
    const { children } = pane;
    source.value = 2;
    expect(pane.children[0]).toBe(children[0]);
    source.value = 0;
    expect(shown(pane)).toEqual(['fine']);
    source.value = 3;
    expect(pane.children[1]).toBe(children[0]);
  });

  it('reports and shows the error of an asynchronous function', async () => {
    const { show, errors } = open();
    const pane = show(async () => {
      throw new Error('late');
    });
    await settle();
    expect(shown(pane)).toEqual(['**Error:** late']);
    expect(errors()).toEqual(['late']);
  });

  it('shows an error in place of what it is itself in', async () => {
    const { show, make, errors } = open();
    const column: Component = new (make(Column))(() => column);
    show(column);
    await settle();
    const rule = "List parameter 'ReactivePane.children' must not contain their own parent, not [a Column].";
    expect(errors()).toEqual([rule]);
    expect(column.select(Alert)).toHaveLength(1);
  });

  it('is loading until the newest run settles, if the session asks for a spinner', async () => {
    const { show, session } = open();
    session.config.loadingIndicator = true;
    const source = new Source({ value: 1 });
    const releases: (() => void)[] = [];
    const pane = show(bind(async (_value: unknown) => new Promise<void>((resolve) => releases.push(resolve)), source.param.value));
    expect(pane.loading).toBe(true);
    source.value = 2;
    releases[0]?.();
    await settle();
    expect(pane.loading).toBe(true);
    releases[1]?.();
    await settle();
    expect(pane.loading).toBe(false);
  });

  it('follows another reference when it is given one', () => {
    const { show } = open();
    const [first, second] = [new Source({ value: 'a' }), new Source({ value: 'b' })];
    const pane = show(first.param.value) as ReactivePane;
    pane.object = second.param.value;
    expect(shown(pane)).toEqual(['b']);
    first.value = 'c';
    expect(shown(pane)).toEqual(['b']);
  });

  it('shows reactive output inside reactive output', async () => {
    const { show } = open();
    const [outer, inner] = [new Source({ value: 1 }), new Source({ value: 'x' })];
    const pane = show(bind(() => inner.param.value, outer.param.value)) as ReactivePane;
    await settle();
    expect(shown(pane.children[0]!)).toEqual(['x']);
    inner.value = 'y';
    expect(shown(pane.children[0]!)).toEqual(['y']);
  });
});
