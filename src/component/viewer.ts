import { ASYNC, Parameterized } from '../param/index.ts';
import { defaultSession, type Session, sessionOf } from '../session/index.ts';

/**
 * An author's own class with a look (Panel's Viewer): `view()` gives what is shown wherever the object is put
 * into a layout, and `servable()` shows it in the page.
 */
export abstract class Viewer extends Parameterized {
  get session(): Session {
    return sessionOf(this.constructor as typeof Viewer) ?? defaultSession();
  }

  /** What is shown: a component, or anything that `panel()` can show. Called when the object is first shown. */
  abstract view(): unknown;

  override [ASYNC](work: Promise<unknown>, what: string): void {
    void this.session.watchOver(work, what);
  }
}
