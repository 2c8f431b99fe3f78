export type Lift = typeof import('./lift.ts');

/** The parser for `'use thread'`: loaded when an app's text has these words. */
export function loadLift(): Promise<Lift> {
  return import('./lift.ts');
}
