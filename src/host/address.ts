import { type FromSession, type ToSession, withEntries } from '../session/index.ts';
import type { Channel } from '../thread/index.ts';

/** Browsers refuse pages that change their address too often; the strictest allows 100 times in 30 s. */
const PACE = 350;

type Entries = Readonly<Record<string, string | null>>;

/**
 * The one who writes the page's address, for all its apps: each changes its own entries of the fragment, and nothing else.
 * Changes in quick succession are written together. Sessions hear of the reader's changes only, so that a late echo never
 * undoes what has been set since.
 */
export class Address {
  readonly #waiting = new Map<string, Entries>();
  readonly #refused = new Set<(reason: unknown) => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Lets a session write its entries, those of `app`, until `signal` aborts, and tells it when the reader goes elsewhere. */
  open(app: string, control: Channel<ToSession, FromSession>, signal: AbortSignal): (entries: Entries, push: boolean) => void {
    const moved = (): void => {
      this.#waiting.delete(app); // the reader has decided otherwise
      control.post({ type: 'location', href: location.href });
    };
    addEventListener('popstate', moved, { signal }); // of a fragment that was typed, too
    addEventListener('pagehide', () => this.#write(), { signal });
    const refused = (reason: unknown): void => control.post({ type: 'refused', what: 'state.location', message: String(reason) });
    this.#refused.add(refused);
    signal.addEventListener('abort', () => this.#refused.delete(refused), { once: true });
    return (entries, push) => {
      if (push) return this.#push(app, entries);
      this.#waiting.set(app, { ...this.#waiting.get(app), ...entries });
      if (this.#timer === undefined) this.#write();
    };
  }

  #push(app: string, entries: Entries): void {
    this.#write();
    this.#change('pushState', withEntries(location.hash, app, entries));
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting.size === 0) return;
    let { hash } = location;
    for (const [app, entries] of this.#waiting) hash = withEntries(hash, app, entries);
    this.#waiting.clear();
    this.#timer = setTimeout(() => this.#write(), PACE);
    this.#change('replaceState', hash);
  }

  #change(how: 'pushState' | 'replaceState', hash: string): void {
    if (hash === location.hash) return;
    try {
      history[how](history.state, '', `${location.href.split('#', 1)[0]}${hash}`);
    } catch (error) {
      for (const tell of this.#refused) tell(error); // a document without an address of its own, e.g. a frame's srcdoc
    }
  }
}
