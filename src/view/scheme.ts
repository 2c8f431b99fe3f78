/** `auto` follows the page: what is dark, light or switches there is so here. */
export type Theme = 'auto' | 'light' | 'dark';

/**
 * Gives everything inside `host` a light or dark look until `signal` aborts. With `auto` the colour of the
 * page's text decides, since a page may be dark without having told the browser so by `color-scheme`.
 * A theme that differs from the page's brings its own background, with room around what stands on it.
 */
export function applyTheme(host: HTMLElement, theme: Theme, signal: AbortSignal): void {
  const apply = (): void => {
    const around = surroundings(host);
    const scheme = theme === 'auto' ? around : theme;
    const ground = scheme === 'dark' ? '#14171c' : '#fff';
    const own = scheme === around ? ['', '', ''] : [ground, '16px', '8px'];
    host.style.colorScheme = scheme;
    [host.style.background, host.style.padding, host.style.borderRadius] = own as [string, string, string];
  };
  apply();
  const observer = new MutationObserver(apply);
  for (const root of [document.documentElement, document.body]) observer.observe(root, { attributes: true });
  signal.addEventListener('abort', () => observer.disconnect(), { once: true });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply, { signal });
  addEventListener('load', apply, { signal });
  // Pages fade from one theme into the other: at first the old colour is read.
  document.addEventListener('transitionend', (event) => event.propertyName === 'color' && apply(), { signal });
}

function surroundings(host: HTMLElement): 'light' | 'dark' {
  const parent = host.parentElement ?? document.documentElement;
  return lightness(getComputedStyle(parent).color) > 0.5 ? 'dark' : 'light';
}

/** From 0 to 1. A canvas reads every notation of a colour. */
function lightness(color: string): number {
  const pen = new OffscreenCanvas(1, 1).getContext('2d') as OffscreenCanvasRenderingContext2D;
  pen.fillStyle = color;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = pen.getImageData(0, 0, 1, 1).data;
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}
