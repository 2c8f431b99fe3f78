import type { Columns, ModelRef } from '../../../link/index.ts';
import type { ModelRecord } from '../../record.ts';
import type { BokehDocument, BokehJS, BokehModel, BokehSource } from './bokehjs.ts';
import type { Palette } from './palette.ts';
import { Dresser } from './theme.ts';

/** One recorded call or assignment. `on` is the step whose result it is made on; the figure itself is result 0. */
export type Step = { readonly on: number; readonly path: readonly string[] } & (
  | { readonly call: string; readonly args: readonly unknown[] }
  | { readonly set: string; readonly value: unknown }
);

/** Stands for (a part of) the result of a step. */
interface Result {
  readonly $result: number;
  readonly path: readonly string[];
}

type Members = Record<string, unknown>;

/** A figure on the real BokehJS: what was recorded is replayed, then and whenever more is recorded. */
export class Plot {
  readonly #bokeh: BokehJS;
  readonly #document: BokehDocument;
  readonly #record: (ref: ModelRef) => ModelRecord;
  readonly #signal: AbortSignal;
  readonly #sources = new Map<number, BokehSource>();
  readonly #figure: BokehModel;
  readonly #results: unknown[];
  readonly #dresser: Dresser;
  /** Sources that have changed while nobody could see the plot: they take their data when somebody can. */
  readonly #stale = new Set<() => void>();
  #seen = true;

  constructor(bokeh: BokehJS, options: object, record: (ref: ModelRef) => ModelRecord, signal: AbortSignal) {
    this.#bokeh = bokeh;
    this.#record = record;
    this.#signal = signal;
    this.#dresser = new Dresser(bokeh);
    this.#figure = bokeh.Plotting.figure(this.#decode(options) as object);
    this.#results = [this.#figure];
    this.#document = new bokeh.Document();
    this.#document.config.notifications = null; // the page has its own
    this.#document.add_root(this.#figure);
    signal.addEventListener('abort', () => this.#remove(), { once: true });
  }

  /**
   * Replays the steps that were not replayed before. A step that fails has no result and is not tried again.
   *
   * @throws TypeError for a method or an attribute that BokehJS does not have, and whatever BokehJS throws.
   */
  replay(steps: readonly Step[]): void {
    for (const step of steps.slice(this.#results.length - 1)) {
      const index = this.#results.push(undefined) - 1;
      this.#results[index] = this.#take(step);
    }
  }

  dress(palette: Palette): void {
    this.#dresser.dress(this.#figure.references(), palette);
  }

  /** Whether anybody can see the plot. What changes unseen is drawn once, when it comes into sight. */
  set seen(seen: boolean) {
    this.#seen = seen;
    if (!seen) return;
    for (const refresh of this.#stale) refresh();
    this.#stale.clear();
  }

  async mount(element: Element): Promise<void> {
    await this.#bokeh.embed.add_document_standalone(this.#document, element);
    if (this.#signal.aborted) this.#remove();
  }

  #take(step: Step): unknown {
    const target = follow(this.#results[step.on], step.path);
    const name = 'set' in step ? step.set : step.call;
    if (!(name in target)) throw missing([...step.path, name]);
    if ('set' in step) return void (target[name] = this.#decode(step.value));
    const method = target[name] as (...args: readonly unknown[]) => unknown;
    const args = step.args.map((arg) => this.#decode(arg));
    return method.apply(target, args);
  }

  #decode(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    if (isModelRef(value)) return this.#source(value);
    if ('$result' in value) return follow(this.#results[(value as Result).$result], (value as Result).path);
    if (Array.isArray(value)) return value.map((item) => this.#decode(item));
    if (Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.#decode(item)]));
  }

  /** A source of this plot alone: BokehJS does not let two documents share one. */
  #source(ref: ModelRef): BokehSource {
    const known = this.#sources.get(ref.$model);
    if (known) return known;
    const record = this.#record(ref);
    const columns = (): Record<string, unknown> => copy(record.values['columns'] as Columns);
    const source = new this.#bokeh.ColumnDataSource({ data: columns() });
    this.#sources.set(ref.$model, source);
    const refresh = (): void => {
      source.data = columns();
    };
    record.follow((change) => {
      if (!this.#seen) this.#stale.add(refresh);
      else if (change.type === 'append') source.stream(copy(change.columns), change.rollover);
      else if (change.type === 'patch') source.patch(change.cells);
      else refresh();
    }, this.#signal);
    return source;
  }

  #remove(): void {
    this.#document.clear();
    const { documents } = this.#bokeh;
    const index = documents.indexOf(this.#document);
    if (index >= 0) documents.splice(index, 1);
  }
}

function isModelRef(value: object): value is ModelRef {
  return '$model' in value;
}

/** The part of `root` that a path leads to. */
function follow(root: unknown, path: readonly string[]): Members {
  const part = path.reduce<unknown>((whole, name) => (whole as Members | undefined)?.[name], root);
  if (typeof part !== 'object' || part === null) throw missing(path);
  return part as Members;
}

function missing(path: readonly string[]): TypeError {
  return new TypeError(`BokehJS has no '${path.join('.')}'.`);
}

/** BokehJS writes into the columns it holds, and several plots may show the same ones. */
function copy(columns: Columns): Record<string, unknown> {
  return Object.fromEntries(Object.entries(columns).map(([name, rows]) => [name, (rows as unknown[]).slice()]));
}
