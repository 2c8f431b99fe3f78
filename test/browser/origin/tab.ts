const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanups.splice(0)) clean();
});

/** Has `clean` called when the test has ended. */
export function atEnd(clean: () => void): void {
  cleanups.push(clean);
}

/** A second document of this origin, with its own globals and modules: what another tab is to locks and channels. */
export interface Tab {
  close(): void;
}

/** Opens a tab, with what it imports from a module, e.g. `'/src/origin/index.ts'`. It is closed when the test has ended. */
export async function openTab<Module>(path: string): Promise<Tab & Module> {
  const frame = document.createElement('iframe');
  frame.srcdoc = '<!doctype html><title>tab</title><script>load = (url) => import(url)</script>';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  atEnd(() => frame.remove());
  await loaded;
  const { load } = frame.contentWindow as unknown as { load: (url: string) => Promise<Module> };
  return { ...(await load(new URL(path, location.origin).href)), close: () => frame.remove() };
}

let count = 0;

/** An app id that no other test uses. */
export function freshApp(): string {
  return `test-${Date.now()}-${count++}`;
}

/** Settles when `ready()` is true. Hangs, and so fails its test, if it never is. */
export async function until(ready: () => boolean): Promise<void> {
  while (!ready()) await new Promise((resolve) => setTimeout(resolve, 10));
}
