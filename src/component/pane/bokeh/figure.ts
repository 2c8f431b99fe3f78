import { param } from '../../../param/index.ts';
import { bindClass, defaultSession, type Session } from '../../../session/index.ts';
import { PlotModel } from './model.ts';
import { ATTRIBUTES, type FigureMembers, METHODS, PARTS } from './names.ts';
import { Recorder, type Step } from './recorder.ts';

/** Options of BokehJS's `figure`, by its names. Width and height are CSS pixels; a plot is never wider than its container. */
export interface FigureOptions {
  readonly width?: number;
  readonly height?: number;
  readonly title?: string;
  readonly x_axis_label?: string;
  readonly y_axis_label?: string;
  readonly x_axis_type?: 'auto' | 'linear' | 'datetime' | 'log' | 'mercator' | null;
  readonly y_axis_type?: 'auto' | 'linear' | 'datetime' | 'log' | 'mercator' | null;
  readonly x_range?: readonly [number, number] | readonly string[];
  readonly y_range?: readonly [number, number] | readonly string[];
  /** Names of tools, with commas between them. */
  readonly tools?: string;
  readonly [attribute: string]: unknown;
}

const Base = PlotModel.with({
  options: param.dict({ default: {}, constant: true, doc: 'What BokehJS is to make the figure with.' }),
  steps: param.list<Step>({ default: [], precedence: -1, doc: 'What was called and assigned since, in order.' }),
});

/**
 * A plot as BokehJS's `figure` makes it, recorded: its methods and attributes are BokehJS's own, and take effect
 * when the plot is shown on the page, or at once where it is shown already. Made by {@link figure}.
 */
export class Figure extends Base {
  static override readonly view: string = 'figure';
  static override readonly sent: readonly string[] = ['options', 'steps'];

  readonly #recorder = new Recorder((step) => {
    this.steps = [...this.steps, step];
  });

  static {
    const define = (name: string, descriptor: PropertyDescriptor & ThisType<Figure>): void => {
      Object.defineProperty(this.prototype, name, { configurable: true, ...descriptor });
    };
    for (const name of METHODS) {
      define(name, {
        value(...args: readonly unknown[]) {
          return this.#recorder.call(0, [], name, args);
        },
      });
    }
    for (const name of [...PARTS, ...ATTRIBUTES]) {
      define(name, {
        get() {
          return this.#recorder.part(0, [name]);
        },
        set(value: unknown) {
          this.#recorder.set(0, [], name, value);
        },
      });
    }
  }
}

// The members that the static block defines.
export interface Figure extends FigureMembers {}

/** A new plot: `const p = figure({ width: 500 }); p.line({ field: 'x' }, { field: 'y' }, { source })`. */
export function figure(options: FigureOptions = {}, session: Session = defaultSession()): Figure {
  return new (bindClass(Figure, session))({ options: Object(options) === options ? { ...options } : options });
}
