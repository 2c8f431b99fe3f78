import { indicatorViews } from './indicator/index.ts';
import { layoutViews } from './layout/index.ts';
import { NotificationsView } from './notifications.ts';
import { paneViews } from './pane/index.ts';
import type { View } from './view.ts';
import { widgetViews } from './widget/index.ts';

type ViewClass = new () => View;

/** What shows a type of model: an element class, or `'record'` for models that have nothing to see. */
type Showing = ViewClass | 'record';

const views = new Map(
  Object.entries<Showing>({ ...widgetViews, ...layoutViews, ...indicatorViews, ...paneViews, notifications: NotificationsView }),
);

/** Makes `view` the view of all models of `type` that are created from now on. */
export function registerView(type: string, view: Showing): void {
  views.set(type, view);
}

/** The view of a type, ready to be constructed; `undefined` where none is registered. */
export function findView(type: string): Showing | undefined {
  const view = views.get(type);
  if (typeof view === 'function') define(type, view);
  return view;
}

/** Elements get their tag when they are first needed, and another one where a second copy of Heddle took it. */
export function define(type: string, view: ViewClass): void {
  if (customElements.getName(view) !== null) return;
  const tag = `heddle-${type.replace(/[A-Z]/g, '-$&').toLowerCase()}`;
  let free = tag;
  for (let copy = 2; customElements.get(free); copy++) free = `${tag}-${copy}`;
  customElements.define(free, view);
}
