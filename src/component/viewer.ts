import { ASYNC, Parameterized } from '../param/index.ts';
import { panel } from './pane/panel.ts';
import type { ServableOptions } from './component.ts';
import { type Session, sessionOf } from '../session/index.ts';

/**
 * An author's own class with a look (Panel's Viewer): `view()` gives what is shown wherever the object is put
 * into a layout, and `servable()` shows it in the page.
 */
export abstract class Viewer extends Parameterized {
  get session(): Session {
    return sessionOf(this.constructor as typeof Viewer);
  }

  /**
   * What is shown: a component, or anything that `panel()` can show. Called when the object is first shown, and again at
   * each change of what `static depends` names for it.
   */
  abstract view(): unknown;

  /** Shows what `view()` gives in the session's page, below what is shown already. Returns itself. */
  servable(options: ServableOptions = {}): this {
    panel(this, {}, this.session).servable(options);
    return this;
  }

  override [ASYNC](work: Promise<unknown>, what: string): void {
    void this.session.watchOver(work, what);
  }
}
