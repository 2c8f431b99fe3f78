import { expect } from 'chai';
import { control, open } from '../embed/stage.ts';
import { until } from './stage.ts';

afterEach(() => {
  for (const app of document.querySelectorAll('heddle-app')) app.remove();
});

const STREAM = `import { Bokeh, Button, ColumnDataSource, Column, configure, figure, sleep, withLock } from 'heddle';
  configure({ bokehUrl: '/bokeh' });
  const button = new Button({ label: 'More' });
  const walk = new ColumnDataSource({ data: { x: [0], y: [0] } });
  const plot = figure({ height: 200, sizing_mode: 'stretch_width', title: 'Walk' });
  plot.line({ field: 'x' }, { field: 'y' }, { source: walk, line_width: 2 });
  button.param.watch(withLock(async () => {
    await sleep(5);
    const x = walk.data.x.at(-1);
    walk.stream({ x: [x + 1, x + 2], y: [3, 4] });
  }), 'clicks');
  new Column(button, new Bokeh(plot)).servable();`;

const FROM_THREAD = `import { Bokeh, ColumnDataSource, configure, figure, thread } from 'heddle';
  configure({ bokehUrl: '/bokeh' });
  const walk = new ColumnDataSource({ data: { x: [0], y: [0] } });
  const plot = figure({ height: 100 });
  plot.line({ field: 'x' }, { field: 'y' }, { source: walk });
  new Bokeh(plot).servable();
  const extend = thread(async () => { await walk.stream({ x: [1, 2], y: [1, 4] }); }, { uses: { walk } });
  await extend();`;

const SLOW = `import { Column, IntSlider, bind, sleep } from 'heddle';
  const slider = new IntSlider({ label: 'n', start: 0, end: 20 });
  const show = async (n, { signal }) => {
    await sleep((20 - n) * 10, { signal });
    return 'result ' + n;
  };
  new Column(slider, bind(show, slider)).servable();`;

const PANES = `import { Alert, Column, HTML, Markdown, Str, http, panel } from 'heddle';
  const file = async () => (await (await http.fetch('bokeh/bokeh-api.min.js')).text()).slice(0, 12);
  new Column(new Str({ a: 1 }), '**bold**', 42, new HTML('<u>under</u>'), new Alert('watch', { alertType: 'warning' }), file, () => { throw new Error('no luck'); }).servable();`;

interface Source {
  readonly data: { readonly x: readonly number[] };
}

/** Data of the sources of the plots on this page. */
function sources(): readonly Source[] {
  const { Bokeh } = window as unknown as { Bokeh?: { documents: { roots(): { references(): Iterable<object> }[] }[] } };
  const models = (Bokeh?.documents ?? []).flatMap((document) => document.roots().flatMap((root) => [...root.references()]));
  return models.filter((model): model is Source => 'data' in model && 'x' in (model as Source).data);
}

/** The views of one kind, wherever they are nested. */
function views(root: ParentNode, tag: string): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) => [
    ...(element.localName === tag ? [element] : []),
    ...(element.shadowRoot ? views(element.shadowRoot, tag) : []),
  ]);
}

/** All text that an element shows, in shadow roots too. */
function textOf(node: Node): string {
  if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return '';
  if (node instanceof Text) return node.data;
  const shadow = node instanceof Element && node.shadowRoot ? [...node.shadowRoot.childNodes] : [];
  return [...shadow, ...node.childNodes].map(textOf).join('');
}

for (const run of ['worker', 'page']) {
  describe(`panes of an app with run="${run}"`, () => {
    it('stream into a plot at each click, one after the other', async () => {
      const { app } = open(STREAM, { run });
      await app.ready;
      await until(() => sources().length === 1);
      const [view] = views(document, 'heddle-bokeh');
      await until(() => view!.shadowRoot!.querySelector('[aria-busy=false] .bk-Figure'));
      expect(view!.getBoundingClientRect().height).to.equal(200);
      for (let click = 0; click < 3; click++) (await control<HTMLButtonElement>(app, 'button')).click();
      await until(() => sources()[0]?.data.x.length === 7);
      expect(sources()[0]?.data.x).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
      app.remove();
      await until(() => sources().length === 0);
    });

    it('may be streamed into from a thread', async () => {
      const { app, errors } = open(FROM_THREAD, { run });
      await app.ready;
      await until(() => sources()[0]?.data.x.length === 3);
      expect(errors).to.deep.equal([]);
    });

    it('show the result of the last of twenty quick inputs, whatever order they end in', async () => {
      const { app } = open(SLOW, { run });
      await app.ready;
      const slider = await control<HTMLInputElement>(app, 'input');
      for (let n = 1; n <= 20; n++) {
        slider.value = String(n);
        slider.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
        slider.dispatchEvent(new Event('change', { bubbles: true }));
      }
      await until(() => textOf(app).includes('result 20'));
      expect(textOf(app)).not.to.include('result 19');
    });

    it('show whatever they are given', async () => {
      const { app, errors } = open(PANES, { run });
      await app.ready;
      await until(() => textOf(app).includes("'use strict'"));
      const text = textOf(app);
      for (const part of ['{"a":1}', 'bold', '42', 'under', 'watch', 'Error: no luck']) expect(text).to.include(part);
      expect(errors.map(({ message }) => message)).to.deep.equal(['no luck']);
    });
  });
}
