import type { Model, Outlet } from '../../../link/index.ts';
import { ASYNC, Parameterized } from '../../../param/index.ts';
import { type Session, sessionOf } from '../../../session/index.ts';

/** A part of a plot: it travels to the page, but has no place of its own there. */
export abstract class PlotModel extends Parameterized implements Model {
  static readonly view: string = '';
  /** The parameters that travel. */
  static readonly sent: readonly string[] = [];

  outlet: Outlet | undefined;

  get session(): Session {
    return sessionOf(this.#class);
  }

  get viewType(): string {
    return this.#class.view;
  }

  get viewParams(): readonly string[] {
    return this.#class.sent;
  }

  /** Nobody can edit it on the page. */
  receiveEdit(): void {}

  receiveEvent(): void {}

  override [ASYNC](work: Promise<unknown>, what: string): void {
    void this.session.watchOver(work, what);
  }

  get #class(): typeof PlotModel {
    return this.constructor as typeof PlotModel;
  }
}
