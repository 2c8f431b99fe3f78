import { expect } from 'chai';
import { page } from '../../../src/host/index.ts';
import { control, open, until } from '../embed/stage.ts';

afterEach(() => {
  for (const app of document.querySelectorAll('heddle-app')) app.remove();
});

/** Waits for a frame, and tells whether it came while the page still waited for it: it does for 200 ms, as covered windows have none. */
const frame = async (): Promise<boolean> => {
  const start = performance.now();
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - start < 200;
};

const block = (ms: number): void => {
  for (const end = performance.now() + ms; performance.now() < end;);
};

describe('a session that sets a parameter without end', () => {
  it('costs the page at most one change a frame, however often the page is blocked, and is never far behind', async () => {
    const { app } = open(
      `import { sleep, StaticText } from 'heddle';
       const text = new StaticText({ value: 0 }).servable();
       const run = async () => { for (;;) { for (let n = 0; n < 1000; n++) text.value++; await sleep(0); } };
       void run();`,
      { name: 'busy' },
    );
    await app.ready;
    const text = await control(app, 'heddle-static-text');
    let changes = 0;
    const observer = new MutationObserver(() => changes++);
    observer.observe(text.shadowRoot!, { subtree: true, characterData: true, childList: true });
    await until(() => changes > 0);
    changes = 0;
    let [frames, within] = [0, 0];
    for (; frames < 30; frames++) {
      const seen = changes;
      if (await frame()) within += changes - seen;
      if (frames % 10 === 0) block(100);
    }
    observer.disconnect();
    expect(within).to.be.at.most(frames + 1);
    expect(changes).to.be.at.least(2);
    const before = Number(text.shadowRoot!.textContent);
    await until(() => Number(text.shadowRoot!.textContent) > before);
  });
});

/** How many rows the plot keeps, and how many come at a time. */
const [KEPT, ROWS] = [2500, 1000];

/** Streams about sixty times a second; the rows are numbered by `x`. One column is a typed array, the other a list. */
const STREAM = `import { Bokeh, ColumnDataSource, configure, figure, state } from 'heddle';
  configure({ bokehUrl: '/bokeh' });
  const source = new ColumnDataSource({ data: { x: Float64Array.of(0), y: [0] } });
  const plot = figure({ height: 200, sizing_mode: 'stretch_width' });
  plot.line({ field: 'x' }, { field: 'y' }, { source });
  let row = 0;
  const more = () => {
    const x = Float64Array.from({ length: ${ROWS} }, () => ++row);
    source.stream({ x, y: Array.from(x, Math.sin) }, ${KEPT});
  };
  state.addPeriodicCallback(more, { period: 16 });
  new Bokeh(plot).servable();`;

interface Columns {
  readonly x: Float64Array;
  readonly y: readonly number[];
}

/** BokehJS's own end of a data source. */
interface Source {
  readonly data: Columns;
  stream: (columns: Columns, rollover: number) => void;
}

interface Model {
  references(): Iterable<object>;
}

/** The source of the only plot on this page, as soon as the plot is drawn. */
async function sourceOf(app: Element): Promise<Source> {
  await control(app, 'figure[aria-busy=false]');
  const { Bokeh } = window as unknown as { Bokeh: { documents: { roots(): Model[] }[] } };
  const models = Bokeh.documents.flatMap((plot) => plot.roots().flatMap((root) => [...root.references()]));
  return models.find((model): model is Source => 'stream' in model)!;
}

/** Collects what BokehJS is given. */
function listen(source: Source): readonly Columns[] {
  const streamed: Columns[] = [];
  const stream = source.stream.bind(source);
  source.stream = (columns, rollover) => {
    streamed.push(columns);
    stream(columns, rollover);
  };
  return streamed;
}

describe('a session that streams a thousand rows a frame', () => {
  it('costs the page at most one message a frame and what the plot keeps, however long the page is blocked', async () => {
    const { app } = open(STREAM, { name: 'stream' });
    await app.ready;
    const source = await sourceOf(app);
    const streamed = listen(source);
    await until(() => streamed.length > 0);
    const record = [...page.sessions].find(({ name }) => name === 'stream')!;
    const messages: number[] = [];
    for (let frames = 0; frames < 60; frames++) {
      const before = record.received;
      if (frames % 10 === 0) block(100 + 5 * frames);
      if (await frame()) messages.push(record.received - before);
    }
    expect(Math.max(...messages)).to.equal(1);
    // What waits while the page is blocked is joined, up to what the plot keeps.
    const rows = streamed.map(({ x }) => x.length);
    expect(Math.max(...rows)).to.be.within(ROWS + 1, KEPT + ROWS);
    expect(new Set(streamed.map(({ x }) => x.constructor))).to.deep.equal(new Set([Float64Array]));
    expect(Object.values(source.data).map((column: ArrayLike<number>) => column.length)).to.deep.equal([KEPT, KEPT]);
    const before = source.data.x.at(-1)!;
    await until(() => source.data.x.at(-1)! > before);
  });
});
