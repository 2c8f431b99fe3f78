import { bind, isRef, type Reference } from '../../param/index.ts';
import { bindClass, defaultSession, type Session } from '../../session/index.ts';
import { Component } from '../component.ts';
import { Viewer } from '../viewer.ts';
import { Alert } from './alert.ts';
import { Figure } from './bokeh/figure.ts';
import { Bokeh } from './bokeh/pane.ts';
import { JPG, PNG } from './image.ts';
import { Markdown } from './markdown.ts';
import { ReactivePane } from './reactive.ts';
import { Str } from './str.ts';

export type PaneOptions = Readonly<Record<string, unknown>>;

/** A pane class and what to make one of. */
export interface Choice {
  readonly Pane: new (object: never, options: never) => Component;
  readonly object: unknown;
  readonly options?: PaneOptions;
}

/**
 * A component that shows `object`: itself, if it is one; else a pane with `options`, chosen by the object (Panel's
 * `pn.panel`). References and functions are followed, text is Markdown, bytes are images, errors are alerts, and
 * everything else is text.
 */
export function panel(object: unknown, options: PaneOptions = {}, session: Session = defaultSession()): Component {
  const choice = choose(object);
  return choice instanceof Component ? choice : make(choice, options, session);
}

export function make({ Pane, object, options: given }: Choice, options: PaneOptions, session: Session): Component {
  const Bound = bindClass(Pane, session) as unknown as new (object: unknown, options: PaneOptions) => Component;
  return new Bound(object, { ...given, ...options });
}

/** The component that `object` is or gives, or what to make one of. */
export function choose(object: unknown): Component | Choice {
  if (object instanceof Component) return object;
  if (object instanceof Viewer) return choose(object.view());
  if (isRef(object)) return { Pane: ReactivePane, object };
  if (typeof object === 'function') return { Pane: ReactivePane, object: bind(object as () => unknown) as Reference };
  if (object instanceof Figure) return { Pane: Bokeh, object };
  if (object instanceof Error) return { Pane: Alert, object: describe(object), options: { alertType: 'danger' } };
  if (object instanceof Uint8Array && startsWith(object, [0xff, 0xd8, 0xff])) return { Pane: JPG, object };
  if (object instanceof Uint8Array && startsWith(object, [0x89, 0x50, 0x4e, 0x47])) return { Pane: PNG, object };
  if (typeof object === 'string') return { Pane: Markdown, object };
  return { Pane: Str, object };
}

/** As Markdown: a message may contain characters that mean something there. */
export function describe({ name, message }: Error): string {
  return `**${escapeMarkdown(name)}:** ${escapeMarkdown(message)}`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+\-.!|~&]/g, '\\$&');
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
