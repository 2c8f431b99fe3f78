import type { CellPatches, Columns, Intake, ModelId, ModelRef, Root, Values, Views } from '../link/index.ts';
import { nextFrame, patiently } from './frame.ts';
import { ColumnView } from './layout/column.ts';
import { ProblemView } from './problem.ts';
import { ModelRecord } from './record.ts';
import { define, findView } from './registry.ts';
import { applyTheme } from './scheme.ts';
import { View, type Holder, type Mirror } from './view.ts';

/** For how long what a session draws counts as its answer to the user, in ms. */
const ANSWER = 1000;

/**
 * The elements that mirror one session's document. Roots are shown in `container`, or in the element of the
 * page that their `target` names.
 */
export class ViewTree implements Views, Holder {
  readonly #container: ShadowRoot | Element;
  readonly #intake: Intake;
  readonly #mirrors = new Map<ModelId, Mirror>();
  /** Views that were touched since the last frame. */
  readonly #dirty = new Set<View>();
  /** When the user last did something here. */
  #touched = -Infinity;
  /** The columns that hold the roots, by the place they are shown in. */
  readonly #stages = new Map<Element | ShadowRoot, ColumnView>();

  constructor(container: ShadowRoot | Element, intake: Intake) {
    this.#container = container;
    this.#intake = intake;
  }

  /** Whether nothing was ever to be shown. */
  get isEmpty(): boolean {
    return this.#stages.size === 0;
  }

  create(id: ModelId, type: string, values: Values): void {
    const mirror = this.#make(id, type, values);
    this.#mirrors.set(id, mirror);
    this.#touch(mirror);
  }

  set(id: ModelId, values: Values): void {
    this.#change(id, (mirror) => mirror.assign(values));
  }

  append(id: ModelId, name: string, columns: Columns, rollover?: number): void {
    this.#change(id, (mirror) => mirror.stream(name, columns, rollover));
  }

  patch(id: ModelId, name: string, cells: CellPatches): void {
    this.#change(id, (mirror) => mirror.patch(name, cells));
  }

  call(id: ModelId, method: string, args: readonly unknown[]): void {
    this.#change(id, (mirror) => mirror.command(method, args));
  }

  remove(id: ModelId): void {
    const mirror = this.#find(id);
    this.#mirrors.delete(id);
    if (mirror instanceof View) this.#dirty.delete(mirror);
    mirror.dispose();
  }

  roots(roots: readonly Root[]): void {
    const places = new Map<Element | ShadowRoot, ModelRef[]>();
    for (const place of this.#stages.keys()) places.set(place, []);
    for (const { id, target } of roots) {
      const place = this.#place(target);
      places.set(place, [...(places.get(place) ?? []), { $model: id }]);
    }
    for (const [place, children] of places) this.#stage(place, children);
  }

  /** The element that shows a root; the container, where no or an unknown one is named. */
  #place(target: string | undefined): Element | ShadowRoot {
    if (target === undefined) return this.#container;
    const found = document.getElementById(target);
    if (!found) console.warn(`There is no element with id '${target}' to show a component in; it is shown in the app's own place.`);
    return found ?? this.#container;
  }

  /** Roots of one place stand in a column of their own. */
  #stage(place: Element | ShadowRoot, children: readonly ModelRef[]): void {
    let stage = this.#stages.get(place);
    if (!stage) {
      define('column', ColumnView);
      stage = new ColumnView();
      stage.attach(-1, this);
      this.#stages.set(place, stage);
    }
    stage.assign({ children });
    this.#dirty.add(stage);
    if (stage.parentNode === place) return;
    place.append(stage);
    // What stands in the page itself is not inside of the element that has the app's look.
    if (place !== this.#container) applyTheme(stage, 'auto', stage.signal);
  }

  async drawn(): Promise<void> {
    // A layout's update connects its children, which then update themselves, so until none is left. What is
    // not connected does not update, and must not be waited for.
    for (let views = this.#updating(); views.length > 0; views = this.#updating()) {
      for (const view of views) this.#dirty.delete(view);
      await patiently(Promise.allSettled(views.map((view) => view.updateComplete)));
    }
    await nextFrame(() => performance.now() - this.#touched < ANSWER);
  }

  #updating(): View[] {
    return [...this.#dirty].filter((view) => view.isConnected);
  }

  /** Takes every element away and ends what the views own. */
  dispose(): void {
    for (const mirror of [...this.#mirrors.values(), ...this.#stages.values()]) mirror.dispose();
    this.#mirrors.clear();
    this.#stages.clear();
    this.#dirty.clear();
  }

  edit(id: ModelId, name: string, value: unknown, final: boolean): void {
    this.#touched = performance.now();
    this.#intake.edit(id, name, value, final);
  }

  event(id: ModelId, event: string, detail?: unknown): void {
    this.#touched = performance.now();
    this.#intake.event(id, event, detail);
  }

  element(ref: ModelRef): HTMLElement {
    const mirror = this.#find(ref.$model);
    if (mirror instanceof View) return mirror;
    throw new TypeError(`Model ${ref.$model} has no element: it is a record.`);
  }

  record(ref: ModelRef): ModelRecord {
    const mirror = this.#find(ref.$model);
    if (mirror instanceof ModelRecord) return mirror;
    throw new TypeError(`Model ${ref.$model} is no record: it is shown by an element.`);
  }

  #find(id: ModelId): Mirror {
    const mirror = this.#mirrors.get(id);
    if (!mirror) throw new TypeError(`There is no model ${id} in this document.`);
    return mirror;
  }

  /** A view that refuses a patch is reported; the other patches of the batch are applied. */
  #change(id: ModelId, apply: (mirror: Mirror) => void): void {
    try {
      const mirror = this.#find(id);
      apply(mirror);
      this.#touch(mirror);
    } catch (error) {
      reportError(error);
    }
  }

  #touch(mirror: Mirror): void {
    if (mirror instanceof View) this.#dirty.add(mirror);
  }

  #make(id: ModelId, type: string, values: Values): Mirror {
    const Found = findView(type);
    if (Found === 'record') return new ModelRecord(type, values);
    const view = Found ? new Found() : missing(type);
    view.attach(id, this);
    view.assign(values);
    return view;
  }
}

function missing(type: string): View {
  define('problem', ProblemView);
  const view = new ProblemView();
  view.message = `No view is registered for components of type '${type}'.`;
  return view;
}
