/** Address of the script-tag build. What it loads later lies beside it, wherever the page itself comes from. */
let home: string | undefined;

export function setHome(url: string): void {
  home = url;
}

/** The address of a file beside the script-tag build; without one, beside the page. */
export function besideHeddle(path: string): string {
  return new URL(path, home ?? document.baseURI).href;
}

/** Loads a classic script, which pages from disk and of other origins may do. `advice` tells an author what to do when it fails. */
export function loadScript(src: string, advice: string): Promise<void> {
  const script = Object.assign(document.createElement('script'), { src });
  return new Promise<void>((resolve, reject) => {
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} can't be loaded. ${advice}`));
    document.head.append(script);
  }).finally(() => script.remove());
}

/**
 * Gives what a script beside heddle.js leaves in a global. It is loaded when first asked for, unless the page has it; after a
 * failure the next one tries again.
 */
export function fromScript<T>(file: string, global: string, advice: string): () => Promise<T> {
  let loading: Promise<void> | undefined;
  return async () => {
    if (!(global in globalThis)) {
      loading ??= loadScript(besideHeddle(file), advice).finally(() => (loading = undefined));
      await loading;
    }
    return (globalThis as unknown as Record<string, T>)[global] as T;
  };
}
