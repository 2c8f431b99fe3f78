import { fetch } from '../http/index.ts';
import type { AppSource } from '../session/index.ts';

let inline = 0;

/** The code between the tags, or that of the file that `src` names. The page's address is what inline code refers to. */
export async function readSource(element: Element, signal: AbortSignal): Promise<AppSource> {
  const src = element.getAttribute('src');
  return src === null ? readInline(element) : fetchSource(src, signal);
}

/** Code given as text. */
export function textSource(text: string, name: string | null): AppSource {
  return { text, name: `${name ?? `app-${++inline}`}.js`, url: document.baseURI };
}

async function fetchSource(src: string, signal: AbortSignal): Promise<AppSource> {
  if (src === '') throw new TypeError('<heddle-app>: src is empty; it must be the address of the app’s code.');
  const response = (await fetch(src, { signal })).raiseForStatus();
  return { text: await response.text(), name: new URL(response.url).pathname.split('/').at(-1) || 'app.js', url: response.url };
}

/** Settles when all of the page is there. */
export async function parsed(): Promise<void> {
  if (document.readyState === 'loading')
    await new Promise((loaded) => document.addEventListener('DOMContentLoaded', loaded, { once: true }));
}

async function readInline(element: Element): Promise<AppSource> {
  // The element may be met by the parser before its content is.
  await parsed();
  const [script, ...others] = element.querySelectorAll('script[type="heddle"]');
  if (!script) throw new TypeError('<heddle-app> has no code: give it a <script type="heddle"> or a src.');
  // As one text they would lose their lines, and could not both import a name.
  if (others.length > 0)
    throw new TypeError(
      '<heddle-app> has more than one <script type="heddle">: make them one, or put each into a <heddle-app> of its own.',
    );
  return textSource(script.textContent ?? '', element.getAttribute('name'));
}
