import { beforeEach, describe, expect, it } from 'vitest';
import { Bokeh, ColumnDataSource, figure, type FigureOptions, type PlotData } from '../../../src/component/pane/index.ts';
import type { Patch } from '../../../src/link/index.ts';
import { batch } from '../../../src/param/index.ts';
import { bindClass, type Session } from '../../../src/session/index.ts';
import { openSession, settle } from '../session/harness.ts';

let session: Session;
/** What the page was told since the last call; waits until it was told something. */
let patches: () => Promise<Patch[]>;

beforeEach(() => {
  const opened = openSession();
  session = opened.session;
  let seen = 0;
  patches = async () => {
    do await settle();
    while (opened.batches.length === seen);
    const fresh = opened.batches.slice(seen).flatMap((each) => each.patches);
    seen = opened.batches.length;
    return fresh;
  };
});

const plot = (options?: FigureOptions) => figure(options, session);
function source<D extends PlotData>(data: D): ColumnDataSource<D> {
  return new (bindClass(ColumnDataSource, session) as typeof ColumnDataSource)<D>({ data });
}
const show = (object: ReturnType<typeof figure>) => new (bindClass(Bokeh, session))(object).servable();
const byType = (all: Patch[], type: string) =>
  all.find((patch) => patch.op === 'create' && patch.type === type) as Extract<Patch, { op: 'create' }>;

describe('figure', () => {
  it('records calls and assignments by the names of BokehJS, to be made on the page', async () => {
    const p = plot({ width: 500, title: 'A line' });
    const line = p.line({ field: 'x' }, { field: 'y' }, { line_width: 2 });
    line.glyph['line_color'] = 'red';
    p.xaxis['axis_label'] = 'time';
    p.title = 'Another';
    p.add_tools('hover');
    show(p);
    expect(byType(await patches(), 'figure').values).toEqual({
      options: { width: 500, title: 'A line' },
      steps: [
        { on: 0, path: [], call: 'line', args: [{ field: 'x' }, { field: 'y' }, { line_width: 2 }] },
        { on: 1, path: ['glyph'], set: 'line_color', value: 'red' },
        { on: 0, path: ['xaxis'], set: 'axis_label', value: 'time' },
        { on: 0, path: [], set: 'title', value: 'Another' },
        { on: 0, path: [], call: 'add_tools', args: ['hover'] },
      ],
    });
  });

  it('sends its sources as references, each source once', async () => {
    const cds = source({ x: [0], y: [1] });
    const p = plot();
    p.line({ field: 'x' }, { field: 'y' }, { source: cds });
    p.scatter({ field: 'x' }, { field: 'y' }, { source: cds });
    show(p);
    const all = await patches();
    const created = byType(all, 'columnDataSource');
    expect(created.values).toEqual({ columns: { x: [0], y: [1] } });
    expect(all.filter((patch) => patch.op === 'create').map((patch) => patch.type)).toEqual(['columnDataSource', 'figure', 'bokeh']);
    const steps = byType(all, 'figure').values['steps'] as { args: { source?: unknown }[] }[];
    expect(steps.map(({ args }) => args[2]!.source)).toEqual([{ $model: created.id }, { $model: created.id }]);
  });

  it('numbers results, so that one may be an argument later', () => {
    const p = plot();
    const first = p.vbar({ x: [1], top: [2] });
    p.title = 'between';
    const second = p.circle({ renderers: [first] });
    p.line({ renderers: [second['glyph']] });
    expect(p.steps.map((step) => ('args' in step ? step.args : step.value))).toEqual([
      [{ x: [1], top: [2] }],
      'between',
      [{ renderers: [{ $result: 1, path: [] }] }],
      [{ renderers: [{ $result: 3, path: ['glyph'] }] }],
    ]);
  });

  it('sends what is recorded later while it is shown', async () => {
    const p = plot();
    show(p);
    await patches();
    p.line([1, 2], [3, 4]);
    expect(await patches()).toMatchObject([{ op: 'set', values: { steps: [{ call: 'line' }] } }]);
  });

  it('refuses functions and parts of other figures, by the name of the call', () => {
    const p = plot();
    expect(() => p.line([1], [2], { hover: () => {} })).toThrow("figure.line: a function can't travel to the page");
    expect(() => p.line([1], [2], { of: plot().line([1], [2]) })).toThrow('figure.line: this part belongs to another figure.');
    expect(p.steps).toEqual([]);
  });

  it('can be awaited, since no part of it is a promise', async () => {
    const p = plot();
    const line = p.line([1], [2]);
    expect(await line).toBe(line);
    expect(p.steps).toHaveLength(1);
  });
});

describe('Bokeh', () => {
  it("takes the folder of BokehJS from its session's configuration", () => {
    session.config.bokehUrl = '/static/bokeh';
    expect(new (bindClass(Bokeh, session))(plot()).bokehUrl).toBe('/static/bokeh');
  });
});

describe('ColumnDataSource', () => {
  it('streams rows to the page as rows, and keeps the data of the session up to date', async () => {
    const cds = source({ x: [0], y: [1] });
    const p = plot();
    p.line({ source: cds });
    show(p);
    await patches();
    cds.stream({ x: [1, 2], y: [4, 9] });
    expect(cds.data).toEqual({ x: [0, 1, 2], y: [1, 4, 9] });
    expect(await patches()).toMatchObject([{ op: 'append', name: 'columns', columns: { x: [1, 2], y: [4, 9] } }]);
  });

  it('streams and patches rows of typed columns as rows, also where several come in one batch', async () => {
    const cds = source({ x: Float64Array.of(0), y: [1] });
    const p = plot();
    p.line({ source: cds });
    show(p);
    await patches();
    cds.stream({ x: Float64Array.of(1), y: [4] });
    expect(await patches()).toMatchObject([{ op: 'append', columns: { x: Float64Array.of(1), y: [4] } }]);
    batch(() => {
      cds.stream({ x: Float64Array.of(2), y: [9] }, 2);
      cds.stream({ x: Float64Array.of(3), y: [16] }, 2);
    });
    expect(await patches()).toMatchObject([{ op: 'append', columns: { x: Float64Array.of(2, 3), y: [9, 16] }, rollover: 2 }]);
    cds.patch({ x: [[0, 7]] });
    expect(await patches()).toMatchObject([{ op: 'patch', cells: { x: [[0, 7]] } }]);
  });

  it('keeps the last `rollover` rows, and the type of typed columns', () => {
    const cds = source({ x: new Float64Array([0, 1]), y: ['a', 'b'] });
    cds.stream({ x: new Float64Array([2]), y: ['c'] }, 2);
    expect(cds.data).toEqual({ x: new Float64Array([1, 2]), y: ['b', 'c'] });
    cds.stream({ x: [3, 4, 5], y: ['d', 'e', 'f'] }, 2);
    expect(cds.data).toEqual({ x: new Float64Array([4, 5]), y: ['e', 'f'] });
    cds.stream({ x: [6], y: ['g'] }, 5);
    expect(cds.data).toEqual({ x: new Float64Array([4, 5, 6]), y: ['e', 'f', 'g'] });
  });

  it('tells watchers of `data` about streamed rows', () => {
    const cds = source({ x: [0] });
    const lengths: number[] = [];
    cds.param.watch((event) => lengths.push((event.new as { x: number[] }).x.length), 'data');
    cds.stream({ x: [1, 2] });
    expect(lengths).toEqual([3]);
  });

  it('sends the whole data when it is replaced, and only the cells when it is patched', async () => {
    const cds = source({ x: [0, 1], y: [1, 2] });
    const p = plot();
    p.line({ source: cds });
    show(p);
    await patches();
    cds.data = { x: [5], y: [6] } as never;
    expect(await patches()).toMatchObject([{ op: 'set', values: { columns: { x: [5], y: [6] } } }]);
    cds.patch({ y: [[-1, 7]] });
    expect(await patches()).toEqual([{ op: 'patch', id: expect.any(Number), name: 'columns', cells: { y: [[0, 7]] } }]);
    expect([cds.data, cds.columns]).toEqual([
      { x: [5], y: [7] },
      { x: [5], y: [7] },
    ]);
  });

  it('sends rows that follow a replacement after it, also inside one batch', async () => {
    for (const together of [(work: () => void) => work(), batch]) {
      const cds = source({ x: [0] });
      const p = plot();
      p.line({ source: cds });
      show(p);
      const columns = (await patches()).reduce<unknown>(apply, undefined);
      expect(columns).toEqual([0]);
      together(() => {
        cds.data = { x: [5] } as never;
        cds.stream({ x: [6] });
      });
      expect((await patches()).reduce<unknown>(apply, columns)).toEqual([5, 6]);
    }
  });

  it('does not share its columns with those who gave them', () => {
    const rows = [1];
    const cds = source({ x: [0] });
    cds.stream({ x: rows });
    rows.push(2);
    expect(cds.data).toEqual({ x: [0, 1] });
  });

  it('refuses columns of different lengths, other columns, unknown rows, and then changes nothing', () => {
    const cds = source({ x: [0], y: [1] });
    expect(() => source({ x: [0, 1], y: [1] })).toThrow('ColumnDataSource.data');
    expect(() => cds.stream({ x: [1] } as never)).toThrow("rows must be given for the columns 'x', 'y', not for 'x'.");
    expect(() => cds.stream({ x: [1], y: [1, 2] })).toThrow('same number of rows; x has 1, y has 2.');
    expect(() => cds.stream({ x: [1], y: [1] }, -1)).toThrow("'rollover' must be an integer of at least 0, not -1.");
    expect(() => cds.patch({ z: [[0, 1]] } as never)).toThrow("there is no column 'z'");
    expect(() =>
      cds.patch({
        x: [
          [0, 5],
          [9, 5],
        ],
      }),
    ).toThrow("column 'x' has no row 9; it has 1 rows.");
    expect(cds.data).toEqual({ x: [0], y: [1] });
  });
});

/** What a view makes of column x. */
function apply(columns: unknown, patch: Patch): unknown {
  if ((patch.op === 'create' || patch.op === 'set') && 'columns' in patch.values) return (patch.values['columns'] as { x: unknown[] }).x;
  if (patch.op === 'append') return [...(columns as unknown[]), ...Array.from(patch.columns['x']!)];
  return columns;
}
