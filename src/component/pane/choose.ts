import { bind, isRef, methodReference, Parameterized, type Reference } from '../../param/index.ts';
import { bindClass, type ErrorReport, type Session } from '../../session/index.ts';
import { Component } from '../component.ts';
import type { Viewer } from '../viewer.ts';
import { Alert } from './alert.ts';
import { Figure } from './bokeh/figure.ts';
import { Bokeh } from './bokeh/pane.ts';
import { JPG, PNG } from './image.ts';
import { Markdown } from './markdown.ts';
import { Str } from './str.ts';

export type PaneOptions = Readonly<Record<string, unknown>>;

/** A pane class and what to make one of. */
export interface Choice {
  readonly Pane: new (object: never, options: never) => Component;
  readonly object: unknown;
  readonly options?: PaneOptions;
}

/** Makes what edits a parameter or all of an object, if anything can. */
type EditorMaker = (object: unknown, options: PaneOptions, session: Session) => Component | undefined;

let editor: EditorMaker = () => undefined;

/** Tells of what edits: forms are layouts, and so need this module. */
export function setEditor(make: EditorMaker): void {
  editor = make;
}

/** The pane that was chosen. `options` win over those that come with the choice. */
export function make({ Pane, object, options: given }: Choice, options: PaneOptions, session: Session): Component {
  const Bound = bindClass(Pane, session) as unknown as new (object: unknown, options: PaneOptions) => Component;
  return new Bound(object, { ...given, ...options });
}

/** The component that `object` is or gives, or what to make one of; a `Follower` shows references and functions. */
export function choose(object: unknown, Follower: Choice['Pane'], options: PaneOptions, session: Session): Component | Choice {
  if (object instanceof Component) return object;
  if (isViewer(object)) return chooseView(object, Follower, options, session);
  if (object instanceof Figure) return { Pane: Bokeh, object };
  const edited = editor(object, options, session);
  if (edited) return edited;
  if (isRef(object)) return { Pane: Follower, object };
  if (typeof object === 'function') return { Pane: Follower, object: bind(object as () => unknown) as Reference };
  if (object instanceof Error) return problem(object);
  if (object instanceof Uint8Array && startsWith(object, [0xff, 0xd8, 0xff])) return { Pane: JPG, object };
  if (object instanceof Uint8Array && startsWith(object, [0x89, 0x50, 0x4e, 0x47])) return { Pane: PNG, object };
  if (typeof object === 'string') return { Pane: Markdown, object };
  return { Pane: Str, object };
}

/** By its shape: viewers are shown by `panel()`, which needs this module. */
function isViewer(object: unknown): object is Viewer {
  return (
    object instanceof Parameterized &&
    (typeof (object as Partial<Viewer>).view === 'function' || ('session' in object && !(object instanceof Figure)))
  );
}

/** What a viewer shows: anew at each change of what its `view()` says that it depends on. */
function chooseView(viewer: Viewer, Follower: Choice['Pane'], options: PaneOptions, session: Session): Component | Choice {
  if (typeof viewer.view !== 'function') throw new TypeError(`${viewer.constructor.name} has no view(), which gives what is shown.`);
  const object = methodReference(viewer, 'view');
  return object ? { Pane: Follower, object } : choose(viewer.view(), Follower, options, session);
}

/** What shows something that was thrown, and where the author wrote that. */
export function problem(thrown: unknown, where?: ErrorReport['where']): Choice {
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const place = where ? ` (${where.file}:${where.line}:${where.column})` : '';
  return { Pane: Alert, object: `**${escapeMarkdown(name)}:** ${escapeMarkdown(message + place)}`, options: { alertType: 'danger' } };
}

/** A message may contain characters that mean something in Markdown. */
function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, '\\$&');
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
