import { page } from '../host/index.ts';
import { pageConfig } from '../session/index.ts';
import { applyTheme, theme } from '../view/index.ts';
import { loadMonitor } from './load-monitor.ts';

/**
 * `<heddle-monitor>`: shows what the apps of the page do: sessions, threads, queues, tasks, errors. With the attribute
 * `open` it is shown and follows the page; without it, it is hidden, empty and follows nothing. With `docked` it stands at the
 * bottom of the window, where Escape closes it.
 */
export class HeddleMonitor extends HTMLElement {
  static readonly observedAttributes = ['open'];

  readonly #root = this.attachShadow({ mode: 'open' });
  /** Aborts when it is closed or taken out of the page. */
  #life: AbortController | undefined;
  /** What had the focus when it was opened by a key. */
  #before: Element | null = null;

  get open(): boolean {
    return this.hasAttribute('open');
  }

  set open(open: boolean) {
    this.toggleAttribute('open', open);
  }

  /** Opens or closes it as a key does: the focus goes in, and back. */
  toggle(): void {
    if (this.open) return this.close();
    this.#before = document.activeElement;
    this.open = true;
    this.focus({ preventScroll: true }); // it is not at its place yet
  }

  close(): void {
    const back = this.matches(':focus-within') ? this.#before : null;
    this.open = false;
    if (back instanceof HTMLElement) back.focus({ preventScroll: true });
    this.#before = null;
  }

  connectedCallback(): void {
    this.tabIndex = -1;
    this.role ??= 'region';
    this.ariaLabel ??= 'Heddle monitor';
    this.#follow();
  }

  disconnectedCallback(): void {
    this.#follow();
  }

  attributeChangedCallback(): void {
    this.#follow();
  }

  /** Is what it should be: at work while it is open and in the page. */
  #follow(): void {
    this.hidden = !this.open; // an empty landmark is none
    if ((this.isConnected && this.open) === (this.#life !== undefined)) return;
    if (!this.#life) return this.#begin();
    this.#life.abort();
    this.#life = undefined;
    this.#root.replaceChildren();
  }

  #begin(): void {
    const { signal } = (this.#life = new AbortController());
    applyTheme(this, 'auto', signal);
    loadMonitor().then(
      ({ show }) => signal.aborted || show(this, this.#root, page, theme, signal),
      (error: Error) => signal.aborted || this.#root.replaceChildren(error.message),
    );
  }
}

/**
 * Lets Alt+Shift+H open and close the monitor: the page's first `<heddle-monitor>`, else one at the bottom of the window.
 * Not in a field for text, where some keyboards write a letter with it, and not after `configure({ monitor: false })`.
 */
export function listenForMonitor(): void {
  addEventListener('keydown', (event) => {
    const { code, altKey, shiftKey, ctrlKey, metaKey, repeat, defaultPrevented } = event;
    if (code !== 'KeyH' || !altKey || !shiftKey || ctrlKey || metaKey || repeat || defaultPrevented) return;
    if (!pageConfig.monitor || takesText(event.composedPath()[0])) return;
    event.preventDefault();
    monitor().toggle();
  });
}

function monitor(): HeddleMonitor {
  const found = document.querySelector<HeddleMonitor>('heddle-monitor');
  if (found) return found;
  const docked = new HeddleMonitor();
  docked.toggleAttribute('docked');
  document.body.append(docked);
  return docked;
}

function takesText(target: EventTarget | undefined): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ('selectionStart' in target && target.selectionStart !== null));
}
