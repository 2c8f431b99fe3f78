import { defaultSession, type Session } from '../../session/index.ts';
import { Component } from '../component.ts';
import { choose, make, type PaneOptions } from './choose.ts';
import { ReactivePane } from './reactive.ts';

/**
 * A component that shows `object`: itself, if it is one; else a pane with `options`, chosen by the object (Panel's
 * `pn.panel`). A parameter that the user can edit is its widget, and an object with parameters, or its `param`, a form. Other
 * references and functions are followed, text is Markdown, bytes are images, errors are alerts, and everything else is text.
 */
export function panel(object: unknown, options: PaneOptions = {}, session: Session = defaultSession()): Component {
  const choice = choose(object, ReactivePane, options, session);
  return choice instanceof Component ? choice : make(choice, options, session);
}
