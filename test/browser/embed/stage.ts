import '../../../src/index.ts';
import type { HeddleApp } from '../../../src/embed/index.ts';
import type { ErrorReport } from '../../../src/session/index.ts';

export interface Opened {
  readonly app: HeddleApp;
  readonly errors: readonly ErrorReport[];
}

/** Puts a `<heddle-app>` with inline code into the page; the code may use lines of `heddle` without importing them. */
export function open(code: string, attributes: Readonly<Record<string, string>> = {}): Opened {
  const app = document.createElement('heddle-app') as HeddleApp;
  for (const [name, value] of Object.entries(attributes)) app.setAttribute(name, value);
  const script = document.createElement('script');
  script.type = 'heddle';
  script.textContent = code;
  app.append(script);
  const errors: ErrorReport[] = [];
  app.addEventListener('heddle-error', (event) => errors.push((event as CustomEvent<ErrorReport>).detail));
  document.body.append(app);
  return { app, errors };
}

/** All text that an app shows, shadow roots and slots included. */
export function textOf(node: Node): string {
  if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return '';
  if (node instanceof Text) return node.data;
  const children =
    node instanceof HTMLSlotElement ? node.assignedNodes({ flatten: true }) : [...((node as Element).shadowRoot ?? node).childNodes];
  return children.map(textOf).join(' ');
}

/** First element inside, in shadow roots too, that a CSS selector matches. */
export function find<T extends Element>(root: ParentNode, selector: string): T | undefined {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(selector)) return element as T;
    const inside = element.shadowRoot && find<T>(element.shadowRoot, selector);
    if (inside) return inside;
  }
  return undefined;
}

/** The control of an app that a selector matches, as soon as it is there. */
export function control<T extends Element>(app: Element, selector: string): Promise<T> {
  return until(() => app.shadowRoot && find<T>(app.shadowRoot, selector));
}

/** Waits until `check` gives something; the test's own timeout ends it. */
export async function until<T>(check: () => T | null | undefined | false): Promise<T> {
  for (;;) {
    const found = check();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
