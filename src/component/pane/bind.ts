import type { Session } from '../../session/index.ts';
import { figure, type FigureOptions } from './bokeh/index.ts';
import type { PaneOptions } from './choose.ts';
import { panel } from './panel.ts';

/** The functions of this folder that make components, bound to the session whose components they make. */
export function bindPanes(session: Session) {
  return {
    panel: (object: unknown, options?: PaneOptions) => panel(object, options, session),
    figure: (options?: FigureOptions) => figure(options, session),
  };
}
