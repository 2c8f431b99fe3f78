/** Where a function stands in a text; line and column count from 1. */
export interface Found {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Finds the source of a function in the code of an app. What stands there twice is not found: nobody knows which one it is. */
export function createLocate(code: string, file: string): (source: string) => Found | undefined {
  return (source) => {
    const start = code.indexOf(source);
    if (start < 0 || code.indexOf(source, start + 1) >= 0) return undefined;
    const before = code.slice(0, start).split('\n');
    return { file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
  };
}
