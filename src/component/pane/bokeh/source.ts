import { discardEvents, param } from '../../../param/index.ts';
import { PlotModel } from './model.ts';

/** Columns of one length, by name. */
export type PlotData = Readonly<Record<string, ArrayLike<unknown>>>;

/** What a column may be given more of. */
type Rows<D extends PlotData> = { readonly [K in keyof D]: ArrayLike<D[K][number]> };

/** New values of single rows: `{ y: [[3, 0.5]] }` sets row 3 of column `y`. A negative row counts from the end. */
type RowPatches<D extends PlotData> = { readonly [K in keyof D]?: readonly (readonly [row: number, value: D[K][number]])[] };

const Base = PlotModel.with({
  data: param.dataFrame({ default: {}, doc: 'The columns: lists or typed arrays of one length, by name.' }),
  columns: param.any<PlotData>({
    default: {},
    precedence: -1,
    doc: 'What the plots show: the data. Rows that are streamed make no event here.',
  }),
});

/**
 * The data of plots. A change of it is seen in all plots that show it.
 *
 * `new ColumnDataSource({ data: { x: [0], y: [0] } })`; `data` is replaced, never changed in place.
 */
export class ColumnDataSource<D extends PlotData = Record<string, number[]>> extends Base {
  static override readonly view: string = 'columnDataSource';
  static override readonly sent: readonly string[] = ['columns'];

  declare data: D;

  constructor(options: { readonly data?: D } = {}) {
    super(options);
    this.columns = this.data;
    this.param.watch(() => this.#sendAll(), 'data');
  }

  /**
   * Adds rows to every column, keeping the last `rollover` rows (default: all). Only the new rows travel to the page.
   *
   * @throws TypeError unless `rows` has the columns of the data, all of one length.
   */
  stream(rows: Rows<D>, rollover?: number): void {
    this.#checkRows(rows);
    if (rollover !== undefined && !(Number.isInteger(rollover) && rollover >= 0)) {
      throw new RangeError(`ColumnDataSource.stream: 'rollover' must be an integer of at least 0, not ${rollover}.`);
    }
    this.#sendAll(); // inside a batch the page may not know the latest data yet
    const data = mapColumns(this.data, (column, name) => appended(column, rows[name]!, rollover));
    this.outlet?.append('columns', mapColumns(rows, copied), rollover);
    this.#take(data);
  }

  /**
   * Sets single rows.
   *
   * @throws TypeError for a column that is not there, RangeError for a row that is not there; then nothing is set.
   */
  patch(patches: RowPatches<D>): void {
    const cells = Object.fromEntries(Object.entries(patches).map(([name, changes]) => [name, this.#cells(name, changes ?? [])]));
    const data: Record<string, ArrayLike<unknown>> = { ...this.data };
    for (const [name, changes] of Object.entries(cells)) {
      const column = copied(data[name]!) as unknown[];
      for (const [row, value] of changes) column[row] = value;
      data[name] = column;
    }
    this.#sendAll();
    this.outlet?.patch('columns', cells);
    this.#take(data as D);
  }

  /** Tells the page of data that it does not know. Typed arrays never count as equal, so this is told by the object. */
  #sendAll(): void {
    if (this.columns !== this.data) this.columns = this.data;
  }

  /** New data of which the page has been told. */
  #take(data: D): void {
    discardEvents(this, () => {
      this.columns = data;
    });
    this.data = data;
  }

  /** The changes, with rows that count from the start. */
  #cells(name: string, changes: readonly (readonly [number, unknown])[]): (readonly [number, unknown])[] {
    const column = this.data[name];
    if (column === undefined)
      throw new TypeError(`ColumnDataSource.patch: there is no column '${name}'; the columns are ${list(this.data)}.`);
    return changes.map(([row, value]) => {
      const index = row < 0 ? row + column.length : row;
      if (!Number.isInteger(index) || index < 0 || index >= column.length)
        throw new RangeError(`ColumnDataSource.patch: column '${name}' has no row ${row}; it has ${column.length} rows.`);
      return [index, value];
    });
  }

  #checkRows(rows: Rows<D>): void {
    if (list(rows) !== list(this.data)) {
      throw new TypeError(`ColumnDataSource.stream: rows must be given for the columns ${list(this.data)}, not for ${list(rows)}.`);
    }
    for (const [name, column] of Object.entries(rows)) {
      if (typeof column !== 'object')
        throw new TypeError(`ColumnDataSource.stream: column '${name}' must get a list, not ${String(column)}.`);
    }
    const lengths = Object.entries(rows).map(([name, column]) => [name, column.length] as const);
    if (new Set(lengths.map(([, length]) => length)).size > 1) {
      const each = lengths.map(([name, length]) => `${name} has ${length}`).join(', ');
      throw new TypeError(`ColumnDataSource.stream: all columns must get the same number of rows; ${each}.`);
    }
  }
}

function list(columns: object): string {
  return (
    Object.keys(Object(columns))
      .sort()
      .map((name) => `'${name}'`)
      .join(', ') || '(none)'
  );
}

function mapColumns<D extends PlotData>(columns: D, map: (column: ArrayLike<unknown>, name: string) => ArrayLike<unknown>): D {
  return Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, map(column, name)])) as unknown as D;
}

/** A list may be changed by its owner while the page still waits for it. */
function copied(column: ArrayLike<unknown>): ArrayLike<unknown> {
  return Array.isArray(column) || ArrayBuffer.isView(column) ? (column as unknown[]).slice() : Array.from(column);
}

/** A typed array stays one of its type. */
function appended(column: ArrayLike<unknown>, rows: ArrayLike<unknown>, rollover = Infinity): ArrayLike<unknown> {
  const length = Math.min(column.length + rows.length, rollover);
  const kept = Math.min(column.length, Math.max(0, length - rows.length));
  const old = Array.prototype.slice.call(column, column.length - kept) as unknown[];
  const all = [...old, ...(Array.prototype.slice.call(rows, rows.length - (length - kept)) as unknown[])];
  return Array.isArray(column) ? all : new (column.constructor as new (values: unknown[]) => ArrayLike<unknown>)(all);
}
