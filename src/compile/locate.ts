import { placeOf, type Position } from './origin.ts';

/** Where a function stands in a text. */
export interface Found extends Position {
  readonly file: string;
}

/** Finds the source of a function in the code of an app. What stands there twice is not found: nobody knows which one it is. */
export function createLocate(code: string, file: string): (source: string) => Found | undefined {
  return (source) => {
    const start = code.indexOf(source);
    if (start < 0 || code.indexOf(source, start + 1) >= 0) return undefined;
    return { file, ...placeOf(code, start) };
  };
}
