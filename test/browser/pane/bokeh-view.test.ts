import { expect } from 'chai';
import { BOKEH_VERSION, loadBokeh } from '../../../src/view/pane/bokeh/load.ts';
import { findings } from '../view/fixture.ts';
import { show, type Stage, until } from './stage.ts';

interface Loaded {
  readonly documents: { roots(): { references(): Iterable<Model> }[] }[];
}
interface Model {
  readonly type: string;
  readonly properties: Record<string, { get_value(): unknown }>;
}

const bokehUrl = '/bokeh/';
const line = (source: number) => ({
  on: 0,
  path: [],
  call: 'line',
  args: [{ field: 'x' }, { field: 'y' }, { source: { $model: source }, line_width: 2 }],
});

function showPlot(options: object = {}, steps: readonly object[] = [line(2)], values: object = {}): Promise<Stage> {
  return show('bokeh', { object: { $model: 3 }, altText: null, bokehUrl, ...values }, [
    ['columnDataSource', { columns: { x: [0, 1], y: [0, 1] } }],
    ['figure', { options, steps }],
  ]);
}

const plotOf = ({ view }: Stage): HTMLElement => view.renderRoot.querySelector('.bk-Figure')!;
const figureOf = ({ view }: Stage): HTMLElement => view.renderRoot.querySelector('figure')!;
const ready = (stage: Stage) => until(() => figureOf(stage).ariaBusy === 'false');
const pause = () => new Promise((resolve) => setTimeout(resolve, 10));
const bokeh = async (): Promise<Loaded> => (await loadBokeh(bokehUrl)) as unknown as Loaded;

/** Keeps what loads scripts from noticing that they are there, until the function that this gives is called. */
function holdScripts(): () => void {
  const held: EventTarget[] = [];
  const holding = new AbortController();
  const hold = (event: Event): void => {
    if (!(event.target instanceof HTMLScriptElement)) return;
    event.stopImmediatePropagation();
    held.push(event.target);
  };
  document.addEventListener('load', hold, { capture: true, signal: holding.signal });
  return () => {
    holding.abort();
    for (const script of held) script.dispatchEvent(new Event('load'));
  };
}

async function models(type: string): Promise<Model[]> {
  const { documents } = await bokeh();
  return documents.flatMap((document) => [...document.roots()[0]!.references()].filter((model) => model.type === type));
}

async function valueOf(type: string, name: string): Promise<unknown> {
  const [model] = await models(type);
  return model?.properties[name]?.get_value();
}

describe('the view of a Bokeh plot', () => {
  let stage: Stage;
  afterEach(() => stage.end());

  it('is drawn from left to right on a page that is read from right to left', async () => {
    document.documentElement.dir = 'rtl';
    stage = await showPlot();
    expect(getComputedStyle(figureOf(stage)).direction).to.equal('ltr');
    document.documentElement.removeAttribute('dir');
  });

  it('keeps the place of the plot free until BokehJS is there, then shows it', async () => {
    const release = holdScripts();
    stage = await showPlot({ width: 500, height: 300, title: 'A line' });
    expect(figureOf(stage).getBoundingClientRect()).to.include({ width: 500, height: 300 });
    expect(figureOf(stage).ariaBusy).to.equal('true');
    release();
    await ready(stage);
    expect(figureOf(stage).getBoundingClientRect()).to.include({ width: 500, height: 300 });
    const plot = plotOf(stage).getBoundingClientRect();
    expect([plot.width, plot.height]).to.deep.equal([500, 300]);
    expect(figureOf(stage).ariaLabel).to.equal('A line');
  });

  it('is of the version that Heddle names', async () => {
    stage = await showPlot();
    await ready(stage);
    expect((window as unknown as { Bokeh: Record<string, unknown> }).Bokeh[BOKEH_VERSION]).to.equal(await loadBokeh(bokehUrl));
  });

  it('shows rows that are streamed, keeping the last `rollover`', async () => {
    stage = await showPlot();
    await ready(stage);
    stage.tree.append(2, 'columns', { x: [2, 3], y: [4, 9] }, 3);
    expect(await valueOf('ColumnDataSource', 'data')).to.deep.equal({ x: [1, 2, 3], y: [1, 4, 9] });
    stage.tree.set(2, { columns: { x: [7], y: [8] } });
    expect(await valueOf('ColumnDataSource', 'data')).to.deep.equal({ x: [7], y: [8] });
  });

  it('shows cells that are patched, in every plot of the source', async () => {
    stage = await showPlot();
    await ready(stage);
    stage.tree.patch(2, 'columns', { y: [[0, 7]] });
    expect(await valueOf('ColumnDataSource', 'data')).to.deep.equal({ x: [0, 1], y: [7, 1] });
    stage.tree.append(2, 'columns', { x: [2], y: [4] });
    expect(await valueOf('ColumnDataSource', 'data')).to.deep.equal({ x: [0, 1, 2], y: [7, 1, 4] });
  });

  it('is not drawn while it is out of sight, and is brought up to date when it comes into sight', async () => {
    stage = await showPlot();
    await ready(stage);
    const spacer = document.createElement('div');
    spacer.style.height = '10000px';
    stage.view.before(spacer);
    let row = 2;
    /** Whether the plot has all rows that were sent. */
    const current = async () => ((await valueOf('ColumnDataSource', 'data')) as { x: number[] }).x.length === row;
    const send = () => stage.tree.append(2, 'columns', { x: [row], y: [row++] });
    while (await current()) {
      send();
      await pause();
    }
    while (!(await current())) {
      stage.view.scrollIntoView(); // a browser sees no elements where it does not draw, as in another test's frame
      await pause();
    }
    send();
    expect(await current()).to.equal(true);
    spacer.remove();
  });

  it('streams into every plot that shows the same source, once', async () => {
    stage = await showPlot();
    await ready(stage);
    stage.tree.create(4, 'figure', { options: {}, steps: [line(2)] });
    stage.tree.create(5, 'bokeh', { object: { $model: 4 }, altText: null, bokehUrl, visible: true });
    stage.tree.roots([{ id: 1 }, { id: 5 }]);
    await until(() => stage.tree.element({ $model: 5 }).shadowRoot?.querySelector('[aria-busy=false]'));
    stage.tree.append(2, 'columns', { x: [2], y: [2] });
    for (const source of await models('ColumnDataSource')) {
      expect(source.properties['data']!.get_value()).to.deep.equal({ x: [0, 1, 2], y: [0, 1, 2] });
    }
  });

  it('replays what is recorded after it was shown, and only that', async () => {
    stage = await showPlot();
    await ready(stage);
    const steps = [
      line(2),
      { on: 1, path: ['glyph'], set: 'line_width', value: 5 },
      { on: 0, path: ['xaxis'], set: 'axis_label', value: 'time' },
    ];
    stage.tree.set(3, { steps });
    expect(await models('GlyphRenderer')).to.have.lengthOf(1);
    expect(await valueOf('LinearAxis', 'axis_label')).to.equal('time');
  });

  it('takes the colours of its host, follows their change, and leaves those that the author set', async () => {
    document.documentElement.style.colorScheme = 'light';
    stage = await showPlot({}, [line(2), { on: 0, path: ['xgrid'], set: 'grid_line_color', value: 'red' }]);
    await ready(stage);
    const lightText = await valueOf('LinearAxis', 'axis_label_text_color');
    const grids = async () => (await models('Grid')).map((grid) => grid.properties['grid_line_color']!.get_value());
    const [, lightLine] = await grids();
    document.documentElement.style.colorScheme = 'dark';
    for (let text = lightText; text === lightText; text = await valueOf('LinearAxis', 'axis_label_text_color')) {
      stage.view.scrollIntoView(); // a browser sees no change of colours where it does not draw, as in another test's frame
      await pause();
    }
    const [author, darkLine] = await grids();
    expect(author).to.equal('red');
    expect(darkLine).not.to.deep.equal(lightLine);
    document.documentElement.style.colorScheme = '';
  });

  it('shrinks with its container', async () => {
    stage = await showPlot({ width: 500, height: 300 });
    await ready(stage);
    (stage.root.host as HTMLElement).style.width = '240px';
    await until(() => plotOf(stage).getBoundingClientRect().width === 240);
    const canvas = await until(() => {
      const width = plotOf(stage).shadowRoot?.querySelector('.bk-Canvas')?.getBoundingClientRect().width;
      return width !== undefined && width <= 240 ? width : undefined;
    });
    expect(canvas).to.be.greaterThan(100);
  });

  it('leaves nothing behind when it is removed', async () => {
    stage = await showPlot();
    await ready(stage);
    const before = (await bokeh()).documents.length;
    stage.tree.roots([]);
    stage.tree.remove(1);
    expect((await bokeh()).documents.length).to.equal(before - 1);
    stage.tree.append(2, 'columns', { x: [2], y: [2] });
  });

  const refused: Readonly<Record<string, object>> = {
    lime: { on: 0, path: [], call: 'lime', args: [] },
    'xaxis.axis_lable': { on: 0, path: ['xaxis'], set: 'axis_lable', value: 'x' },
    'legends.title': { on: 0, path: ['legends', 'title'], set: 'text', value: 'x' },
  };
  for (const [name, step] of Object.entries(refused)) {
    it(`says in its place that BokehJS has no ${name}`, async () => {
      stage = await showPlot({}, [step]);
      const alert = await until(() => figureOf(stage).querySelector('[role=alert]'));
      expect(alert.textContent).to.equal(`BokehJS has no '${name}'.`);
      expect(stage.events).to.deep.equal([[1, 'failure', alert.textContent]]);
    });
  }

  it('goes on after a step that failed, which is not tried again', async () => {
    stage = await showPlot();
    await ready(stage);
    const steps: object[] = [line(2), { on: 0, path: [], call: 'lime', args: [] }];
    stage.tree.set(3, { steps });
    expect(stage.events).to.have.lengthOf(1);
    stage.tree.set(3, { steps: [...steps, line(2), { on: 3, path: ['glyph'], set: 'line_width', value: 5 }] });
    expect(stage.events).to.have.lengthOf(1);
    expect(await models('GlyphRenderer')).to.have.lengthOf(2);
  });

  it('is called by its alt text, where there is one, and can be used by everybody', async () => {
    stage = await showPlot({ title: 'x' }, [line(2)], { altText: 'Rising steeply' });
    expect(figureOf(stage).ariaLabel).to.equal('Rising steeply');
    await ready(stage);
    expect(await findings(stage.root.host)).to.deep.equal([]);
  });
});
