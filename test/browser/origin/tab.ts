/** A second document of this origin, with its own globals and modules: what another tab is to locks and channels. */
export interface Tab {
  /** Imports a module into the tab, e.g. `'/src/origin/index.ts'`. */
  load<Module>(path: string): Promise<Module>;
  close(): void;
}

export async function openTab(): Promise<Tab> {
  const frame = document.createElement('iframe');
  frame.srcdoc = '<!doctype html><title>tab</title><script>load = (url) => import(url)</script>';
  const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  const { load } = frame.contentWindow as unknown as { load: (url: string) => Promise<unknown> };
  return {
    load: (path) => load(new URL(path, location.origin).href) as never,
    close: () => frame.remove(),
  };
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
