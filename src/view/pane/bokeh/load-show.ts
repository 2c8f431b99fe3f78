export type Show = typeof import('./show.ts');

/** What draws a figure on BokehJS: loaded, as BokehJS itself, when the first one is shown. */
export function loadShow(): Promise<Show> {
  return import('./show.ts');
}
