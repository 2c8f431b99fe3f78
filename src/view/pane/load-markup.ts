export type Markup = typeof import('./markup.ts');

/** The parser and the cleaner of markup, a quarter of Heddle's size: loaded when markup is first shown. */
export function loadMarkup(): Promise<Markup> {
  return import('./markup.ts');
}
