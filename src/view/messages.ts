import { style } from './messages-style.ts';

export interface Message {
  readonly id: number;
  readonly type: 'success' | 'info' | 'warning' | 'error';
  readonly message: string;
  /** In ms; 0: until it is dismissed. */
  readonly duration: number;
}

/** A message on screen: what is left of its time, and the timer while that runs. */
interface Shown {
  readonly element: Element;
  left: number;
  since: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const WORDS = { success: 'Success', info: 'Information', warning: 'Warning', error: 'Error' } as const;

/** The messages in `region`, until `signal` aborts. They wait while they are pointed at, focused or cannot be seen. */
export class Messages {
  readonly #region: HTMLElement;
  readonly #dismiss: (id: number) => void;
  readonly #shown = new Map<number, Shown>();

  constructor(region: HTMLElement, dismiss: (id: number) => void, signal: AbortSignal) {
    this.#region = region;
    this.#dismiss = dismiss;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    (region.getRootNode() as ShadowRoot).adoptedStyleSheets.push(sheet);
    for (const type of ['pointerenter', 'pointerleave', 'focusin', 'focusout']) region.addEventListener(type, this.#tick);
    document.addEventListener('visibilitychange', this.#tick, { signal });
    signal.addEventListener('abort', () => this.show([]), { once: true });
  }

  /** Shows these, oldest first, and no others. Those that stay keep their elements, and so the focus and their time. */
  show(messages: readonly Message[]): void {
    const wanted = new Set(messages.map(({ id }) => id));
    for (const [id, { element, timer }] of this.#shown) {
      if (wanted.has(id)) continue;
      clearTimeout(timer);
      element.remove();
      this.#shown.delete(id);
    }
    for (const message of messages) if (!this.#shown.has(message.id)) this.#add(message);
    this.#reach();
    this.#tick();
  }

  /** Moves what would stand above the page, where nobody can scroll, down to its top. */
  #reach(): void {
    const { style } = this.#region;
    style.translate = '';
    const top = this.#region.getBoundingClientRect().top + scrollY;
    if (top < 0) style.translate = `0 ${-top}px`;
  }

  #add(message: Message): void {
    const { id, duration } = message;
    const element = elementOf(message, () => this.#dismiss(id));
    this.#shown.set(id, { element, left: duration > 0 ? duration : Infinity, since: 0, timer: undefined });
    this.#region.append(element);
  }

  /** Lets the clocks run while the messages can be seen and nobody is busy with them. */
  readonly #tick = (): void => {
    const stands = document.hidden || this.#region.matches(':hover, :focus-within');
    for (const [id, clock] of this.#shown) {
      if (clock.left === Infinity || stands === (clock.timer === undefined)) continue;
      if (stands) {
        clearTimeout(clock.timer);
        clock.timer = undefined;
        clock.left -= performance.now() - clock.since;
      } else {
        clock.since = performance.now();
        clock.timer = setTimeout(() => this.#dismiss(id), Math.max(0, clock.left));
      }
    }
  };
}

function elementOf({ type, message }: Message, dismiss: () => void): Element {
  const element = document.createElement('div');
  element.className = `item ${type}`;
  if (type === 'error') element.setAttribute('role', 'alert');
  const kind = Object.assign(document.createElement('span'), { className: 'kind', textContent: `${WORDS[type]}: ` });
  const text = document.createElement('p');
  text.append(kind, message);
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: '✕', ariaLabel: `Dismiss: ${message}` });
  button.addEventListener('click', dismiss);
  element.append(text, button);
  return element;
}
