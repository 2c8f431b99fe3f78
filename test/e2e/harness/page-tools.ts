import type { LongTask, PageMessage, Rect } from './driver.ts';

/** What a driver puts on a page as `e2e`. */
export interface PageTools {
  /** The first visible element, else the first; `undefined` if there is none. */
  find(selector: string): Element | undefined;
  findAll(selector: string): Element[];
  /** The text that an element shows, through shadow roots and slots; '' if there is no such element. */
  text(target: string | Element): string;
  rect(selector: string): Rect | undefined;
  longTasks(): LongTask[];
  /** Takes the messages collected on the page itself, in engines that report none. */
  takeMessages(): PageMessage[];
}

/** Runs on the page, sent as source; installs itself once per document. */
export function installPageTools(collectMessages: boolean): void {
  if ('e2e' in globalThis) return;

  const longTasks: LongTask[] = [];
  const messages: PageMessage[] = [];

  function below(root: ParentNode | Element): ParentNode[] {
    const inside = [...root.querySelectorAll('*')].flatMap((element) => (element.shadowRoot ? below(element.shadowRoot) : []));
    const own = 'shadowRoot' in root && root.shadowRoot ? below(root.shadowRoot) : [];
    return [root, ...own, ...inside];
  }

  function matches(root: ParentNode, part: string): Element[] {
    const trees = below(root);
    if (!part.startsWith('text=')) return trees.flatMap((tree) => [...tree.querySelectorAll(part)]);
    const wanted = part.slice('text='.length);
    const showing = trees.flatMap((tree) => [...tree.querySelectorAll('*')]).filter((element) => text(element).includes(wanted));
    return showing.filter((element) => !showing.some((other) => other !== element && holds(element, other)));
  }

  function holds(outer: Element, inner: Element): boolean {
    for (let node: Node | null = inner; node; node = node instanceof ShadowRoot ? node.host : node.parentNode)
      if (node === outer) return true;
    return false;
  }

  function findAll(selector: string): Element[] {
    let roots: ParentNode[] = [document];
    for (const part of selector.split(' >> ')) roots = [...new Set(roots.flatMap((root) => matches(root, part)))];
    return roots as Element[];
  }

  function find(selector: string): Element | undefined {
    const all = findAll(selector);
    return (
      all.find((element) => element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 0) ?? all[0]
    );
  }

  function text(target: string | Element): string {
    const element = typeof target === 'string' ? find(target) : target;
    return element ? shown(element).replace(/\s+/g, ' ').trim() : '';
  }

  function shown(node: Node): string {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element) || node instanceof HTMLScriptElement || node instanceof HTMLStyleElement) return '';
    if (node instanceof HTMLSlotElement) return node.assignedNodes({ flatten: true }).map(shown).join('');
    const display = getComputedStyle(node).display;
    if (display === 'none') return '';
    const inner = [...(node.shadowRoot ?? node).childNodes].map(shown).join('');
    return display.startsWith('inline') ? inner : ` ${inner} `;
  }

  function rect(selector: string): Rect | undefined {
    const element = find(selector);
    if (!element) return undefined;
    if ([...document.querySelectorAll('heddle-app')].some(isStarting)) return undefined; // what is below will move
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { x, y, width, height } = element.getBoundingClientRect();
    return width > 0 && height > 0 ? { x, y, width, height } : undefined;
  }

  function isStarting(app: Element): boolean {
    return Boolean(app.shadowRoot?.querySelector('.boot'));
  }

  function meterGaps(): void {
    let last = performance.now();
    setInterval(() => {
      const now = performance.now();
      if (now - last > 60) longTasks.push({ start: last, duration: now - last });
      last = now;
    }, 10);
  }

  if (PerformanceObserver.supportedEntryTypes.includes('longtask')) {
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longTasks.push({ start: entry.startTime, duration: entry.duration });
    });
    observer.observe({ type: 'longtask', buffered: true });
  } else meterGaps();

  if (collectMessages) {
    addEventListener('error', (event) => messages.push({ kind: 'pageerror', text: String(event.error ?? event.message) }));
    addEventListener('unhandledrejection', (event) => messages.push({ kind: 'pageerror', text: String(event.reason) }));
    for (const [method, kind] of [
      ['error', 'error'],
      ['warn', 'warning'],
      ['log', 'log'],
    ] as const) {
      const original = console[method];
      console[method] = (...parts: unknown[]) => {
        messages.push({ kind, text: parts.map(String).join(' ') });
        original.apply(console, parts);
      };
    }
  }

  globalThis.e2e = { find, findAll, text, rect, longTasks: () => longTasks, takeMessages: () => messages.splice(0) };
}
